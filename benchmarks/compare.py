"""Compare the engine at two revisions as ratios, measured turn by turn in one run.

Both revisions are checked out into temporary worktrees and use this environment, so what is compared is the
code alone. CPU milliseconds, not time on the clock, and the least of all rounds, because other work on
the machine only ever adds. A revision against itself shows how much the machine makes of nothing: on
a busy one with two rounds, up to a third.

    uv run python benchmarks/compare.py REV_A REV_B [--rounds N] [--replicates R] [--json FILE]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from history import ROOT, machine

CASE = """
import json, sys, time
from pathlib import Path
import sim.model.model as model_module
assert Path(model_module.__file__).is_relative_to(Path.cwd()), model_module.__file__
from sim.scenario.load import load
from sim.scenario.schema import Scenario

scenario = load("scenarios/blockade.yaml", Scenario, ["draws=prior"]).scenario
model_module.AllianceModel(scenario, range(2)).run()
spent = {}

def timed(phase):
    def run(model):
        began = time.process_time()
        phase(model)
        spent[phase.__name__] = spent.get(phase.__name__, 0.0) + time.process_time() - began
    return run

model_module.PHASES = tuple(timed(phase) for phase in model_module.PHASES)
began = time.process_time()
model = model_module.AllianceModel(scenario, range(int(sys.argv[1])))
model.run()
model.recorder.arrays()
spent["all"] = time.process_time() - began
print(json.dumps(spent))
"""


def timings(tree: Path, replicates: int) -> dict[str, float]:
    """CPU milliseconds a replicate, all in all and by phase, of the code in `tree`."""
    environment = os.environ | {"PYTHONPATH": str(tree / "src")}
    command = [sys.executable, "-c", CASE, str(replicates)]
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"the {tree.name} revision does not run the case:\n{done.stderr[-2000:]}")
    return {name: 1000 * s / replicates for name, s in json.loads(done.stdout).items()}


def compare(revisions: tuple[str, str], rounds: int, replicates: int) -> dict[str, list[float]]:
    """Least CPU milliseconds of every phase, first and second revision."""
    found: dict[str, list[dict[str, float]]] = {"first": [], "second": []}
    commits = [commit_of(revision) for revision in revisions]
    with tempfile.TemporaryDirectory() as folder:
        trees = {name: Path(folder) / name for name in found}
        try:
            for tree, commit in zip(trees.values(), commits, strict=True):
                git("worktree", "add", "--detach", str(tree), commit)
            for turn in range(rounds):
                print(f"  round {turn + 1} of {rounds}", file=sys.stderr)
                pair = list(trees.items())
                for name, tree in pair if turn % 2 else pair[::-1]:  # neither is always first
                    found[name].append(timings(tree, replicates))
        finally:
            for tree in trees.values():
                git("worktree", "remove", "--force", str(tree))
    phases = dict.fromkeys(name for runs in found.values() for run in runs for name in run)
    return {
        phase: [min(run.get(phase, 0.0) for run in runs) for runs in found.values()]
        for phase in phases
    }


def git(*arguments: str) -> str:
    """Run git here; what it says."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout.strip()


def commit_of(revision: str) -> str:
    """The commit that a revision names, so that a wrong name is refused before anything is made."""
    return git("rev-parse", "--verify", f"{revision}^{{commit}}")


def show(revisions: tuple[str, str], table: dict[str, list[float]]) -> None:
    """Print milliseconds and ratios; a ratio below 1 says that the second is faster."""
    first, second = (revision[:12] for revision in revisions)
    print(f"{'CPU ms a replicate':<22}{first:>14}{second:>14}{'ratio':>8}")
    for name, (a, b) in sorted(table.items(), key=lambda item: -max(item[1])):
        print(f"{name:<22}{a:>14.3f}{b:>14.3f}{b / a if a else float('nan'):>8.2f}")


def main() -> None:
    """Measure, print, and write the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("revisions", nargs=2, metavar="REV")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--replicates", type=int, default=256)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    table = compare(tuple(given.revisions), given.rounds, given.replicates)
    show(tuple(given.revisions), table)
    if given.json:
        told = machine() | {"revisions": given.revisions, "cpu_ms": table}
        given.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
