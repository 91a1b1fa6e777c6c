"""Whatever a file holds, loading ends in a scenario or in sentences; resolving is stable."""

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.distributions import Distribution
from sim.core.quantity import Declared, declared
from sim.core.wording import escaped
from sim.scenario.load import load
from sim.scenario.problems import MOST_LISTED, ScenarioProblems
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml
from support.strange_files import PIECES, SEED_TEXT, strange

FUZZ = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FILES = 2_000
MANY_FILES = 100_000
LONGEST = 2.0  # seconds for one file; the slowest takes a few hundredths of that
QUANTITIES = tuple(declared(Scenario.model_validate({"name": "x", "title": "x"})))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("scenarios")


def check(folder: Path, content: bytes, overrides: tuple[str, ...] = ()) -> None:
    """Load the content: a model, or problems whose report keeps its form."""
    file = folder / "case.yaml"
    file.write_bytes(content)
    try:
        loaded = load(file, Scenario, overrides)
    except ScenarioProblems as problems:
        found = problems
    else:
        assert len(digest(loaded.scenario)) == 64
        return
    lines = str(found).splitlines()
    assert 1 <= len(lines) <= MOST_LISTED + 1
    assert all(len(line) <= 300 and line == escaped(line) for line in lines), lines
    assert found.code in {2, 3}


@given(st.binary(max_size=60))
@settings(FUZZ, max_examples=150)
def test_any_bytes(folder: Path, content: bytes) -> None:
    check(folder, content)


@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(SEED_TEXT.splitlines(True)), max_size=12))
@settings(FUZZ, max_examples=400)
def test_any_pieces_of_yaml(folder: Path, pieces: list[str]) -> None:
    check(folder, "".join(pieces).encode())


def never_crashes(folder: Path, numbers: range) -> None:
    slowest = 0.0
    for number in numbers:
        content = strange(number)
        begun = perf_counter()
        try:
            check(folder, content)
        except Exception as error:
            error.add_note(f"strange file {number}: {content!r}")
            raise
        slowest = max(slowest, perf_counter() - begun)
    assert slowest < LONGEST
    assert [path.name for path in folder.iterdir()] == ["case.yaml"]


def test_no_strange_file_crashes_the_loader(folder: Path) -> None:
    never_crashes(folder, range(FILES))


@pytest.mark.slow
def test_none_of_many_strange_files_crashes_the_loader(folder: Path) -> None:
    never_crashes(folder, range(MANY_FILES))


def test_strange_files_are_many_and_always_the_same() -> None:
    some = [strange(number) for number in range(500)]
    assert some == [strange(number) for number in range(500)]
    assert len(set(some)) > 480


KEYS = sorted({name for part in QUANTITIES for name in part.path.split(".")} | {"kind", "script"})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(PIECES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, *Scenario.model_fields]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(Scenario.model_fields)), VALUES, max_size=6))
@settings(FUZZ, max_examples=150)
def test_any_structure_under_the_keys_of_the_schema(
    folder: Path, content: Mapping[str, Any]
) -> None:
    text = json.dumps({"name": "x", "title": "x", **content}, ensure_ascii=False)
    check(folder, text.encode(errors="surrogatepass"))


@given(
    st.lists(st.sampled_from([q.path for q in QUANTITIES]) | st.text(max_size=8), max_size=3),
    st.sampled_from(PIECES) | st.text(max_size=8),
)
@settings(FUZZ, max_examples=150)
def test_any_override(folder: Path, paths: list[str], value: str) -> None:
    check(folder, SEED_TEXT.encode(), tuple(f"{path}={value}" for path in paths))


@st.composite
def choices(draw: st.DrawFn) -> dict[str, str]:
    """Values in range for some of the quantities of the schema, as overrides."""

    def value(part: Declared) -> str:
        low, high = max(part.quantity.low, -1e6), min(part.quantity.high, 1e6)
        if part.quantity.whole:
            return str(draw(st.integers(int(low), int(high))))
        first, second = sorted(draw(st.tuples(st.floats(low, high), st.floats(low, high))))
        if first < second and not part.quantity.fixed and draw(st.booleans()):
            return f"uniform({first!r}, {second!r})"
        return repr(first)

    some = draw(st.lists(st.sampled_from(QUANTITIES), max_size=6, unique_by=lambda q: q.path))
    return {part.path: value(part) for part in some}


@given(choices())
@settings(FUZZ, max_examples=40)
def test_resolving_twice_changes_nothing(folder: Path, chosen: dict[str, str]) -> None:
    file = folder / "choices.yaml"
    file.write_text(SEED_TEXT)
    changes = [f"{path}={value}" for path, value in chosen.items()]
    changes += [f"reasons.{path}=a test" for path in chosen]
    first = load(file, Scenario, changes)
    file.write_text(resolved_yaml(first))
    again = load(file, Scenario)
    assert resolved(again.scenario) == resolved(first.scenario)
    assert digest(again.scenario) == digest(first.scenario)
    assert all(str(first.origins[path]) == "--set" for path in chosen)
    for part in declared(again.scenario):
        if not isinstance(part.value, Distribution):
            assert isfinite(float(part.value))
