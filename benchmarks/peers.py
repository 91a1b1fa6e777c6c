"""Ours beside its peers, measured in one run on one machine.

* the plain twin (one Mesa agent a person) under `mesa.batch_run` and under the EMA Workbench;
* our model under the EMA Workbench, one run and 64 runs an experiment, and under its own `sim run`;
* starsim on a task of its own, an epidemic among as many agents for as many days.

Every case runs in a process of its own, and once more with two workers, and once more with two workers of
which one is killed halfway through its work. What is *not* comparable is said below the table.

    uv run --group peers python benchmarks/peers.py [--json FILE] [--quick]
"""

import argparse
import hashlib
import json
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import PERSONS, ROOT, scenario_of
from history import machine

#: A run with a killed worker hangs when it takes this many times the undisturbed run, and as many seconds.
PATIENCE, LEAST_PATIENCE = 3, 30
SLOWEST = 900
KILLED = "a worker was killed"
N_PERSONS = PERSONS[0]
NOTES = (
    "The twin and our model answer the same question, draw for draw; their distributions agree "
    "(tests/statistical). All counts are of the full model with daily readings.",
    "starsim answers another question: transmission in a contact network, no governments and no oil. Only "
    "persons times days per second can be put side by side, and only as an order of magnitude.",
    "'sim run' includes writing shards to disk, checksums, the merged file and reading it back; the others keep "
    "results in memory.",
    "Under the workbench an experiment is one draw; with one run an experiment our engine, which works on "
    "arrays of runs, is at its worst.",
    "'lost' counts the runs without a result after one of two workers was killed with SIGKILL, halfway "
    f"through its work; 'hangs' means that nothing came back in {PATIENCE} times the undisturbed time (and at "
    f"least {LEAST_PATIENCE} s), 'stops' that the whole ended with an error. Either way nothing was handed over.",
)


def mesa_twin(n: int, workers: int) -> object:
    """`mesa.batch_run` over the plain twin."""
    from mesa.batchrunner import batch_run  # noqa: PLC0415

    from twin.batch import BatchTwin  # noqa: PLC0415 - each case imports only what it needs

    rows = batch_run(
        BatchTwin,
        {"replicate": list(range(n))},
        number_processes=workers,
        max_steps=scenario_of(N_PERSONS).window.n_days,
        display_progress=False,
        rng=[0],
    )
    return sorted((row["replicate"], str(row)) for row in rows)


def workbench(model: object, n: int, workers: int) -> object:
    """Experiments of the EMA Workbench with one worker or two."""
    from ema_workbench import MultiprocessingEvaluator, SequentialEvaluator  # noqa: PLC0415

    made = SequentialEvaluator(model) if workers == 1 else MultiprocessingEvaluator(model, workers)
    with made as evaluator:
        _, outcomes = evaluator.perform_experiments(n, uncertainty_sampling_kwargs={"rng": 1})
    return {name: np.asarray(values).tolist() for name, values in sorted(outcomes.items())}


def workbench_twin(n: int, workers: int) -> object:
    """The plain twin under the workbench."""
    from ema_workbench import Model, RealParameter, ScalarOutcome  # noqa: PLC0415

    from twin.batch import persons_left  # noqa: PLC0415

    model = Model("twin", function=persons_left)
    model.uncertainties = [RealParameter("replicate", 0, 1000)]
    model.outcomes = [ScalarOutcome("left")]
    return workbench(model, n, workers)


