"""The schema that the cases are written for."""

import pytest

from support.stand_in import StandIn


@pytest.fixture
def stand_in() -> type[StandIn]:
    """The schema the cases are written for."""
    return StandIn
