"""Which theory can show which pattern: every switch turned alone, the same draws and streams for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args, get_origin

import numpy as np

from sim.calibration.engine import Engine
from sim.calibration.readings import Asked, World
from sim.calibration.scoring import score, share_met
from sim.core.quantity import Floats
from sim.scenario.schema import Scenario
from sim.scenario.switches import Switches


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice of theory, and the share of prior draws that meets each target and all of them."""

    name: str
    met: dict[str, float]
    stands: float
    close: float


def alternatives(switches: Switches) -> Iterator[tuple[str, Switches]]:
    """The switches as they are, then each turned to each of its other positions."""
    yield "as fitted", switches
    for name, field in Switches.model_fields.items():
        positions = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
        for position in positions or (False, True):
            if position != getattr(switches, name):
                word = str(position).lower()
                yield f"{name}: {word}", switches.model_copy(update={name: position})


def turned(worlds: Mapping[World, Scenario], switches: Switches) -> dict[World, Scenario]:
    """The worlds under other theories."""
    return {name: each.model_copy(update={"switches": switches}) for name, each in worlds.items()}


def variant(
    name: str, engine: Engine, switches: Switches, targets: tuple[Asked, ...], z: Floats, at: float
) -> Variant:
    """Run positions of the prior under other theories; `at` is the distance that counts as close."""
    label = "theory-" + name.replace(": ", "-").replace(" ", "-").replace("_", "-")
    shown = engine.with_worlds(turned(engine.worlds, switches)).run(label, z)
    scores = score(targets, shown.readings)
    met = {
        each.name: share_met(each, shown.readings[:, column])
        for column, each in enumerate(targets)
        if not np.isnan(shown.readings[:, column]).all()
    }
    close = scores.stands & (scores.distance <= at)
    return Variant(name, met, float(scores.stands.mean()), float(close.mean()))
