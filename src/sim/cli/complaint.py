"""How an error is told: a line for each problem, and on a terminal the line of the file as well."""

import errno
import re
import sys
from functools import cache
from pathlib import Path

from sim.cli.outlets import tell
from sim.core.errors import SimError
from sim.core.wording import cut, escaped
from sim.scenario.files import FileProblemError, read_named
from sim.scenario.problems import Problem, ScenarioProblems

LONGEST_LINE = 96
# What a caret should underline: a word, a number, a text in quotes.
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s:,\[\]{}#]+|.")


def complain(error: SimError) -> None:
    """Tell on stderr what is wrong; no option silences it."""
    if isinstance(error, ScenarioProblems) and sys.stderr.isatty():
        tell(_with_source(error))
    else:
        tell(str(error))


def complain_of_system(error: OSError | MemoryError) -> None:
    """Tell what the system refused, where no command had a sentence of its own: a file, memory."""
    if isinstance(error, MemoryError):
        tell("there is not enough memory; lower --jobs or --reps, or allow more")
        return
    reason = (error.strerror or str(error) or "input/output error").lower()
    where = f"{escaped(str(error.filename))}: " if error.filename else ""
    advice = "; allow more of them (ulimit -n)" if error.errno == errno.EMFILE else ""
    tell(f"{where}the system refuses: {reason}{advice}")


def _with_source(error: ScenarioProblems) -> str:
    """The report with the lines it speaks of, and where to read on."""
    lines = str(error).split("\n")
    listed = error.problems[: len(lines)]
    shown = [
        f"{line}\n{source}" if (source := _source(problem, error.folder)) else line
        for line, problem in zip(lines, listed, strict=False)
    ]
    numbers = sorted({problem.code.number for problem in listed})
    more = f"{len(error.problems)} problem{'s' * (len(error.problems) > 1)}, nothing was run"
    return "\n".join([*shown, *lines[len(listed) :], f"{more}; sim explain {' '.join(numbers)}"])


def _source(problem: Problem, folder: str) -> str:
    """The line that a problem is on, and a caret below the place; nothing where it has no line."""
    place = problem.place
    written = _lines(folder + place.file)
    if not 1 <= place.line <= len(written):
        return ""
    line = written[place.line - 1]
    token = _TOKEN.match(line, place.column - 1)
    before, marked = escaped(line[: place.column - 1]), escaped(token[0] if token else " ")
    if len(before) > LONGEST_LINE:
        return ""
    carets = "^" * min(len(marked), LONGEST_LINE - len(before) + 1)
    margin = f"{place.line:>6} | "
    return (
        f"{margin}{cut(escaped(line), LONGEST_LINE)}\n{' ' * (len(margin) + len(before))}{carets}"
    )


@cache
def _lines(path: str) -> list[str]:
    try:
        return read_named(Path(path)).decode("utf-8", errors="replace").splitlines()
    except FileProblemError:
        return []
