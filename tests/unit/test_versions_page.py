"""The page on two revisions: distances in standard errors, and what people wrote is left alone."""

import sys
from math import inf
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def versions() -> ModuleType:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import versions
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    return versions


def summary(mean: float, error: float, unit: str = "persons") -> dict[str, Any]:
    return {
        "label": "Medical",
        "unit": unit,
        "low": mean - 1,
        "median": mean,
        "high": mean + 1,
        "mean": mean,
        "error": error,
    }


def test_a_difference_is_told_in_standard_errors_of_both(versions: ModuleType) -> None:
    # Errors of 3 and 4 make 5 together; 10 apart are two of them.
    assert versions.errors_apart(summary(0, 3), summary(10, 4)) == 2
    assert versions.errors_apart(summary(1, 0), summary(1, 0)) == 0
    assert versions.errors_apart(summary(1, 0), summary(0, 0)) == -inf


def test_the_page_marks_what_is_hardly_luck_and_names_what_one_revision_lacks(
    versions: ModuleType,
) -> None:
    one = {"a": {"medical": summary(1000, 3)}, "old": {}}
    other = {"a": {"medical": summary(1020, 4)}, "new": {}}
    text = versions.page(("v1", "v2"), 64, (one, other))
    assert "| Medical | 1,000 [999–1,001] | 1,020 [1,019–1,021] | **+4.0** |" in text
    assert "In one revision only: `old`, `new`." in text


def test_what_happens_under_neither_is_left_out(versions: ModuleType) -> None:
    never = {"a": {"outcome coup": summary(0, 0, "in 100")}}
    assert "Medical" not in versions.page(("v1", "v2"), 64, (never, never))


def test_figures_go_between_the_marks_of_a_page_and_nowhere_else(
    versions: ModuleType, tmp_path: Path
) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"before\n{versions.BEGIN}\nold\n{versions.END}\nafter\n", encoding="utf-8")
    versions.put_into(file, "new")
    text = file.read_text(encoding="utf-8")
    assert text == f"before\n{versions.BEGIN}\n\nnew\n\n{versions.END}\nafter\n"
    file.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="lacks the marks"):
        versions.put_into(file, "new")
