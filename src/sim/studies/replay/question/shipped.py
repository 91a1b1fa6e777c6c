"""The drawdowns that ship with the package, one case file each."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from sim.scenario.load import load
from sim.studies.replay.question.case import Case


@contextmanager
def case_folder() -> Iterator[Path]:
    """The folder of the shipped case files."""
    with as_file(files("sim.evidence") / "data" / "drawdowns") as folder:
        yield folder


def shipped_cases() -> tuple[Case, ...]:
    """All shipped cases, by date of decision."""
    with case_folder() as folder:
        cases = [load(file, Case).scenario for file in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(cases, key=lambda case: (case.decision.date, case.name)))
