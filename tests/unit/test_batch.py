"""One batch leaves its numbers and nothing else."""

import gc

import pytest

from sim.ensemble.contract import same_bits
from sim.experiments.batch import run_batch
from sim.model.model import AllianceModel
from support.worlds import FREE, world


def _models() -> int:
    return sum(isinstance(each, AllianceModel) for each in gc.get_objects())


def test_a_model_is_gone_with_its_batch_even_if_nothing_is_ever_collected() -> None:
    gc.unfreeze()  # a command that another test ran here has frozen what was there
    gc.collect()
    gc.disable()
    try:
        before, frozen = _models(), gc.get_freeze_count()
        batch = run_batch(world(FREE), range(2))
        assert _models() == before
    finally:
        gc.enable()
    assert gc.get_freeze_count() <= frozen
    again = run_batch(world(FREE), range(2))
    assert all(same_bits(batch.arrays[name], again.arrays[name]) for name in batch.arrays)


def test_a_batch_that_fails_leaves_nothing_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = gc.get_freeze_count()
    monkeypatch.setattr(AllianceModel, "run", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_batch(world(FREE), range(1))
    assert gc.get_freeze_count() <= frozen
