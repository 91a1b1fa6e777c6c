"""What happened in a run, found in a run made by hand, and told in sentences."""

from dataclasses import replace

import numpy as np
import pytest
from test_report_readings import dataset, scenario

from sim.core.errors import BadValueError, SimError
from sim.ensemble.errors import MismatchError
from sim.mechanisms.causes import cause
from sim.mechanisms.oil import FATES
from sim.methods.decision import Why
from sim.people.missions import MISSIONS, mission
from sim.studies.story.answer import cuba, governments, missions
from sim.studies.story.answer.choice import chosen
from sim.studies.story.answer.crossings import LevelCrossed, crossings, spells
from sim.studies.story.answer.dated import dated_events
from sim.studies.story.answer.ensemble import HOLDS, Ensemble
from sim.studies.story.answer.happening import KINDS, Happening
from sim.studies.story.answer.rerun import NewPosture, compared
from sim.studies.story.question import Pick, picked, row_of
from sim.studies.story.told.lines import Line
from sim.studies.story.told.sentences import FATES as WORDS_OF_FATES
from sim.studies.story.told.sentences import GONE, SHARED, TOLD, sentence
from sim.studies.story.told.words import sides
from support.reruns import START, rerun
from support.worlds import world

ABOUT = scenario()
RESULTS = dataset(ABOUT)


def only(found):
    (each,) = found
    return each


# Which run


def test_one_way_to_choose_and_the_typical_run_without_any():
    assert picked(None, None) == Pick("typical")
    assert picked(4, None) == Pick("number", run=4)
    assert picked(None, "rupture") == Pick("outcome", outcome="rupture")
    with pytest.raises(SimError, match="leave out --run or --outcome"):
        picked(0, "rupture")
    with pytest.raises(BadValueError, match="did you mean 'rupture'"):
        picked(None, "ruptur")


def test_a_run_that_failed_or_was_never_asked_for_has_no_story():
    assert row_of(3, [0, 1, 3], 4) == 2
    with pytest.raises(SimError, match="run 2 failed"):
        row_of(2, [0, 1, 3], 4)
    with pytest.raises(SimError, match="must be from 0 to 3, is 4"):
        row_of(4, [0, 1, 3], 4)


def test_the_typical_run_is_the_middle_one_of_three_and_the_surprising_one_is_outside():
    typical = chosen(RESULTS, ABOUT, Pick("typical"))
    assert (typical.run, typical.rank, typical.among) == (1, 1, 3)
    surprising = chosen(RESULTS, ABOUT, Pick("surprising"))
    numbers = [chosen(RESULTS, ABOUT, Pick("number", run=run)) for run in range(3)]
    assert surprising.rank == 3
    assert surprising.depth == min(each.depth for each in numbers) < typical.depth
    assert numbers[surprising.run].rank == 3
    assert [each.row for each in numbers] == [0, 1, 2]


def test_of_an_outcome_only_runs_in_which_it_happens_are_chosen_from():
    found = chosen(RESULTS, ABOUT, Pick("outcome", outcome="hollowed_alliance"))
    assert (found.run, found.among) == (0, 1)
    with pytest.raises(SimError, match="restoration is in none of 3 runs"):
        chosen(RESULTS, ABOUT, Pick("outcome", outcome="restoration"))
    never = scenario(assumptions={"bargains": {"deal_rate": 0}})
    with pytest.raises(SimError, match="deal_broken cannot happen in this scenario, because"):
        chosen(dataset(never), never, Pick("outcome", outcome="deal_broken"))


# Levels and spells


def test_a_level_is_crossed_again_only_from_beyond_a_margin():
    path = np.array([0.3, 0.52, 0.495, 0.505, 0.48, 0.52])
    assert crossings(path, (0.5,), 0.02) == [
        LevelCrossed(1, 0.5, above=True),
        LevelCrossed(4, 0.5, above=False),
        LevelCrossed(5, 0.5, above=True),
    ]


