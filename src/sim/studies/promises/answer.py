"""Hypothesis changes a scenario until a promise breaks, and then looks for the smallest such change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.installing import line_for_tests
from sim.core.quantity import Declared, declared
from sim.ensemble.errors import MissingExtraError, StorageError
from sim.experiments.batch import run_batch
from sim.scenario.guide import SchemaKey, root, walk
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario
from sim.scenario.shape import choices
from sim.studies.promises.question import SAME_BITS, broken, unequal

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

REPLICATES = (0, 1)
MOST_CHANGES = 4
MOST_PERSONS = 20_000  # a larger crowd costs time and shows nothing new
LARGEST = 1e6  # where the range of a quantity has no end

type Changes = Mapping[str, str]
type Simulate = Callable[[Scenario, Sequence[int]], Mapping[str, np.ndarray[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold, and the smallest change of the scenario that shows it."""

    fault: str
    changes: Changes


class _BrokenError(Exception):
    """What Hypothesis sees of a broken promise; equal for all of them, so that it shrinks across."""


def _simulate(scenario: Scenario, replicates: Sequence[int]) -> Mapping[str, np.ndarray[Any, Any]]:
    return run_batch(scenario, replicates).arrays


def smallest_failure(
    file: Path,
    tries: int,
    *,
    tell: Callable[[int], None] = lambda _: None,
    simulate: Simulate = _simulate,
) -> Broken | None:
    """Try the scenario as it is, then `tries` variations of it.

    Raises
    ------
    MissingExtraError
        If Hypothesis is not installed.
    ScenarioProblems
        If the scenario itself is not valid.
    """
    try:
        import hypothesis  # noqa: PLC0415 - optional
        from hypothesis.configuration import set_hypothesis_home_dir  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            f"sim check needs Hypothesis; run: {line_for_tests('hypothesis')}"
        ) from None
    quantities = tuple(declared(load(file, Scenario).scenario))
    found: list[Broken] = []
    n_tried = 0

    def attempt(changes: Changes) -> None:
        nonlocal n_tried
        fault = _fault(file, changes, simulate)
        n_tried += 1
        tell(n_tried)
        if fault:
            found.append(Broken(fault, changes))
            raise _BrokenError

    search = hypothesis.settings(
        max_examples=tries,
        database=None,
        deadline=None,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    with _place() as home:
        set_hypothesis_home_dir(home)  # nothing is left behind in the user's folder
        try:
            attempt({})
            search(hypothesis.given(_variations(quantities))(attempt))()
        except _BrokenError:
            return found[-1]
    return None


def _place() -> "TemporaryDirectory[str]":
    """A folder that Hypothesis may have while it searches."""
    try:
        return TemporaryDirectory()
    except OSError as error:
        message = "no folder for temporary files can be written; set TMPDIR to one that can"
        raise StorageError(message, error.strerror or "") from None


def _fault(file: Path, changes: Changes, simulate: Simulate) -> str:
    """What a variation breaks; nothing where the schema refuses it."""
    try:
        scenario = load(
            file, Scenario, [f"{path}={value}" for path, value in changes.items()]
        ).scenario
    except ScenarioProblems:
        return ""
    try:
        arrays = simulate(scenario, REPLICATES)
        alone = simulate(scenario, REPLICATES[-1:])
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in the model is what we look for
        return f"the model stops with {type(error).__name__}: {error}"
    differs = unequal({name: values[-1:] for name, values in arrays.items()}, alone)
    return f"{SAME_BITS}: not so ({differs})" if differs else broken(scenario, arrays)


def _variations(quantities: Sequence[Declared]) -> "SearchStrategy[dict[str, str]]":
    """A few settings with other values; fewer and simpler ones count as smaller."""
    from hypothesis import strategies as st  # noqa: PLC0415

    free = {each.path: _numbers(each) for each in quantities if each.quantity.role != "fact"}
    switches = {
        each.path: st.sampled_from(_words(each))
        for each in walk(root(Scenario))
        if each.path.startswith("switches.")
    }
    values = free | switches
    one = st.sampled_from(sorted(values)).flatmap(
        lambda path: st.tuples(st.just(path), values[path])
    )
    return st.lists(one, max_size=MOST_CHANGES, unique_by=lambda pair: pair[0]).map(dict)


def _numbers(each: Declared) -> "SearchStrategy[str]":
    from hypothesis import strategies as st  # noqa: PLC0415

    most = MOST_PERSONS if each.quantity.unit == "persons" else LARGEST
    low, high = max(each.quantity.low, -LARGEST), min(each.quantity.high, most)
    if each.quantity.whole:
        return st.integers(int(low), int(high)).map(str)
    return st.floats(low, high).map(repr)


def _words(switch: SchemaKey) -> tuple[str, ...]:
    return choices(switch.expects) or ("true", "false")
