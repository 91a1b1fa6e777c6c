"""What runs cost is remembered for one machine and one version of the code, and losing it changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.ensemble import remembered
from sim.ensemble.costs import Measured

SAMPLE = Measured(recorded=1000, daily=900, held=5000, held_each=2000, fixed=0.5, each=0.25)
SHAPE = "396 days, 14000 persons"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return remembered.cache_folder()


def test_what_was_measured_is_known_to_the_same_code_alone(cache: Path) -> None:
    assert remembered.recall("1", SHAPE) is None
    remembered.remember("1", SHAPE, SAMPLE)
    assert remembered.recall("1", SHAPE) == SAMPLE
    assert remembered.recall("1", "9 days, 3 persons") is None
    assert remembered.recall("2", SHAPE) is None
    remembered.remember("2", "9 days, 3 persons", SAMPLE)
    assert remembered.recall("1", SHAPE) is None  # the older code is forgotten


def test_another_machine_begins_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered.remember("1", SHAPE, SAMPLE)
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    assert remembered.recall("1", SHAPE) is None


def test_real_batches_teach_what_runs_take(cache: Path) -> None:
    remembered.learn("1", SHAPE, [(2, 9.0)])
    assert remembered.recall("1", SHAPE) is None  # nothing is known of memory
    remembered.remember("1", SHAPE, SAMPLE)
    # Expected 1 s each; the last batch, in which a machine slept, counts no more than another.
    remembered.learn("1", SHAPE, [(2, 2.0), (2, 2.0), (2, 500.0)])
    assert remembered.recall("1", SHAPE) == replace(SAMPLE, fixed=1.0, each=0.5)
    remembered.learn("1", SHAPE, [])
    assert remembered.recall("1", SHAPE) == replace(SAMPLE, fixed=1.0, each=0.5)


@pytest.mark.parametrize(
    "content", ["", "null", "[]", "{", '{"version": "1"}', '{"version": "1", "measured": 3}']
)
def test_a_file_that_is_no_such_record_is_as_good_as_none(cache: Path, content: str) -> None:
    remembered.remember("1", SHAPE, SAMPLE)
    (cache / remembered.NAME).write_text(content, encoding="utf-8")
    assert remembered.recall("1", SHAPE) is None
    remembered.remember("1", SHAPE, SAMPLE)
    assert remembered.recall("1", SHAPE) == SAMPLE


def test_a_record_with_other_fields_is_not_used(cache: Path) -> None:
    remembered.remember("1", SHAPE, SAMPLE)
    file = cache / remembered.NAME
    file.write_text(file.read_text("utf-8").replace('"held"', '"top"'), encoding="utf-8")
    assert remembered.recall("1", SHAPE) is None


def test_without_a_folder_to_write_in_nothing_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    remembered.remember("1", SHAPE, SAMPLE)
    assert remembered.recall("1", SHAPE) is None
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_only_the_newest_shapes_are_kept(cache: Path) -> None:
    for number in range(remembered.MOST_SHAPES + 2):
        remembered.remember("1", str(number), SAMPLE)
    known = [str(n) for n in range(remembered.MOST_SHAPES + 2) if remembered.recall("1", str(n))]
    assert known == [str(n) for n in range(2, remembered.MOST_SHAPES + 2)]