def test_of_several_levels_crossed_on_one_day_the_last_is_told():
    assert crossings(np.array([20.0, 0.5]), (14, 7, 1), 0.25) == [LevelCrossed(1, 1, above=False)]
    assert crossings(np.array([0.1, 0.75]), (0.5, 0.6, 0.7), 0.02) == [
        LevelCrossed(1, 0.7, above=True)
    ]


def test_days_that_are_close_make_one_spell():
    happens = np.zeros(20, bool)
    happens[[2, 4, 9, 15]] = True
    assert spells(happens, 5) == [(2, 9), (15, 15)]
    assert spells(np.zeros(5, bool), 3) == []


# What happened


def why(**changes):
    terms = {"pressure": 1.5, "security": -0.5, "inertia": -1.5, "taste": 0.75}
    values = {
        "hedge": {"pressure": 1.5, "security": -0.5, "inertia": -1.5, "taste": 1.0},
        "embrace": {"pressure": 0.0, "security": 0.0, "inertia": 0.0, "taste": 0.25},
    }
    day = START
    return replace(
        Why("caracas", day, day, "hedge", "embrace", 0.25, terms, values, False, False), **changes
    )


def test_a_free_choice_is_told_with_what_decided_it():
    turn = NewPosture(7, "caracas", "embrace", "choice", why())
    found = only(governments.postures(rerun(turns=(turn,)), world()))
    assert (found.day, found.actor, found.about["without_taste"]) == (7, "caracas", "embrace")
    told = sentence(found, START)
    assert "turns from embrace to hedge: it keeps Cubans at a distance" in told
    assert "against embrace as the next best: pressure +1.50, taste +0.75;" in told
    assert "on the other side inertia −1.50, security −0.50; a margin of 0.25" in told
    assert "Without taste, which nobody has measured, it would have been embrace." in told


def test_what_is_told_of_the_terms_adds_up_to_the_margin():
    terms = {
        f"t{n}": value for n, value in enumerate((3, 1, 0.5, 0.4, 0.3, -2, -1.5, -1, -0.9, -0.7))
    }
    for_it, against = sides(terms)
    assert list(against) == ["t5", "t6", "t7", "t8", "others"]
    assert list(for_it) == ["t0", "t1", "t2", "t3"]
    assert against["others"] == pytest.approx(0.3 - 0.7)
    both = sum(for_it.values()) + sum(against.values())
    assert both == pytest.approx(sum(terms.values()))


def test_every_term_of_a_choice_is_one_click_away():
    turn = NewPosture(7, "caracas", "embrace", "choice", why())
    found = only(governments.postures(rerun(turns=(turn,)), world()))
    table = Line(START, found, sentence(found, START), "sim why").decided
    assert table.headings == ("Term", "hedge against embrace", "What it is")
    assert [row[:2] for row in table.rows][:2] == [("pressure", "+1.50"), ("inertia", "−1.50")]
    assert len(table.rows) == len(why().terms)
    assert all(row[2] for row in table.rows)


def test_a_script_and_a_successor_decide_without_terms():
    for by, words in (("script", "The scenario's script"), ("successor", "A successor government")):
        turn = NewPosture(7, "caracas", "embrace", by, why(margin=-3.0))
        found = only(governments.postures(rerun(turns=(turn,)), world()))
        assert "terms" not in found.about
        assert words in sentence(found, START)


def test_only_a_close_call_is_told():
    near = only(governments.postures(rerun(closest=((14, why()),)), world()))
    told = sentence(near, START)
    assert "nearest to leaving hedge, and keeps it: embrace falls short by 0.25" in told
    assert "for hedge pressure 1.50, taste 0.75; for embrace inertia 1.50, security 0.50" in told
    assert not [*governments.postures(rerun(closest=((14, why(margin=2.0)),)), world())]


