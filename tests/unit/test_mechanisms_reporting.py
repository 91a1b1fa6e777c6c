"""How the press confuses causes."""

import numpy as np
import pytest

from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.mechanisms.reporting import CONTESTED, confusion_rows

OTHERS = [cause(name) for name in CAUSE_NAMES if name not in CONTESTED]
MIXED = [cause(name) for name in CONTESTED]


def shares(confusion: float) -> np.ndarray:
    """Probabilities of the reported cause for every true cause."""
    return np.diff(confusion_rows(confusion), axis=1, prepend=0)


def test_without_confusion_every_cause_is_named() -> None:
    assert (shares(0.0) == np.eye(len(CAUSE_NAMES))).all()


def test_contested_causes_are_mixed_up() -> None:
    # 0.4 spread over four: 0.6 + 0.1 for the true one, 0.1 for each of the others.
    mixed = shares(0.4)[np.ix_(MIXED, MIXED)]
    assert mixed == pytest.approx(0.6 * np.eye(4) + 0.1)


def test_full_confusion_names_any_contested_cause() -> None:
    assert shares(1.0)[np.ix_(MIXED, MIXED)] == pytest.approx(np.full((4, 4), 0.25))


@pytest.mark.parametrize("confusion", [0.0, 0.3, 1.0])
def test_the_dead_the_injured_and_deserters_are_told_apart(confusion: float) -> None:
    rows = shares(confusion)
    assert (rows[OTHERS] == np.eye(len(CAUSE_NAMES))[OTHERS]).all()
    assert (rows[np.ix_(MIXED, OTHERS)] == 0).all()


@pytest.mark.parametrize("confusion", np.linspace(0, 1, 51).tolist())
def test_rows_rise_to_one(confusion: float) -> None:
    """To within less than the gap above the largest uniform, so that a search of a row ends."""
    rows = confusion_rows(confusion)
    assert (np.diff(rows, axis=1) >= 0).all()
    assert (rows[:, -1] > 1 - 2.0**-33).all()
    assert (rows[:, -1] < 1 + 1e-12).all()
