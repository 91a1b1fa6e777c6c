"""Every number that can be typed is kept, or refused by the name of its option before work starts."""

from pkgutil import resolve_name
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from sim.cli import evidence, options
from sim.cli.app import ROWS, loaded
from sim.core.errors import Exit, SimError
from sim.core.fields import LARGEST_SEED
from sim.ensemble.plan import MOST_REPLICATES
from sim.studies.sensitivity.conduct import FEWEST_ROWS, trajectories
from support.terminal import ROOT, sim

BLOCKADE = ROOT / "scenarios" / "blockade.yaml"
SILLY = ("-1", str(2**64), "9" * 5000, "1e3", "½", "٣", "", "nan", "0x10", "1_0")


def _options():
    """Every option of every command that takes something: the words before it, and itself."""
    for name in ROWS:
        for parameter in loaded(name).params:
            if parameter.metavar == "N":
                yield name, parameter


def test_there_are_as_many_numbers_as_we_think():
    found = {(name, parameter.opts[0]) for name, parameter in _options()}
    assert len(found) >= 28
    assert {
        ("persons", "--replicate"),
        ("sensitivity", "--budget"),
        ("verify", "--sample"),
    } <= found


def test_no_option_takes_a_number_without_bounds():
    numbers = {int, float, int | None, float | None}
    functions = [resolve_name(f"sim.cli.{row.place}") for row in ROWS.values()]
    commands = [each for each in functions if each is not evidence.app]
    for command in (*commands, *(each.callback for each in evidence.app.registered_commands)):
        for name, hint in get_type_hints(command, include_extras=True).items():
            if get_origin(hint) is Annotated and get_args(hint)[0] in numbers:
                assert get_args(hint)[1].parser, (command, name)
            else:
                assert hint not in numbers, (command, name)


@pytest.mark.parametrize("raw", SILLY)
def test_a_silly_number_is_refused_by_the_name_of_its_option(raw):
    for low, high in ((0, LARGEST_SEED), (1, options.MOST_RUNS)):
        with pytest.raises(SimError, match=r"^--reps: must be ") as refused:
            options.whole("--reps", low, high)(raw)
        assert refused.value.code is Exit.USAGE
        assert len(str(refused.value)) < 200


def test_bounds_are_those_of_what_is_done_with_the_number():
    assert options.MOST_RUNS == MOST_REPLICATES
    assert options.whole("--x", 1, 3)(" 2 ") == 2
    for raw in ("1e-9", "0", "-3", "inf", "nan", "x", "9" * 5000):
        with pytest.raises(SimError, match=r"^--time-limit: must be "):
            options._seconds(raw)
    for raw in ("0GiB", "9" * 400 + "GiB", "-1GiB", "1e3GiB", "٣GiB", "8"):
        with pytest.raises(SimError, match=r"^--max-memory: write a size"):
            options.bytes_of(raw)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("persons", BLOCKADE, "--replicate", 200), "--replicate: must be from 0 to 199, is 200"),
        (("persons", BLOCKADE, "--replicate", -1), "--replicate: must be from 0 to 9999999, is -1"),
        (("run", BLOCKADE, "--reps", 99999999999), "--reps: must be from 1 to 10000000, is"),
        (("run", BLOCKADE, "--reps", 0), "--reps: must be from 1 to 10000000, is 0"),
        (("run", BLOCKADE, "--shard", "9" * 4000 + "/3"), "--shard: write i/n with i from 1"),
        (("run", BLOCKADE, "--cluster", "tcp://127.0.0.1:99999"), "--cluster: write tls://"),
        (("run", BLOCKADE, "--cluster", "tls://[::1"), "--cluster: write tls://"),
        (("run", BLOCKADE, "--cluster", ""), "--cluster: write tls://"),
        (("plan", BLOCKADE, "--cluster", "-3"), "--cluster: must be from 1 to 10000, is -3"),
        (("plan", BLOCKADE, "--keep", "x"), "--keep: must be one of"),
        (("paths", BLOCKADE, "--reps", 3), "--reps: must be from 20 to 4000, is 3"),
        (("discover", BLOCKADE, "--where", "rupture", "--budget", 5), "--budget: must be from 40"),
        (("discover", BLOCKADE, "--where", "medical<3"), "--where: no observable or outcome"),
        (("attribute", BLOCKADE, "--on", "2026-02-30"), "--on: 2026-02-30 is not a date"),
        (("attribute", BLOCKADE, "--of", "x"), "--of: no observable or outcome is called 'x'"),
        (("compare", ROOT, ROOT, "--reps", 3), "--reps: these are all result folders"),
        (("paths", ROOT, "--reps", 30), "holds finished runs; leave the option out"),
        (("discover", ROOT, "--where", "rupture", "--set", "seed=1"), "--set: "),
        (("replay", "--all", "--seed", 2**64), "--seed: must be from 0 to 9223372036854775807"),
    ],
)
def test_wrong_use_is_told_before_work(words, told, tmp_path):
    done = sim(*words, cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "results").exists()


def test_a_part_that_was_named_alone_leads_to_what_counts_it():
    done = sim("sensitivity", BLOCKADE, "--of", "medical", "-q")
    assert done.returncode == 2
    assert "present.medical" in done.stderr
    assert "exited.medical" in done.stderr


@pytest.mark.parametrize("method", ["both", "morris", "sobol"])
@pytest.mark.parametrize("top", [1, 10, 60, 135])
@pytest.mark.parametrize("budget", [1, 300, 544, 992, 4383, 4384, 8000, 20_000])
def test_a_budget_is_kept_or_refused_with_the_least(method, top, budget):
    n_factors = 135
    try:
        n_trajectories = trajectories(method, budget, n_factors, top)
    except SimError as error:
        least = int(str(error).split("at least ")[1].split(" ")[0].replace(",", ""))
        assert least > budget
        trajectories(method, least, n_factors, top)
        return
    screening = 0 if method == "sobol" else n_trajectories * (n_factors + 1)
    groups = n_factors if method == "sobol" else min(top + 2, n_factors)
    indices = 0 if method == "morris" else FEWEST_ROWS * (groups + 2)
    assert screening + indices <= budget
    assert method == "sobol" or n_trajectories >= 4


def test_a_folder_with_a_name_that_no_disk_takes_is_refused_before_work(tmp_path):
    for folder in ("a" * 300, f"{tmp_path}/{'é' * 150}/b"):
        done = sim("run", "scenarios/blockade.yaml", "--out", folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--out: a name has at most 255 bytes, and one of these has 300" in done.stderr


def test_the_default_budget_is_spent_as_before():
    assert trajectories("both", 8000, 135, 10) == 17


@pytest.mark.parametrize("typed", ["blockade", "blockade.yml", "blokade.yaml"])
def test_a_file_that_is_not_there_leads_to_the_one_meant_among_the_scenarios(typed):
    done = sim("run", typed)
    assert done.returncode == 2
    assert "no such file; did you mean 'scenarios/blockade.yaml'?" in done.stderr