def test_an_order_is_given_reaches_the_missions_and_has_its_count():
    run = rerun(turns=(NewPosture(5, "caracas", "embrace", "script", why()),))
    run.orders["caracas"][12:, mission("medical")] = 0.01
    run.daily["triggered"][20:, cause("expelled")] = 40
    given, reached, done = governments.orders(run, world())
    assert [each.kind for each in (given, reached, done)] == [
        "order_given", "order_in_force", "order_ended",
    ]  # fmt: skip
    assert (given.day, reached.day, reached.about["rates"]) == (5, 12, {"medical": 0.01})
    assert sentence(reached, START).endswith("A day it relieves of their posts: medical 1 %.")
    assert (done.about["persons"], done.about["days"]) == (40, 48)
    assert "in force for 48 days now, has set 40 persons on leaving" in sentence(done, START)


def test_an_order_that_another_replaces_ends_that_day():
    run = rerun()
    run.orders["havana"][10:30, mission("sport")] = 0.5
    run.daily["triggered"][:, cause("recalled")] = np.minimum(np.arange(60), 25)
    reached, done = governments.orders(run, world())
    assert (reached.day, done.day, done.about["persons"]) == (10, 30, 25 - 9)


def test_cargoes_are_told_together_until_their_fate_changes():
    run = rerun()
    for day, fate, kb in ((3, "delivered", 200), (9, "delivered", 100), (20, "deterred", 300)):
        run.daily[f"oil_{fate}"][day, 0] = kb
    run.daily["oil_interdicted"][25, 0] = 150
    arrive, stopped = cuba.cargoes(run)
    assert (arrive.kind, arrive.day, arrive.about["kb"]) == (
        "cargoes_arrive",
        3,
        {"delivered": 300},
    )
    told = sentence(arrive, START)
    assert (
        told
        == "Cargoes from Venezuela arrive in Cuba on 2 days until 10 Dec 2025 (300 thousand barrels)."
    )
    assert (stopped.day, stopped.about["until"]) == (20, 25)
    assert stopped.about["kb"] == {"deterred": 300, "interdicted": 150}
    assert set(FATES) >= set(stopped.about["kb"])


def test_hardship_cover_and_the_grid_cross_their_levels():
    run = rerun()
    run.daily["hardship"][:] = 0.45
    run.daily["hardship"][10:] = 0.65
    run.daily["days_of_cover"][:] = 20
    run.daily["days_of_cover"][30:] = 5
    run.daily["grid_failures"][[4, 20, 59]] = 1, 2, 1
    hard = only(cuba.hardship(run))
    assert (hard.day, hard.about["level"], hard.about["above"]) == (10, 0.6, True)
    oil = only(cuba.oil_cover(run))
    assert sentence(oil, START) == "Cuba's oil would last for less than 7 days."
    early, late = cuba.grid_failures(run)
    assert (early.about["failures"], early.about["so_far"], late.about["so_far"]) == (3, 3, 4)


def test_a_wave_is_many_of_a_mission_for_one_cause_and_a_trickle_is_none():
    run = rerun()
    exited = run.daily["exited"]
    exited[:, mission("medical"), cause("expelled")] = np.clip(np.arange(60) - 9, 0, 20) * 3
    exited[:, mission("sport"), cause("expelled")] = np.clip(np.arange(60) - 14, 0, 10) * 4
    exited[:, mission("medical"), cause("rotated")] = np.arange(60) // 5
    found = only(missions.waves(run))
    assert (found.day, found.about["until"]) == (10, 29)
    assert found.about["persons"] == {"medical": 60, "sport": 40}
    told = sentence(found, START)
    assert "100 persons leave until 30 Dec 2025, expelled" in told
    assert "medical 60 and sport 40; 50 % of these missions" in told


