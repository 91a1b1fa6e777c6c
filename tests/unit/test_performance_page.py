"""The page on performance is what the stored measurements give, and says of each goal whether it was reached."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def performance(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import performance as module

    yield module
    sys.modules.pop("performance")


def stored(name: str) -> dict:
    return json.loads((BENCHMARKS / "measured" / f"{name}.json").read_text(encoding="utf-8"))


def test_the_page_is_what_the_stored_figures_give(performance) -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert page == performance.page(stored("engine"), stored("peers"))


def test_a_goal_that_was_missed_is_said_to_be_missed(performance) -> None:
    engine = stored("engine")
    slow = engine | {"ratio_r256": 999.0, "growth_140000": 5.1}
    fast = engine | {"ratio_r256": 1000.0, "growth_140000": 4.9}
    assert "999 times | no" in performance.page(slow, stored("peers"))
    assert "5.1 times | no" in performance.page(slow, stored("peers"))
    assert "1,000 times | yes" in performance.page(fast, stored("peers"))


def test_the_history_keeps_what_the_page_shows_and_where_it_was_measured() -> None:
    lines = (BENCHMARKS / "history.jsonl").read_text(encoding="utf-8").splitlines()
    for line in map(json.loads, lines):
        assert line["plain_ms"] / line["engine_ms"]["14000"]["256"] == pytest.approx(
            line["ratio_r256"]
        )
        assert line["revision"]
        assert line["processor"]
        assert line["cores"] >= 1
