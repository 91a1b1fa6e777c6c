"""A person in the place of a government: what is asked, what is taken, and what nothing else notices."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from sim.core.errors import SimError
from sim.ensemble.errors import MismatchError
from sim.experiments.batch import model_of, run_batch
from sim.play.aims import AIMS, USUAL, aims_named, reached, score
from sim.play.briefing import KNOWN, briefing, weighings
from sim.play.chair import Chair, decides_today
from sim.play.game import Follower, Game, bits, first_choice, play, seated
from sim.play.moves import MENUS, Moves, moves_yaml, read_moves
from sim.play.told.page import play_study
from sim.play.told.screen import lines, postures
from sim.scenario.problems import ScenarioProblems
from sim.studies.why.answer import why
from support.worlds import FREE, START, day, script, world

GOVERNMENTS = tuple(MENUS)
WORLD = world(FREE, {"replicates": 8}, days=40)
LOADED = SimpleNamespace(scenario=WORLD)


def on(number: int) -> date:
    return START + timedelta(days=number)


def game(actor: str, run: int = 0, scenario=WORLD, **told) -> Game:
    return Game.of(SimpleNamespace(scenario=scenario), Moves(actor=actor, run=run, **told), reps=4)


@pytest.mark.parametrize("actor", GOVERNMENTS)
def test_the_models_own_choices_give_the_models_own_bits(actor: str) -> None:
    """In every run, and where a script held the government as well."""
    held = world(FREE, {f"actors.{actor}.script": script((8, MENUS_LAST[actor]))}, days=40)
    moved = 0
    for scenario, run in ((WORLD, 1), (WORLD, 3), (held, 2)):
        calm, own = game(actor, run, scenario, start=day(0)), Follower(START)
        models, _ = seated(calm, own)
        yours, _ = seated(calm, Chair(START, own.moves))
        assert bits(yours) == bits(models) == bits(run_batch(scenario, (run,)).arrays)
        moved += len(own.moves)
    assert moved > 0  # otherwise nothing was played


MENUS_LAST = {actor: list(menu)[-1] for actor, menu in MENUS.items()}


@pytest.mark.parametrize("actor", GOVERNMENTS)
def test_before_a_move_nothing_differs_and_the_others_keep_their_luck(actor: str) -> None:
    calm = game(actor, 1, start=day(12))
    alone = run_batch(WORLD, (1,)).arrays
    held = MENUS_LAST[actor]
    moved = play(replace(calm, moves={on(20): held})).yours
    kept = play(replace(calm, moves={on(20): next(iter(MENUS[actor]))})).yours
    assert np.array_equal(moved["present"][:, :12], alone["present"][:, :12])
    assert np.array_equal(moved["present"][:, :20], kept["present"][:, :20])
    assert not np.array_equal(moved[f"{actor}_posture"], kept[f"{actor}_posture"])
    assert np.array_equal(moved["draws"], alone["draws"])


def test_who_sits_in_the_chair_is_asked_on_days_of_decision_only() -> None:
    asked = []
    calm = game("caracas", 2, start=day(5))

    def decide(told):
        asked.append(told)
        return "rupture" if len(asked) == 2 else None

    found = play(calm, decide)
    days = [(told.day - START).days for told in asked]
    assert days[:4] == [6, 9, 12, 15]
    assert found.moves == {on(9): "rupture"}
    assert [turn.taken for turn in found.turns[1:3]] == ["rupture", "rupture"]
    assert asked[2].held == "rupture"


def test_a_government_that_has_fallen_is_not_asked() -> None:
    falls = world(FREE, {"assumptions.coup.calm_rate": 10}, days=40)
    found = [play(game("caracas", run, falls)) for run in (1, 3)]
    lost = [each for each in found if each.lost_on]
    assert lost
    for each in lost:
        assert all(turn.day < each.lost_on for turn in each.turns)


@pytest.mark.parametrize("actor", GOVERNMENTS)
def test_a_briefing_tells_reported_numbers_and_what_why_tells(actor: str) -> None:
    model = model_of(WORLD, (3,))
    told = []

    def look(government, own):
        if decides_today(government):
            told.append((government.model.day, briefing(government)))
        return own

    getattr(model, actor).chooser = look
    model.run_for(22)
    number, last = told[-1]
    traced = why(WORLD, 3, on(number), actor)
    for each in last.weighings:
        values = traced.values[each.posture]
        assert each.terms == pytest.approx({n: values[n] for n in each.terms})
        assert each.changing == pytest.approx(values["inertia"])
        assert each.worth == pytest.approx(sum(values.values()) - values["taste"])
    assert sum(each.likely for each in last.weighings) == pytest.approx(1)
    so_far = model.observer.reported[0, :number].sum()
    assert sum(last.reported.values()) == so_far
    assert [each.name for each in last.known] == list(KNOWN[actor])
    shown = "\n".join(lines(last)) + str(postures(last).rows)
    assert all(each.posture.replace("_", " ") in shown for each in last.weighings)


def test_nothing_is_weighed_before_the_first_decision() -> None:
    assert weighings(model_of(WORLD, (0,)).havana) == ()


def test_a_score_counts_who_did_worse_and_half_of_who_did_as_well() -> None:
    others = np.array([1.0, 2.0, 2.0, 5.0])
    assert score(2.0, others, "more") == 50.0
    assert score(6.0, others, "more") == 100.0
    assert score(1.0, others, "less") == 87.5


def test_aims_are_read_from_what_was_recorded() -> None:
    arrays = run_batch(WORLD, range(3)).arrays
    one = {name: each[:1] for name, each in arrays.items()}
    found = {each.aim.name: each for each in reached(tuple(AIMS.values()), one, one, arrays, 10)}
    assert found["calm"].yours == pytest.approx(arrays["pressure"][0, 10:].mean(), abs=1e-6)
    assert found["oil"].yours == pytest.approx(arrays["oil_delivered"][0, 10:].sum() / 30, abs=1e-4)
    assert 0 <= found["rule"].yours <= 1
    assert all(each.score == each.models_score for each in found.values())
    assert set(sum(USUAL.values(), ())) <= set(AIMS)
    with pytest.raises(SimError, match="did you mean 'relief'"):
        aims_named(["reliev"], "havana")


def test_the_first_choice_is_when_no_script_holds_the_government() -> None:
    ends = [{"start": day(0), "until": day(9), "posture": "hedge"}]
    assert first_choice(world(FREE, {"actors.caracas.script": ends}), "caracas") == on(10)
    assert first_choice(WORLD, "caracas") == START
    never = world(FREE, {"actors.caracas.script": script((3, "hedge"))})
    assert first_choice(never, "caracas") == START


def test_a_file_of_moves_is_read_back_as_it_was_written(tmp_path) -> None:
    told = game("havana", 2).file({on(3): "standing" if "standing" in MENUS["havana"] else "stand"})
    file = tmp_path / "moves.yaml"
    file.write_text(moves_yaml(told), encoding="utf-8")
    assert read_moves(file) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("moves: [{day: 2025-12-03, posture: ruptur}]", "did you mean 'rupture'"),
        ("moves: [{day: 2025-12-09, posture: hedge}, {day: 2025-12-03, posture: hedge}]", "must be later"),
        ("aims: [calmness]", "is no aim"),
        ("moves: 7", "must be a list"),
        ("moves: [{day: 2025-02-30, posture: hedge}]", "is not a date"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_moves_is_told_with_its_line(tmp_path, text: str, told: str) -> None:
    file = tmp_path / "moves.yaml"
    file.write_text(f"actor: caracas\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioProblems, match=told) as found:
        read_moves(file)
    assert found.value.line == 2


def test_moves_of_another_world_are_refused() -> None:
    told = game("caracas").file({})
    changed = SimpleNamespace(scenario=world(FREE, {"air.seats": 7}, days=40))
    with pytest.raises(MismatchError, match="another world"):
        Game.of(changed, told)
    with pytest.raises(MismatchError, match="of scenario other"):
        Game.of(LOADED, told.model_copy(update={"scenario": "other"}))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"run": 8}, "--run: must be from 0 to 7, is 8"),
        ({"start": date(2027, 1, 1)}, "--from: "),
        ({"moves": [{"day": date(2027, 1, 1), "posture": "hedge"}]}, "the move of 2027-01-01"),
    ],
)
def test_what_cannot_be_played_is_a_sentence(told, text: str) -> None:
    with pytest.raises(SimError, match=text):
        Game.of(LOADED, Moves(actor="caracas", **told))


def test_the_end_of_a_game_says_where_it_left_the_models_way() -> None:
    calm = game("caracas", 1)
    own = play_study(play(replace(calm, moves=play(calm).models_moves)))
    assert any("bit by bit" in sentence for sentence in own.answer)
    other = play(replace(calm, moves={on(0): "rupture"}))
    told = play_study(other)
    assert "you took rupture" in " ".join(told.answer)
    assert told.content["moves"] == [{"day": day(0), "posture": "rupture"}]
    assert told.content["bits"] != told.content["models_bits"]
    assert "posture: rupture" in told.tables["moves.yaml"]