def test_how_many_are_left_is_told_at_its_levels():
    run = rerun()
    present = run.daily["present"]
    for name in ("presidential_guard", "counterintelligence", "military_advisers"):
        present[20:, mission(name)] = 40
    present[40:, mission("presidential_guard")] = 0
    present[40:, mission("counterintelligence")] = 20
    first, second = missions.personnel(run)
    assert (first.day, first.about["level"], first.about["persons"]) == (20, 0.5, 120)
    assert sentence(first, START).startswith("Half of the security staff of the first day is gone")
    assert (second.day, second.about["level"], second.about["persons"]) == (40, 0.25, 60)


def test_attempts_deals_and_outcomes_have_their_numbers():
    run = rerun(attempts=((8, False), (9, True)))
    run.daily["coup_success"][:] = 0.25
    run.daily["deal_relief"][10:] = 0.9
    run.daily["deal_concession"][10:] = 0.5
    run.first_day.update(havana_deal=10, deal_broken=25, rupture=40, coup_attempt=8)
    fails, succeeds = governments.attempts(run)
    assert "fails; the chance of success was 25 %" in sentence(fails, START)
    assert "succeeds" in sentence(succeeds, START)
    signed, broken = governments.deals(run)
    assert "90 % of the blockade is lifted for 50 %" in sentence(signed, START)
    assert "broken after 15 days" in sentence(broken, START)
    assert only(governments.outcomes(run)).about["outcome"] == "rupture"


def test_dated_events_say_what_is_made_up_and_who_was_killed():
    run = rerun(70)
    run.daily["exited"][33:, mission("medical"), cause("killed")] = 7
    strike, coup = dated_events(run, ABOUT)
    assert sentence(strike, START) == "Strike. 7 persons killed (medical 7)."
    assert strike.about["source"]
    assert sentence(coup, START).endswith("The scenario makes this up.")


# Told, and beside the others


def test_every_kind_has_a_sentence_and_only_they_have():
    assert set(TOLD) == set(KINDS)
    assert set(SHARED) == set(HOLDS) <= set(KINDS)
    assert set(GONE) == set(missions.LEFT)
    assert {*WORDS_OF_FATES, "delivered"} == set(FATES)


def test_a_posture_is_counted_over_the_runs_of_that_day():
    each = Happening(5, "caracas", "posture", {"posture": "hedge"})
    found = Ensemble(RESULTS).with_counts(each)
    assert (found.about["runs"], found.about["of"]) == (1, 3)  # runs hold code 0, 1 and 2


def test_so_many_left_are_counted_over_the_runs_until_that_day():
    last = RESULTS.sizes["day"] - 1
    about = {"cause": "killed", "persons": {"medical": 30}, "total": 30, "until": last}
    found = Ensemble(RESULTS).with_counts(Happening(3, "missions", "departures", about))
    assert found.about["runs"] == 2  # the runs end with 20, 30 and 40


def test_without_paths_only_outcomes_are_counted():
    bare = RESULTS.drop_vars([name for name in RESULTS.data_vars if "day" in RESULTS[name].dims])
    hard = Happening(3, "cuba", "hardship", {"level": 0.5, "above": True})
    assert "runs" not in Ensemble(bare).with_counts(hard).about
    outcome = Happening(10, "alliance", "outcome", {"outcome": "hollowed_alliance"})
    assert Ensemble(bare).with_counts(outcome).about["runs"] == 1


def test_a_run_with_another_bit_is_refused_by_name():
    run = rerun(RESULTS.sizes["day"])
    same = RESULTS[["first_day"]].copy()
    same["first_day"][:] = -1
    same["hardship"] = (("replicate", "day"), np.zeros((3, run.n_days), np.float32))
    assert compared(run, same, 2) == 2
    same["hardship"][2, 5] = 1e-9
    with pytest.raises(MismatchError, match="the run gives another hardship"):
        compared(run, same, 2)
    assert compared(run, same, 1) == 2
    assert len(MISSIONS) == len(run.initial)
