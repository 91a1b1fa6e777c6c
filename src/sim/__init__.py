"""Scenario model of how an alliance comes apart under pressure.

    import sim

    blockade = sim.load("scenarios/blockade.yaml")
    runs = sim.run(blockade, runs=200, seed=7, jobs=2)
    answer = sim.compare(runs, sim.run("scenarios/deal_track.yaml", runs=200))

Everything here is documented in `docs/python.md`; names load when they are used.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api.cards import Figure
    from sim.api.comparison import Comparison, compare
    from sim.api.forecasts import (
        Evidence,
        Forecast,
        Replay,
        Scores,
        evidence,
        forecast,
        replay,
        score,
    )
    from sim.api.model import Model
    from sim.api.persons import Person
    from sim.api.runs import Runs, run
    from sim.api.runs import open_folder as open  # noqa: A004 - `sim.open`
    from sim.api.scenario import Scenario, load
    from sim.api.stories import Story, story
    from sim.api.studies import Found, attribute, discover, sensitivity, sweep
    from sim.core.errors import SimError as Error

__all__ = [
    "Comparison",
    "Error",
    "Evidence",
    "Figure",
    "Forecast",
    "Found",
    "Model",
    "Person",
    "Replay",
    "Runs",
    "Scenario",
    "Scores",
    "Story",
    "attribute",
    "compare",
    "discover",
    "evidence",
    "forecast",
    "load",
    "open",
    "replay",
    "run",
    "score",
    "sensitivity",
    "story",
    "sweep",
]

_ROOMS = {
    "sim.api.cards": ("Figure",),
    "sim.api.comparison": ("Comparison", "compare"),
    "sim.api.forecasts": (
        "Evidence", "Forecast", "Replay", "Scores", "forecast", "replay", "score",
    ),
    "sim.api.model": ("Model",),
    "sim.api.persons": ("Person",),
    "sim.api.runs": ("Runs", "run"),
    "sim.api.scenario": ("Scenario", "load"),
    "sim.api.stories": ("Story", "story"),
    "sim.api.studies": ("Found", "attribute", "discover", "sensitivity", "sweep"),
}  # fmt: skip
_PLACES = {name: (room, name) for room, names in _ROOMS.items() for name in names} | {
    "open": ("sim.api.runs", "open_folder"),
    "Error": ("sim.core.errors", "SimError"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """Load a name when it is used: `import sim` alone is quick."""
    if name not in _PLACES:
        message = f"module 'sim' has no attribute '{name}'"
        raise AttributeError(message)
    room, own = _PLACES[name]
    return getattr(import_module(room), own)


def __dir__() -> list[str]:
    return [*__all__, "__doc__", "__file__", "__name__", "__path__"]


class _Evidence(ModuleType):
    """`sim.evidence` is the room of facts in this package, and calling it asks it."""

    def __call__(self, name: str) -> "Evidence":
        """What the evidence says on a name: see `sim.api.forecasts.evidence`."""
        from sim.api.forecasts import evidence as asked  # noqa: PLC0415

        return asked(name)


import_module("sim.evidence").__class__ = _Evidence
