"""Which part of a difference is owed to levers and which to assumptions: two runs between the two futures."""

import json
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.core.fields import LONGEST_NAME
from sim.core.quantity import Floats
from sim.experiments.design import changed
from sim.scenario.differences import ChangedSetting, differences
from sim.scenario.resolve import resolved
from sim.scenario.schema import Scenario
from sim.studies.attribution.answer import Estimate, shapley

type Part = Literal["levers", "assumptions"]
PARTS: tuple[Part, ...] = ("levers", "assumptions")
LONGEST_SLUG = 64


@dataclass(frozen=True, slots=True)
class Split:
    """What of a difference of one number is owed to levers (and dated facts), and to assumptions."""

    levers: Estimate
    assumptions: Estimate

    @classmethod
    def of(
        cls, one: Floats, with_levers: Floats, with_assumptions: Floats, other: Floats
    ) -> "Split":
        """Share out the difference of every run after Shapley: over both orders of changing the two."""
        shares = shapley(np.stack([one, with_levers, with_assumptions, other]))
        return cls(*(Estimate.of(share) for share in shares))


def between(one: Scenario, other: Scenario) -> dict[Part, Scenario] | None:
    """The first scenario with the levers of the other, and with its assumptions; None if all is of one kind."""
    found = [each for each in differences(one, other) if each.role != "run"]
    kinds: dict[Part, list[ChangedSetting]] = {
        "levers": [each for each in found if each.role != "assumption"],
        "assumptions": [each for each in found if each.role == "assumption"],
    }
    if not all(kinds.values()):
        return None
    return {part: _with(one, other, part, kinds[part]) for part in PARTS}


def _with(one: Scenario, other: Scenario, part: Part, taken: list[ChangedSetting]) -> Scenario:
    changes: dict[str, Any] = {
        "name": f"split-{one.name}-{part}-of-{other.name}"[:LONGEST_SLUG],
        "title": f"{one.name} with the {part} of {other.name}"[:LONGEST_NAME],
    }
    for each in taken:
        gone = each.other is None and each.path.startswith("events.")
        changes |= {f"{each.path}.happens": False} if gone else {each.path: each.other}
    return Scenario.model_validate_json(json.dumps(changed(dict(resolved(one)), changes)))
