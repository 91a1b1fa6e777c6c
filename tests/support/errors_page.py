"""Makes ``docs/errors.md``: every error code, what it means, and a real example of it.

After a change of codes or messages, in ``tests``: ``uv run python -m support.errors_page``.
"""

import os
from pathlib import Path

from sim.core.errors import Exit
from sim.scenario.load import load
from sim.scenario.problems import Code, Problem, ScenarioProblems
from support.stand_in import StandIn

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "catalogue" / "cases"
PAGE = ROOT / "docs" / "errors.md"
LONGEST_EXAMPLE = 70
HEAD = """\
# Error codes

A mistake in a scenario gets one line: `file:line:column: path: what is wrong`. All mistakes are told
at once, nothing is run and nothing is written. On a terminal the line of the file follows, and
`sim explain E101` tells what stands here. In `sim validate --json` every problem has its code.

The examples are real: they come from the catalogue in `tests/catalogue`, whose small schema stands in
for the one of scenarios. This page is made from the code; a test holds it to it.

## Exit codes

Results, paths and JSON go to stdout, everything else to stderr, and the exit code says how it ended.

| code | meaning |
|---|---|
"""
EXITS = {
    Exit.DONE: "done",
    Exit.BUG: "a bug of ours; the line on the screen names the file with the details (`-vv` shows them)",
    Exit.USAGE: "wrong usage: an option, a path, a file that is not there",
    Exit.INVALID: "the scenario is not valid; nothing was run",
    Exit.SOME_FAILED: "finished, but some runs failed; the others are kept",
    Exit.MISMATCH: "not the same again: a damaged result, unpaired runs, a promise that does not hold",
    Exit.MISSING_EXTRA: "an optional package is missing; the line says how to install it",
    Exit.INPUT_OUTPUT: "disk full, no permission; the line says what is safe",
    Exit.INTERRUPTED: "interrupted; what was computed is safe, `sim resume` goes on",
    Exit.TERMINATED: "ended from outside; as above",
}


def page() -> str:
    """The text of the page."""
    examples = _examples()
    parts = [HEAD, *(f"| {int(code)} | {EXITS[code]} |\n" for code in Exit)]
    for code in Code:
        name = code.name.replace("_", " ").capitalize()
        exit_code = f"Exit code {int(code.leads_to)}."
        parts.append(f"\n## {code.number}: {name}\n\n{code.explanation} {exit_code}\n")
        if code.number in examples:
            parts.append(f"\n```\n{examples[code.number]}\n```\n")
    return "".join(parts)


def _examples() -> dict[str, str]:
    """The first case of the catalogue for each code: the line that is wrong, and its message."""
    found: dict[str, str] = {}
    here = Path.cwd()
    os.chdir(CASES)
    try:
        for case in sorted(Path().glob("*.yaml"), key=_strangeness):
            try:
                load(case, StandIn)
            except ScenarioProblems as problems:
                for problem in problems.problems:
                    if problem.place.file == case.name:
                        found.setdefault(problem.code.number, _example(case, problem))
    finally:
        os.chdir(here)
    return found


def _strangeness(case: Path) -> tuple[bool, str]:
    """Order of the cases: those whose text everybody can read come first."""
    return not case.read_bytes().isascii(), case.name


def _example(case: Path, problem: Problem) -> str:
    message = problem.line().replace(case.name, "mine.yaml")
    lines = case.read_bytes().decode("utf-8", errors="replace").splitlines()
    if not 1 <= problem.place.line <= len(lines):
        return message
    line = lines[problem.place.line - 1]
    fits = line.isprintable() and line.strip() and len(line) <= LONGEST_EXAMPLE
    return f"{line}\n\n{message}" if fits else message


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
