"""How long people wait for an answer: processor seconds, seconds to the first line and to the end, by command.

Two yardsticks are measured in the same rounds: `python -c "import numpy, pydantic"`, and the bare computing of
the runs that `sim run` makes, with its figures drawn once, in one process that has everything loaded. Every
command runs once before it counts, so that bytecode, kernels and what runs cost are there, as they are for
somebody who has used the program before. Quote the ratios: the times depend on the machine and its load.

    uv run python benchmarks/answer.py [--json FILE] [--rounds N] [--history]

With `--studies` the studies with their default budgets are timed instead, once each: the first line is then
the first partial answer. Before them a short run is timed with nothing compiled, and again.

    uv run python benchmarks/answer.py --studies [--json FILE]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import history

ROOT = Path(__file__).parents[1]
SCENARIO = "scenarios/blockade.yaml"
IMPORTS = "yardstick: import numpy, pydantic"
BARE = "yardstick: bare computing and figures"
#: What a newcomer types first, in this order.
COMMANDS: dict[str, tuple[str, ...]] = {
    "help": ("--help",),
    "list": ("list",),
    "describe": ("describe",),
    "validate": ("validate", SCENARIO),
    "resolve": ("resolve", SCENARIO),
    "explain": ("explain", "E101"),
    "diff": ("diff", SCENARIO, "scenarios/rupture.yaml"),
    "plan": ("plan", SCENARIO),
    "run": ("run", SCENARIO, "--out", "{fresh}"),
    "show": ("show", "{kept}"),
}
#: Each with its default budget, as the documentation has it.
STUDIES: dict[str, tuple[str, ...]] = {
    "replay": ("replay", "docs/examples/case.yaml"),
    "paths": ("paths", SCENARIO),
    "sweep": ("sweep", "scenarios/sweeps/blockade_and_pressure.yaml"),
    "attribute": ("attribute", SCENARIO, "--on", "2026-06-30"),
    "discover": ("discover", SCENARIO, "--where", "outcome=rupture"),
    "sensitivity": ("sensitivity", SCENARIO, "--of", "present.medical", "--on", "2026-06-30"),
}
PARTIAL = b"  after "  # how a partial answer begins
#: Most that a command may take, in yardsticks: of imports, and for runs of computing and drawing.
GOALS = {"validate": 1.5, "list": 1.5, "describe": 1.5, "plan": 2.0, "run": 2.5}


def took(words: list[str], environment: dict[str, str], first: bytes = b"") -> dict[str, float]:
    """Run a command; its processor seconds, with those of its workers, and seconds on the clock.

    Its first line is that of the answer, or one among the remarks that begins with `first`.
    """
    began = time.perf_counter()
    heard, other = ("stderr", "stdout") if first else ("stdout", "stderr")
    streams = {heard: subprocess.PIPE, other: subprocess.DEVNULL}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, **streams)
    lines = getattr(process, heard)
    while (line := lines.readline()) and not line.startswith(first):
        pass
    first_line = time.perf_counter() - began
    lines.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}")
    wall = time.perf_counter() - began
    return {"cpu": usage.ru_utime + usage.ru_stime, "first_line": first_line, "wall": wall}


def bare(folder: Path) -> dict[str, float]:
    """Processor seconds of the runs of a finished result, batch by batch, and of its figures."""
    from sim.ensemble.contract import simulate  # noqa: PLC0415 - a process of its own
    from sim.experiments.job import plan_of  # noqa: PLC0415
    from sim.experiments.run import opened, scenario_of  # noqa: PLC0415
    from sim.report.drawing.render import our_style, svg  # noqa: PLC0415
    from sim.report.figures import figures_for  # noqa: PLC0415

    scenario = scenario_of(folder).scenario
    plan = plan_of(scenario, jobs=os.cpu_count() or 1)
    simulate(plan.job.part(range(2)), (0, 1))  # load the kernels
    began = time.process_time()
    for batch in plan.batches(range(plan.n_replicates)):
        simulate(plan.job.part(batch), tuple(batch))
    computed = time.process_time()
    with opened(folder, scenario) as results, our_style():
        for figure in figures_for(results):
            svg(figure.draw(results, scenario))
    return {"compute_cpu": computed - began, "figures_cpu": time.process_time() - computed}


def studies() -> dict[str, dict[str, dict[str, float]]]:
    """A short run with nothing compiled and the same again, and every study once."""
    sim = str(Path(sys.executable).with_name("sim"))
    with tempfile.TemporaryDirectory() as place:
        environment = _environment(Path(place)) | {"NUMBA_CACHE_DIR": f"{place}/kernels"}
        run = [sim, "run", SCENARIO, "--reps", "20", "--jobs", "1", "--no-report", "--out"]
        return {
            "short_run": {
                name: took([*run, f"{place}/{name}"], environment)
                for name in ("compiling", "compiled")
            },
            "studies": {
                name: took([sim, *words, "--out", f"{place}/{name}"], environment, PARTIAL)
                for name, words in STUDIES.items()
            },
        }


def _environment(place: Path) -> dict[str, str]:
    """As of somebody who has used the program before, with a cache of its own."""
    unset = {"PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    return environment | {"XDG_CACHE_HOME": str(place / "cache")}


def measure(rounds: int) -> tuple[dict[str, list[dict]], list[dict]]:
    """All cases in turn, round by round, so that a slow minute of the machine falls on all of them."""
    sim = str(Path(sys.executable).with_name("sim"))
    found: dict[str, list[dict]] = {IMPORTS: [], **{name: [] for name in COMMANDS}}
    bares: list[dict] = []
    with ExitStack() as held:
        place = Path(held.enter_context(tempfile.TemporaryDirectory()))
        environment = _environment(place)
        for turn in range(rounds + 1):
            fresh = place / str(turn)
            for name, words in COMMANDS.items():
                kept = next(fresh.iterdir()) if fresh.exists() else fresh
                filled = [word.format(fresh=fresh, kept=kept) for word in words]
                case = took([sim, *filled], environment)
                if turn:
                    found[name].append(case)
            imports = took([sys.executable, "-c", "import numpy, pydantic"], environment)
            if not turn:
                continue
            found[IMPORTS].append(imports)
            command = [sys.executable, __file__, "--bare", str(kept)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            bares.append(json.loads(done.stdout))
            print(f"  round {turn} of {rounds}", file=sys.stderr)
    return found, bares


def summary(found: dict[str, list[dict]], bares: list[dict]) -> dict:
    """Medians over the rounds, and each command in yardsticks."""
    names = ("cpu", "first_line", "wall")
    middle = {
        case: {name: round(statistics.median(run[name] for run in runs), 3) for name in names}
        for case, runs in found.items()
    }
    parts = {
        name: round(statistics.median(run[name] for run in bares), 3)
        for name in ("compute_cpu", "figures_cpu")
    }
    imports, whole = middle.pop(IMPORTS)["cpu"], round(sum(parts.values()), 3)
    yardsticks = {name: whole if name == "run" else imports for name in middle}
    return {
        "yardstick_imports_cpu": imports,
        "bare_compute_cpu": whole,
        **parts,
        "commands": middle,
        "ratios": {name: round(each["cpu"] / yardsticks[name], 2) for name, each in middle.items()},
        "goals": GOALS,
        "rounds": len(bares),
    }


def show(told: dict) -> None:
    """Print the table."""
    print(f"import numpy, pydantic: {told['yardstick_imports_cpu']:.2f} s of processor time")
    print(
        f"bare computing {told['compute_cpu']:.2f} s, figures drawn once {told['figures_cpu']:.2f} s\n"
    )
    print("command      processor s   first line s   end s   yardsticks   goal")
    for name, each in told["commands"].items():
        goal = f"{told['goals'][name]:g}" if name in told["goals"] else ""
        print(
            f"{name:<12}{each['cpu']:>12.2f}{each['first_line']:>15.2f}{each['wall']:>8.2f}"
            f"{told['ratios'][name]:>13.2f}{goal:>7}"
        )


def main() -> None:
    """Measure, print, and write the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", action="store_true", help="add a line to history.jsonl")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--studies", action="store_true", help="time the studies instead")
    given = parser.parse_args()
    if given.bare:
        print(json.dumps(bare(given.bare)))
        return
    if given.studies:
        told = history.machine() | studies()
        print("             processor s   first (partial) answer s   end s")
        for name, each in (told["short_run"] | told["studies"]).items():
            times = f"{each['cpu']:>12.1f}{each['first_line']:>27.1f}{each['wall']:>8.1f}"
            print(f"{name:<12}{times}")
        history.keep(told, given.json, in_history=False)
        return
    told = history.machine() | summary(*measure(given.rounds))
    show(told)
    history.keep(told, given.json, in_history=given.history)


if __name__ == "__main__":
    main()
