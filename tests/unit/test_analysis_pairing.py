"""Only runs of the same draws and streams are pairs, and whoever has others is told how to get them."""

import shlex
from pathlib import Path

import pytest
from test_report_readings import dataset, scenario

from sim.analysis.pairing import (
    Finished,
    NotPairedError,
    check_paired,
    common_runs,
    same_draws,
    why_not_followed,
)
from sim.analysis.person_pairs import pair_persons
from sim.core.errors import Exit
from sim.ensemble.manifest import Manifest, code_version, software
from support.labelled import labelled
from support.worlds import FREE, world


def made(name, *, version="", packages=None, **changes):
    about = scenario(name=name, **changes)
    manifest = Manifest(
        name=name,
        version=version or code_version(),
        digest="0" * 64,
        seed=about.seed,
        simulator="sim.simulate:simulate_batch",
        n_asked=3,
        software=software() if packages is None else packages,
    )
    return Finished(Path("results") / f"{name}-3f9a1c07", about, manifest)


def refusal(*results):
    with pytest.raises(NotPairedError) as refused:
        check_paired(results)
    assert refused.value.code == Exit.MISMATCH
    return str(refused.value)


def commands(text):
    return [shlex.split(line) for line in text.splitlines()[1:]]


def test_results_of_one_seed_window_and_version_are_pairs():
    check_paired([made("a"), made("b", title="Other"), made("c", air={"seats": 3})])


def test_an_old_version_is_fine_as_long_as_all_have_it():
    check_paired([made("a", version="0.0.1+old"), made("b", version="0.0.1+old")])


def test_persons_are_followed_or_it_is_said_why_not():
    assert why_not_followed([made("a"), made("b")]) == ""
    old = [made(name, version="0.0.1+old") for name in ("a", "b")]
    assert why_not_followed(old) == (
        f"a-3f9a1c07 was made with sim 0.0.1+old, this is {code_version()}"
    )
    other = made("b", packages=software() | {"numpy": "1.0"})
    assert "b-3f9a1c07 was made with numpy 1.0" in why_not_followed([made("a"), other])
    drawn = [made(name, draws="posterior.nc") for name in ("a", "b")]
    assert why_not_followed(drawn) == (  # equal versions, so nothing is said of versions
        "a-3f9a1c07 takes its draws from a posterior and not from the prior"
    )


def test_another_seed_is_refused_with_the_command_that_makes_pairs():
    told = refusal(made("a", seed=4), made("b", seed=5))
    assert "b-3f9a1c07 has seed 5 and not 4" in told
    [command] = commands(told)
    assert command == [
        "sim", "run", "results/b-3f9a1c07/scenario.resolved.yaml", "--seed", "4", "--out", "results",
    ]  # fmt: skip


def test_another_window_is_refused_with_the_command_that_makes_pairs():
    other = made("b", window={"start": "2025-12-01", "end": "2026-03-01"})
    [command] = commands(refusal(made("a"), other))
    assert command[3:5] == ["--set", "window.end=2026-02-08"]


def test_another_version_of_the_code_or_a_package_is_refused():
    for other in (made("b", version="0.0.1+old"), made("b", packages={"numpy": "1.0"})):
        told = refusal(made("a"), other)
        assert "not all made by this version" in told
        assert [command[2] for command in commands(told)] == [
            "results/b-3f9a1c07/scenario.resolved.yaml"
        ]


def test_only_runs_that_all_have_are_compared():
    about = scenario()
    one, other = dataset(about, 4), dataset(about, 5).isel(replicate=[1, 3, 4])
    assert [each["replicate"].values.tolist() for each in common_runs([one, other])] == [[1, 3]] * 2


def test_draws_that_both_draw_alike_must_be_the_same_in_every_run():
    scenarios = world(FREE, days=8), world(FREE, {"air.seats": 5}, days=8)
    one, other = (labelled(each, 3) for each in scenarios)
    n = same_draws(one, other, scenarios)
    assert n == one.sizes["quantity"] - 1  # all but the seats, which only one of them draws
    other["draws"][1, 7] += 1e-9
    with pytest.raises(NotPairedError, match="the draws of"):
        same_draws(one, other, scenarios)


def test_another_seed_has_other_draws():
    scenarios = world(FREE, days=8), world(FREE, {"seed": 1}, days=8)
    with pytest.raises(NotPairedError):
        same_draws(labelled(scenarios[0], 2), labelled(scenarios[1], 2), scenarios)


def test_persons_of_the_first_day_are_followed_through_both_futures():
    calm, rupture = (
        world({"actors.caracas.script": [{"start": "2025-12-10", "posture": posture}]})
        for posture in ("hedge", "rupture")
    )
    found = pair_persons(calm, rupture, (0, 1))
    assert found.runs == 2
    assert found.persons == 2 * sum(each.headcount for each in _missions(calm))
    parts = (found.leave_in_both, found.only_in_one, found.only_in_other, found.stay_in_both)
    assert sum(parts) == found.persons
    assert found.only_in_other > found.only_in_one
    alike = pair_persons(calm, calm, (0,))
    assert alike.only_in_one == alike.only_in_other == alike.earlier == alike.later == 0


def _missions(about):
    return [getattr(about.missions, name) for name in type(about.missions).model_fields]


def test_a_person_who_leaves_sooner_is_counted_as_earlier():
    slow, fast = (
        world({"actors.havana.script": [{"start": start, "posture": "withdraw"}]})
        for start in ("2025-12-15", "2025-12-05")
    )
    found = pair_persons(slow, fast, (0,))
    assert found.earlier > 10 * max(found.later, 1)
