"""Parts of a calibration, each against values worked out by hand."""

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.core.streams import Streams
from sim.ensemble.manifest import code_version
from sim.report import identified
from sim.report.limits import CAUSES_FROM_PRIOR
from sim.scenario.switches import Switches
from sim.studies.calibration.answer.engine import calibration_version
from sim.studies.calibration.answer.history import Emulator, History
from sim.studies.calibration.answer.learned import Learned, effective
from sim.studies.calibration.answer.variants import alternatives, told_apart
from sim.studies.calibration.question.observed import with_observed
from sim.studies.calibration.question.readings import asked
from sim.studies.calibration.question.space import Space, normal
from support.posteriors import made_up
from support.worlds import world

COUNTED = tuple(each for each in asked() if each.counts)[:2]


def draws(n, k, seed=1):
    return normal(Streams(seed, np.arange(n)).uniforms("test", 0, k))


def test_a_position_is_a_quantile_of_the_prior():
    space = Space({"a": Distribution("uniform", 2, 4), "b": Distribution("loguniform", 1, 100)})
    # 0 is the median; 1.6448536 the 95th percentile.
    values = space.values(np.array([[0.0, 0.0], [1.6448536269514722, -1.6448536269514722]]))
    assert values == pytest.approx(np.array([[3, 10], [3.9, 100**0.05]]))
    assert np.isfinite(space.values(np.array([[40.0, -40.0]]))).all()


def test_draws_of_the_prior_do_not_depend_on_how_they_are_cut():
    space = Space({"a": Distribution("uniform", 0, 1)})
    whole = space.drawn(5, 0, 10)
    parts = np.concatenate([space.drawn(5, 0, 4), space.drawn(5, 4, 6)])
    assert whole.tobytes() == parts.tobytes()


def test_implausibility_is_the_distance_in_standard_deviations_of_all_that_is_unsure():
    target = replace(COUNTED[0].target, low=0.0, high=1.0, centre=None, tolerance=2.0)
    each = replace(COUNTED[0], target=target)
    emulator = Emulator(
        (each,), np.array([1.0]), np.array([[3.0]]), np.array([4.0]), np.array([0.5])
    )
    # At z = 2 seven is expected, 6 above the band; sqrt(2^2 (1 + 0.5^2) + 4) = 3: implausibility 2.
    assert emulator.implausibility(np.array([[2.0], [0.0]]), 0.5).tolist() == [2, 0]
    history = History(0.5, 1.5).after(emulator)
    assert history.allows(np.array([[2.0], [0.0]])).tolist() == [False, True]


def test_the_emulator_finds_the_slopes_and_what_they_leave():
    z = draws(4000, 3)
    noise = draws(4000, 2, seed=2)
    readings = np.column_stack([1 + 2 * z[:, 0] + noise[:, 0], z[:, 1] - z[:, 2] + noise[:, 1]])
    found = Emulator.fitted(COUNTED, z, readings)
    assert found.constant == pytest.approx([1, 0], abs=0.1)
    assert found.slopes == pytest.approx(np.array([[2, 0], [0, 1], [0, -1]]), abs=0.1)
    assert found.unexplained == pytest.approx([1, 1], abs=0.15)
    assert found.explained == pytest.approx([4 / 5, 2 / 3], abs=0.05)


def test_draws_of_one_family_that_are_all_alike_count_once():
    family = np.repeat(np.arange(20), 5)
    alike = np.repeat(draws(20, 1)[:, 0], 5)
    assert effective(alike, family) == pytest.approx(20, rel=0.01)
    assert effective(draws(100, 1)[:, 0], family) > 60
    assert effective(draws(100, 1)[:, 0], np.arange(100)) == 100


@pytest.mark.parametrize(
    ("ratio", "shift", "p", "updated", "dominated"),
    [
        (0.4, 0.0, 0.001, True, False),
        (0.4, 0.0, 0.2, False, False),
        (0.95, 0.1, 0.001, False, True),
        (0.95, -0.5, 0.001, True, True),
    ],
)
def test_what_moved_moved_beyond_chance_and_by_enough(ratio, shift, p, updated, dominated):
    each = Learned("x", (0, 0, 0), (0, 0, 0), ratio, shift, 0.1, p, 100)
    assert (each.updated, each.prior_dominated) == (updated, dominated)


def test_equal_theories_are_not_told_apart_and_distant_ones_are():
    one = draws(300, 2)
    assert told_apart(one, one, 1.0)[0] == pytest.approx(0.5)
    assert told_apart(one, one + 50, 1.0)[0] > 0.9


def test_every_switch_is_turned_to_each_of_its_other_positions_alone():
    turned = dict(alternatives(Switches()))
    assert len(turned) == 9  # as fitted, six with one alternative, contagion with two
    for name, switches in turned.items():
        changed = [
            k for k in Switches.model_fields if getattr(switches, k) != getattr(Switches(), k)
        ]
        assert len(changed) == (name != "as fitted")


def table(tmp_path, text):
    path = tmp_path / "seen.csv"
    path.write_text(text)
    return path


def test_what_was_seen_becomes_the_centre(tmp_path):
    path = table(tmp_path, "target,value,tolerance\np05.2,0.7,\np06.2,0.4,0.1\n")
    seen = {each.name: each.target for each in with_observed(asked(), path)}
    before = {each.name: each.target for each in asked()}
    assert (seen["p05.2"].centre, seen["p05.2"].low) == (0.7, None)
    assert seen["p05.2"].tolerance == before["p05.2"].tolerance
    assert (seen["p06.2"].centre, seen["p06.2"].tolerance) == (0.4, 0.1)
    assert all(seen[name] == before[name] for name in before if name not in {"p05.2", "p06.2"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("target,value\n", "seen.csv:1: the column 'tolerance' is missing"),
        ("target,value,tolerance\np99.1,1,\n", "seen.csv:2: no soft target is called 'p99.1'"),
        ("target,value,tolerance\np05.2,1,\np06.2,much,\n", "seen.csv:3: value: must be a number"),
        ("target,value,tolerance\np05.2,nan,\n", "seen.csv:2: value: must be a number, is 'nan'"),
        ("target,value,tolerance\np05.2,1,-1\n", "seen.csv:2: tolerance: must be more than 0"),
    ],
)
def test_a_mistake_in_what_was_seen_gets_a_sentence_with_its_line(tmp_path, text, sentence):
    with pytest.raises(BadValueError, match=sentence.replace(".", r"\.")):
        with_observed(asked(), table(tmp_path, text))


def test_reports_name_the_shares_of_causes_that_are_mostly_the_prior(monkeypatch):
    made = made_up(world())
    assert identified.causes_note(world()) == CAUSES_FROM_PRIOR
    for facts, said in (
        ({}, CAUSES_FROM_PRIOR),
        ({"prior_dominated_causes": "expelled recalled voluntary"}, CAUSES_FROM_PRIOR),
        ({"prior_dominated_causes": "recalled rotated"}, "departures the share recalled is mostly"),
        ({"prior_dominated_causes": "recalled"}, "narrowed the shares expelled and voluntary, by"),
    ):
        posterior = replace(made, facts=facts)
        monkeypatch.setattr(identified, "posterior_of", lambda _, found=posterior: found)
        assert said in identified.causes_note(world())


def test_a_calibration_has_the_version_of_all_that_it_reads_and_steps_by():
    version = calibration_version()
    assert re.fullmatch(rf"{re.escape(code_version())}\.[0-9a-f]{{8}}", version)
