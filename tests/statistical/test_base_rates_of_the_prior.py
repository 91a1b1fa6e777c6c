"""The prior before any fit stands inside historical rates, or the row says why not."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.base_rates.answer import rows
from sim.studies.base_rates.question import SCENARIOS

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parents[2] / "scenarios"


def test_every_disagreement_with_history_is_explained() -> None:
    scenarios = {
        name: load(FOLDER / f"{name}.yaml", Scenario, ["draws=prior"]).scenario
        for name in SCENARIOS
    }
    found = rows(scenarios, runs=192)
    assert [(row.past.label, row.unexplained) for row in found if row.unexplained] == []
    agreeing = [row for row in found if all(row.agrees(name) for name in row.past.compares)]
    assert len(agreeing) >= len(found) / 2
