"""The recorder: every day in its place, whatever the number of days that are gathered first."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.observables import recorder as module
from sim.observables.base import Observable

CLOCK = Observable(
    "clock", "Day and run", "1", "stock", lambda m: 100 * np.arange(m.n_replicates) + m.day
)
FATES = Observable(
    "fates",
    "Day by supplier",
    "1",
    "flow",
    lambda m: np.tile([m.day, 2 * m.day, 3 * m.day], (m.n_replicates, 1)),
    ("supplier",),
    "i4",
)


@pytest.mark.parametrize("days", [1, 15, 16, 17, 32, 40])
def test_every_reading_stands_on_its_day(monkeypatch, days) -> None:
    monkeypatch.setattr(module, "OBSERVABLES", (CLOCK, FATES))
    model = SimpleNamespace(n_replicates=3, n_days=days, day=0)
    recorder = module.Recorder(model)
    for _ in range(days):
        recorder.record()
        model.day += 1
    arrays = recorder.arrays()
    expected = 100 * np.arange(3)[:, None] + np.arange(days)
    assert arrays["clock"].tolist() == expected.tolist()
    assert arrays["clock"].dtype == np.float32
    assert arrays["fates"].shape == (3, days, 3)
    assert arrays["fates"][1].tolist() == [[day, 2 * day, 3 * day] for day in range(days)]
    assert arrays["fates"].dtype == np.int32


@pytest.mark.parametrize("seen", [1, 10, 16, 20])
def test_what_has_been_recorded_can_be_read_on_the_way(monkeypatch, seen) -> None:
    monkeypatch.setattr(module, "OBSERVABLES", (CLOCK,))
    model = SimpleNamespace(n_replicates=2, n_days=40, day=0)
    recorder = module.Recorder(model)
    for _ in range(40):
        recorder.record()
        model.day += 1
        if model.day == seen:
            assert recorder.arrays()["clock"][0, :seen].tolist() == list(range(seen))
    assert recorder.arrays()["clock"][1].tolist() == list(range(100, 140))
