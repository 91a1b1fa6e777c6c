"""The default tests notice every planted fault; the list is whole and still fits the code."""

from collections import Counter

import pytest

from planted.faults import KINDS, TESTS, faults
from planted.hunt import hunt, told

FEWEST = 40
LISTED = faults()
EACH = pytest.mark.parametrize(
    "number", range(len(LISTED)), ids=[f"{each.file}: {each.what}" for each in LISTED]
)
ABOUT = (
    "agents/",
    "outcomes",
    "observables/",
    "orders",
    "reporting",
    "scenario/",
    "paired",
    "scores/",
)


@EACH
def test_every_fault_can_be_planted(number):
    fault = LISTED[number]
    planted = fault.planted()  # its text stands in the file exactly once
    assert planted != fault.path.read_text(encoding="utf-8")
    compile(planted, fault.file, "exec")
    assert (TESTS / fault.tests).is_file()
    assert fault.kind in KINDS


def test_the_list_covers_every_kind_and_every_part():
    assert len(LISTED) >= FEWEST
    assert len({(each.file, each.old, each.new) for each in LISTED}) == len(LISTED)
    assert set(Counter(each.kind for each in LISTED)) == set(KINDS)
    assert [part for part in ABOUT if not any(part in each.file for each in LISTED)] == []


@pytest.mark.slow
@EACH
def test_a_default_test_notices_the_fault(number):
    fault = LISTED[number]
    caught_by = hunt(number)
    print(told(fault, caught_by))
    assert (caught_by is None) == bool(fault.unseen), told(fault, caught_by)