def workbench_ours(n: int, workers: int, *, batch: int = 1) -> object:
    """Our model under the workbench, `batch` runs an experiment."""
    from sim.experiments.ema_model import ema_model  # noqa: PLC0415

    return workbench(ema_model(scenario_of(N_PERSONS), replicates=batch), n // batch, workers)


def workbench_ours_64(n: int, workers: int) -> object:
    """Our model under the workbench, 64 runs an experiment."""
    return workbench_ours(n, workers, batch=64)


def sim_run(n: int, workers: int) -> object:
    """Our own ensembles, from scenario to merged file."""
    from sim.ensemble.results import result_hash  # noqa: PLC0415
    from sim.ensemble.run import HowToRun  # noqa: PLC0415
    from sim.experiments.job import plan_of  # noqa: PLC0415
    from sim.experiments.run import run_in  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    loaded = load(ROOT / "scenarios" / "blockade.yaml", Scenario, [f"replicates={n}"])
    with tempfile.TemporaryDirectory() as folder:
        plan = plan_of(loaded.scenario, jobs=workers)
        outcome = run_in(Path(folder) / "run", plan, loaded, HowToRun(jobs=workers))
        assert outcome.n_done == n
        return result_hash(Path(folder) / "run")


def starsim_run(n: int, workers: int) -> object:
    """Epidemics of starsim, as many agents and days as the model has persons and days."""
    import starsim as ss  # noqa: PLC0415

    ss.options(verbose=0)
    days = scenario_of(N_PERSONS).window.n_days
    sims = [
        ss.Sim(
            n_agents=N_PERSONS,
            dt=ss.days(1),
            start=ss.date("2025-12-01"),
            dur=ss.days(days - 1),
            diseases=ss.SIS(beta=ss.perday(0.02), dur_inf=ss.days(20)),
            networks=ss.RandomNet(n_contacts=4),
            rand_seed=seed,
        )
        for seed in range(n)
    ]
    if workers == 1:
        for each in sims:
            each.run()
    else:
        sims = ss.parallel(*sims, n_cpus=workers).sims
    assert all(len(each.results.sis.prevalence) == days for each in sims)
    return [np.asarray(each.results.sis.n_infected).tolist() for each in sims]


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table; runs of the full table and of a quick try take at least some ten seconds."""

    title: str
    run: Callable[[int, int], object]
    full: int
    quick: int


CASES = {
    "mesa": Case("plain twin, mesa.batch_run", mesa_twin, 8, 4),
    "workbench_twin": Case("plain twin, EMA Workbench", workbench_twin, 8, 4),
    "workbench_ours": Case("ours, EMA Workbench, 1 run an experiment", workbench_ours, 96, 32),
    "workbench_ours_64": Case(
        "ours, EMA Workbench, 64 runs an experiment", workbench_ours_64, 4096, 1024
    ),
    "sim_run": Case("ours, sim run", sim_run, 4096, 1024),
    "starsim": Case("starsim, an epidemic of its own", starsim_run, 8, 4),
}


class Watch(threading.Thread):
    """Follows how much the workers of this process work; kills the first that has worked for `limit` seconds."""

    def __init__(self, limit: float) -> None:
        super().__init__(daemon=True)
        self.limit = limit
        self.most = 0.0
        self.killed = False

    def run(self) -> None:
        """Look at the workers again and again."""
        while not self.killed:
            time.sleep(0.02)
            for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                with suppress(OSError):
                    self.most = max(self.most, cpu_seconds(pid))
                    if cpu_seconds(pid) > self.limit:
                        os.kill(int(pid), signal.SIGKILL)
                        self.killed = True
                        print(KILLED, file=sys.stderr, flush=True)
                        return


def cpu_seconds(pid: str) -> float:
    """What a process has had of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_case(name: str, n: int, workers: int, limit: float) -> None:
    """Run one case in this process and print what it took and a digest of what it gave."""
    run = CASES[name].run
    if workers == 1:
        run(64 if name == "workbench_ours_64" else 1, 1)  # imports and compilation do not count
    watch = Watch(limit)
    watch.start()
    began = time.perf_counter()
    given = run(n, workers)
    seconds = time.perf_counter() - began
    digest = hashlib.sha256(json.dumps(given, default=str).encode()).hexdigest()
    print(json.dumps({"seconds": seconds, "digest": digest, "worked": watch.most}))


def measured(name: str, n: int, workers: int, limit: float, patience: float) -> dict:
    """The case in a process group of its own: how it ended, whether a worker was killed, what it said."""
    command = [sys.executable, __file__, "--case", name, str(n), str(workers), str(limit)]
    with tempfile.TemporaryFile("w+") as answer, tempfile.TemporaryFile("w+") as errors:
        # Files, because a pipe stays open for as long as any worker that was left behind.
        process = subprocess.Popen(command, stdout=answer, stderr=errors, start_new_session=True)
        try:
            ended = "well" if process.wait(patience) == 0 else "stops"
        except subprocess.TimeoutExpired:
            ended = "hangs"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        answer.seek(0)
        errors.seek(0)
        told = json.loads(answer.read().splitlines()[-1]) if ended == "well" else {}
        said = errors.read()
    return told | {"ended": ended, "killed": KILLED in said, "said": said}


def undisturbed(name: str, n: int, workers: int) -> dict:
    """The case with nobody killed, which must end well."""
    print(f"  {name}, {n} runs, {workers} workers", file=sys.stderr)
    began = time.perf_counter()
    told = measured(name, n, workers, math.inf, SLOWEST)
    if told["ended"] != "well":
        sys.exit(f"{name} {told['ended']}:\n{told['said'][-2000:]}")
    return told | {"whole": time.perf_counter() - began}


def lost_when_killed(name: str, n: int, two: dict) -> str:
    """What is lost of `n` runs when one of two workers is killed halfway through its work."""
    patience = max(LEAST_PATIENCE, PATIENCE * two["whole"])
    print(f"  {name}, one of two workers killed (at most {patience:.0f} s)", file=sys.stderr)
    told = measured(name, n, 2, two["worked"] / 2, patience)
    if not told["killed"]:
        return "not measured: over too soon"
    if told["ended"] != "well":
        return f"all, {told['ended']}"
    return "0" if told["digest"] == two["digest"] else "0, other bits"


def row(name: str, n: int) -> dict:
    """The whole row of one case."""
    alone, two = (undisturbed(name, n, workers) for workers in (1, 2))
    ms = 1000 * alone["seconds"] / n
    days = scenario_of(N_PERSONS).window.n_days
    return {
        "name": CASES[name].title,
        "runs": n,
        "ms_per_replicate": ms,
        "person_days_per_second": N_PERSONS * days / (ms / 1000),
        "lost_when_a_worker_is_killed": lost_when_killed(name, n, two),
        "same_bits_at_1_and_2_workers": alone["digest"] == two["digest"],
    }


def show(table: dict) -> None:
    """Print the table and what is not comparable."""
    print(f"\n{'':<44}{'ms a run':>10}{'person-days/s':>16}  {'lost, one killed':<28}same bits")
    for each in table["rows"]:
        print(
            f"{each['name']:<44}{each['ms_per_replicate']:>10.1f}"
            f"{each['person_days_per_second']:>16,.0f}  {each['lost_when_a_worker_is_killed']:<28}"
            f"{'yes' if each['same_bits_at_1_and_2_workers'] else 'no'}"
        )
    print(*("", *table["notes"]), sep="\n")


def main() -> None:
    """Measure, print, and write the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true", help="few runs: a try, not a measurement")
    parser.add_argument("--only", choices=CASES, action="append", help="only these rows")
    parser.add_argument("--case", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        name, n, workers, limit = given.case
        run_case(name, int(n), int(workers), float(limit))
        return
    sizes = {name: case.quick if given.quick else case.full for name, case in CASES.items()}
    rows = [row(name, sizes[name]) for name in given.only or CASES]
    table = machine() | {"rows": rows, "notes": list(NOTES)}
    show(table)
    if given.json:
        given.json.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork", force=True)  # what both peers use on Linux by default
    main()
