"""No shipped scenario gives other numbers, or other bits, than those recorded."""

import copy

import pytest

from regression import origin
from regression.differences import differences, unrecorded
from regression.program import SCENARIOS, Runs, runs_of
from regression.record import FOLDER, read, record_of, write

RENEW = "If this is meant, run `uv run python -m regression.renew` and say why in the commit."
MOST_LINES = 40


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_gives_what_is_recorded(name):
    recorded = read(name)
    assert recorded is not None, f"{name} is not recorded: uv run python -m regression.renew"
    changed = differences(name, recorded, record_of(runs_of(name)))
    shown = (
        changed[:MOST_LINES]
        + [f"... and {len(changed) - MOST_LINES} more"][: len(changed) > MOST_LINES]
    )
    assert not changed, "\n".join(["", *shown, origin.note(), RENEW])


def test_nothing_is_recorded_of_a_scenario_that_is_not_shipped():
    recorded = {file.stem for file in FOLDER.glob("*.json")} - {origin.FILE.stem}
    assert recorded == set(SCENARIOS)


@pytest.fixture(scope="module")
def runs():
    return runs_of("blockade")


def changed_array(runs: Runs, name: str, change) -> Runs:
    arrays = copy.deepcopy(dict(runs.arrays))
    change(arrays[name])
    return Runs(arrays, runs.axes, runs.entries, runs.events)


def test_a_changed_number_is_named_with_the_old_and_the_new(runs):
    def double(array):
        array[:, -1] *= 2

    old = record_of(runs)
    new = record_of(changed_array(runs, "oil_stock", double))
    last, doubled = (each["arrays"]["oil_stock"]["last"] for each in (old, new))
    [line] = differences("blockade", old, new)
    assert doubled == pytest.approx(2 * last, rel=1e-5)
    assert line.startswith(f"blockade: array oil_stock: last day {last} → {doubled}, mean of all")


def test_a_changed_headline_is_named(runs):
    def one_less(array):
        array[:, -1, 3] -= 1

    old = record_of(runs)
    changed = differences("blockade", old, record_of(changed_array(runs, "present", one_less)))
    was = old["headlines"]["present medical"]
    assert f"blockade: present medical: {was} → {was - 1}" in changed


def test_a_single_bit_is_seen(runs):
    def nudge(array):
        array.view("u4")[3, 200] ^= 1

    changed = differences(
        "blockade", record_of(runs), record_of(changed_array(runs, "hardship", nudge))
    )
    assert changed == ["blockade: array hardship: other bits, these numbers as before"]


def test_an_array_that_is_gone_is_named_and_a_new_one_is_no_difference(runs):
    fuller = record_of(runs)
    poorer = copy.deepcopy(fuller)
    del poorer["arrays"]["seats"]
    assert differences("blockade", fuller, poorer) == ["blockade: array seats: gone"]
    assert differences("blockade", poorer, fuller) == []
    assert unrecorded("blockade", poorer, fuller) == ["blockade: seats: new"]


def test_what_is_written_is_what_is_read(runs, tmp_path, monkeypatch):
    monkeypatch.setattr("regression.record.FOLDER", tmp_path)
    record = record_of(runs)
    write("blockade", record)
    assert read("blockade") == record
    assert read("nothing") is None
