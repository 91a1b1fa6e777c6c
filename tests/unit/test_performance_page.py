"""The page on performance is what the stored measurements give, and says of each goal whether it was reached."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
HERE = {
    "revision": "1234567",
    "date": "2026-02-21",
    "processor": "some processor",
    "cores": 2,
    "python": "3.12.1",
    "load_before": 0.1,
}
ENGINE: dict[str, Any] = HERE | {
    "plain_ms": 4000.0,
    "engine_ms": {
        "14000": {"1": 150.0, "8": 15.0, "64": 8.0, "256": 4.0},
        "140000": {"1": 160.0, "8": 50.0, "64": 30.0, "256": 20.0},
    },
    "ratio_r256": 1000.0,
    "growth_140000": 5.0,
    "peak_mb": 400.0,
    "peak_mb_140000": 1500.0,
    "phases": {"advance_clocks": 0.6, "record_day": 0.1},
    "rounds": 3,
}
PEERS = HERE | {
    "rows": [
        {
            "name": "plain twin, mesa.batch_run",
            "runs": 8,
            "ms_per_replicate": 4100.0,
            "person_days_per_second": 1_352_195.0,
            "lost_when_a_worker_is_killed": "all, hangs",
            "same_bits_at_1_and_2_workers": True,
        }
    ],
    "notes": ["Not the same task."],
}


@pytest.fixture
def performance(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.delitem(sys.modules, "performance", raising=False)
    import performance

    return performance


def test_there_is_no_page_without_figures_and_it_is_what_the_figures_give(
    performance: ModuleType,
) -> None:
    files = [performance.stored(name) for name in ("engine", "peers")]
    if not all(file.exists() for file in files):
        assert not PAGE.exists()
    else:
        figures = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        assert PAGE.read_text(encoding="utf-8") == performance.page(*figures)


def test_a_page_says_where_it_was_measured_and_which_goals_were_reached(
    performance: ModuleType,
) -> None:
    page = performance.page(ENGINE, PEERS)
    assert "revision `1234567` on 2 cores of some processor" in page
    assert "| 1,000 times | yes |" in page
    assert "| 4.0 ms | no |" in page
    assert "```\nuv run python benchmarks/engine.py --json " in page
    assert "| 5.00 times | yes |" in page
    assert "| 8 runs together in at most 0.12 s | 0.12 s | yes |" in page
    assert "| 64 runs together in at most 0.35 s | 0.51 s | no |" in page
    assert "## What was tried" in page
    assert "| plain twin, mesa.batch_run | 8 | 4,100.0 | 1,352,195 | all, hangs | yes |" in page


def test_a_goal_that_was_just_missed_is_said_to_be_missed(performance: ModuleType) -> None:
    page = performance.page(ENGINE | {"ratio_r256": 999.0, "growth_140000": 5.01}, PEERS)
    assert "| 999 times | no |" in page
    assert "| 5.01 times | no |" in page


def test_a_study_reaches_its_goals_if_its_first_partial_answer_and_its_end_come_in_time(
    performance: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    times = {"cpu": 100.0, "first_line": 5.0, "wall": 60.0}
    told = HERE | {
        "short_run": {"compiling": times | {"cpu": 15.0}, "compiled": times | {"cpu": 3.0}},
        "studies": {
            "paths": times,
            "sweep": times | {"first_line": 5.1},
            "attribute": times | {"wall": 60.1},
        },
    }
    (tmp_path / "studies.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(performance, "MEASURED", tmp_path)
    page = performance.page(ENGINE, PEERS)
    assert "| `paths` | 100.0 | 5.0 | 60.0 | yes |" in page
    assert "| `sweep` | 100.0 | 5.1 | 60.0 | no |" in page
    assert "| `attribute` | 100.0 | 5.0 | 60.1 | no |" in page
    assert "20 runs took 15.0 s of processor time with nothing compiled" in page
