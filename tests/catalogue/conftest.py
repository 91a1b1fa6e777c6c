"""The schema that the cases are written for, and the helpers of ``tests/support``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

TESTS = str(Path(__file__).parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

if TYPE_CHECKING:
    from support.stand_in import StandIn


@pytest.fixture
def stand_in() -> "type[StandIn]":
    """The schema the cases are written for."""
    from support.stand_in import StandIn

    return StandIn
