"""Warnings about what has no effect, which every command that reads a scenario to run it tells."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.screen import manner, warn
from sim.scenario.idle import remarks
from sim.scenario.load import Loaded, load
from sim.scenario.problems import Problem, ScenarioProblems
from sim.scenario.schema import Scenario


def warned(loaded: Loaded[Scenario], file: Path, changes: Sequence[str] = ()) -> None:
    """Tell on stderr what has no effect, and keep it for ``--json``; never changes a result."""
    before = None
    if changes:
        try:
            before = load(file, Scenario)
        except ScenarioProblems:  # the scenario needs its changes
            before = None
    found = remarks(loaded, before)
    for each in found:
        warn(f"warning: {each.line(str(file).removesuffix(file.name))}")
    manner.warnings += [record(each) for each in found]


def record(problem: Problem) -> dict[str, Any]:
    """A problem or a warning for programs."""
    return {
        "code": problem.code.number,
        "path": problem.path,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "text": problem.text,
    }
