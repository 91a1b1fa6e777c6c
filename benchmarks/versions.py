"""Compare two revisions of the model over all shipped scenarios, headline by headline, as one page.

Every revision runs its own scenarios with its own draws in a temporary worktree; headlines of the same
name are compared at the end of the window. The difference of the means is told in standard errors of both
ensembles together: beyond 3 it is hardly luck. A headline that one revision lacks is left out.

    uv run python benchmarks/versions.py REV_A REV_B [--runs N] [--into PAGE] [--json FILE]

`--into` puts the figures between two marks of a page and leaves the rest of it, which people write.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from math import hypot, inf
from pathlib import Path

from compare import commit_of, git

BEGIN, END = "<!-- figures of benchmarks/versions.py -->", "<!-- end of the figures -->"
NOTABLE = 3  # standard errors
CASE = """
import json, sys
from pathlib import Path
import sim.model.model as model_module
assert Path(model_module.__file__).is_relative_to(Path.cwd()), model_module.__file__
from sim.ensemble.results import open_results
from sim.report.chances import outcome_chances
from sim.report.headline_numbers import headline_numbers

def told(label, unit, values):
    low, median, high = (float(np.quantile(values, q)) for q in (0.05, 0.5, 0.95))
    error = float(values.std(ddof=1) / len(values) ** 0.5)
    return {"label": label, "unit": unit, "low": low, "median": median, "high": high,
            "mean": float(values.mean()), "error": error}

import numpy as np
with open_results(Path(sys.argv[1])) as results:
    found = {n.name: told(n.label, n.unit, np.asarray(n.end, float)) for n in headline_numbers(results)}
    for c in outcome_chances(results):
        happened = np.repeat([1.0, 0.0], [c.count, c.n - c.count])
        found[f"outcome {c.name}"] = told(c.label, "in 100", 100 * happened)
print(json.dumps(found))
"""


type Summary = dict[str, str | float]
type Told = dict[str, dict[str, Summary]]  # scenario, headline


def summaries(tree: Path, runs: int) -> Told:
    """Headlines of every shipped scenario by the code in `tree`."""
    found: Told = {}
    for file in sorted((tree / "scenarios").glob("*.yaml")):
        print(f"  {tree.name}: {file.stem}", file=sys.stderr)
        wanted = ["--reps", str(runs), "--no-report", "--json", "--out", str(tree / "made")]
        made = python(tree, "-m", "sim", "run", f"scenarios/{file.name}", *wanted)
        folder = tree / json.loads(made)["folder"]
        found[file.stem] = json.loads(python(tree, "-c", CASE, str(folder)))
    return found


def python(tree: Path, *words: str) -> str:
    """What Python prints with the code in `tree`."""
    environment = os.environ | {"PYTHONPATH": str(tree / "src")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{tree.name} {' '.join(words[:4])}:\n{done.stderr[-2000:]}")
    return done.stdout


def measured(revisions: tuple[str, str], runs: int) -> tuple[Told, Told]:
    """Headlines of both revisions."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, commit in enumerate([commit_of(revision) for revision in revisions]):
            tree = Path(folder) / f"{number}-{revisions[number]}".replace("/", "-")
            git("worktree", "add", "--detach", str(tree), commit)
            try:
                found.append(summaries(tree, runs))
            finally:
                git("worktree", "remove", "--force", str(tree))
    return found[0], found[1]


def errors_apart(one: Summary, other: Summary) -> float:
    """Second mean less the first in standard errors of both; infinite where neither has any spread."""
    apart, error = other["mean"] - one["mean"], hypot(one["error"], other["error"])
    return apart / error if error else (0.0 if apart == 0 else inf if apart > 0 else -inf)


def page(revisions: tuple[str, str], runs: int, told: tuple[Told, Told]) -> str:
    """The figures as Markdown: where most has moved, then scenario by scenario."""
    one, other = told
    names = [name for name in one if name in other]
    command = f"python benchmarks/versions.py {' '.join(revisions)} --runs {runs}"
    lines = [
        f"Made by `{command}`: {runs} runs a scenario and revision; median [90 % of runs] at the end of the",
        "window. Apart: difference of the means in standard errors of both ensembles; more than "
        f"{NOTABLE} in bold.",
    ]
    for name in names:
        lines += ["", f"### {name}", "", *_table(revisions, one[name], other[name])]
    only = [f"`{name}`" for name in (*one, *other) if name not in names]
    return "\n".join([*lines, *(["", f"In one revision only: {', '.join(only)}."] if only else [])])


def _table(
    revisions: tuple[str, str], one: dict[str, Summary], other: dict[str, Summary]
) -> Iterator[str]:
    yield f"| headline | {revisions[0]} | {revisions[1]} | apart |"
    yield "|---|---:|---:|---:|"
    for name, first in one.items():
        if name not in other or _nothing(first, other[name]):
            continue
        apart = errors_apart(first, other[name])
        text = "certain" if abs(apart) == inf else f"{apart:+.1f}"
        marked = f"**{text}**" if abs(apart) > NOTABLE else text
        yield f"| {first['label']} | {_cell(first)} | {_cell(other[name])} | {marked} |"


def _nothing(one: Summary, other: Summary) -> bool:
    """Whether it never happens under either, so that there is nothing to say."""
    return one["unit"] == "in 100" and one["mean"] == other["mean"] == 0


def _cell(told: Summary) -> str:
    if told["unit"] == "in 100":
        return f"{told['mean']:.0f} in 100"
    digits = 2 if told["unit"] == "1" else 1 if told["unit"] == "kb/day" else 0
    low, median, high = (f"{told[name]:,.{digits}f}" for name in ("low", "median", "high"))
    return f"{median} [{low}–{high}]"


def put_into(file: Path, figures: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Replace what stands between two marks of a page."""
    text = file.read_text(encoding="utf-8")
    begin, end = marks
    if begin not in text or end not in text:
        sys.exit(f"{file} lacks the marks: {begin} and {end}")
    before, after = text.partition(begin)[0], text.partition(end)[2]
    file.write_text(f"{before}{begin}\n\n{figures}\n\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Run both revisions; print the page, or put it into one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("revisions", nargs=2, metavar="REV")
    parser.add_argument("--runs", type=int, default=64)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    revisions = (given.revisions[0], given.revisions[1])
    told = measured(revisions, given.runs)
    figures = page(revisions, given.runs, told)
    if given.json:
        given.json.write_text(
            json.dumps(dict(zip(("first", "second"), told, strict=True)), indent=1)
        )
    if given.into:
        put_into(given.into, figures)
    else:
        print(figures)


if __name__ == "__main__":
    main()
