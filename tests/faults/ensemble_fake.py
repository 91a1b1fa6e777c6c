"""A simulator that keeps the contract, needs no model, and misbehaves exactly where it is told to.

The scenario is ``{"days": 10, "sleep": 0.0, "burn": 0.0, "poison": {"3": "raise"}, "once": "path"}``: replicate 3
misbehaves; with `once`, only for the process that first creates that file. With ``"log": "path"``,
that file gets a byte for every replicate computed.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.ensemble.contract import Batch, Event, Job, Layout, Variable

MISSIONS = ["medical", "guard"]


def simulate(
    scenario_json: str, seed: int, replicates: tuple[int, ...], given: Mapping[str, np.ndarray]
) -> Batch:
    """Keyed hashes instead of a model: each number depends on (seed, replicate, its own place)."""
    scenario = json.loads(scenario_json)
    for replicate in replicates:
        time.sleep(scenario.get("sleep", 0.0))
        _burn(scenario.get("burn", 0.0))
        _misbehave(scenario.get("poison", {}).get(str(replicate)), scenario.get("once"))
    if "log" in scenario:
        with Path(scenario["log"]).open("ab", buffering=0) as log:
            log.write(b"." * len(replicates))
    days, index = scenario["days"], np.array(replicates, dtype=np.uint64)
    noise = _mixed(
        seed, index[:, None, None], np.arange(days * 2, dtype=np.uint64).reshape(days, 2)
    )
    people = (noise >> np.uint64(54)).astype(np.int32)
    ratio = (noise >> np.uint64(11)).astype(np.float64) * 2.0**-53
    oil = np.where(ratio[:, :, 0] < 0.1, np.nan, ratio[:, :, 0]).astype(np.float32)
    ruptured = people[:, -1, 0] > 500
    return Batch(
        {
            "people": people,
            "oil": oil,
            "ruptured": ruptured,
            "outcome": (people[:, 0, 0] % 3).astype(np.int8),
        },
        [_events(row) for row in people],
    )


def _burn(seconds: float) -> None:
    """Keep the processor busy."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def _events(people: np.ndarray) -> list[Event]:
    return [{"day": int(day), "kind": "huelga ñ"} for day in np.flatnonzero(people[:, 0] > 900)]


def _mixed(seed: int, replicate: np.ndarray, place: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        z = (
            replicate * np.uint64(0x9E3779B97F4A7C15)
            + place * np.uint64(0xD1B54A32D192ED03)
            + np.uint64(seed)
        )
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
            z = (z ^ (z >> np.uint64(shift))) * np.uint64(factor)
    return z


class _StrangeError(Exception):
    """Cannot be unpickled: a pool that sends exceptions back would break on it."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"strange {one} {two}")


def _misbehave(how: str | None, once: str | None) -> None:
    if how is None:
        return
    if once is not None:
        try:
            Path(once).touch(exist_ok=False)
        except FileExistsError:
            return
    DEEDS[how]()


def _raise() -> None:
    message = f"no such thing in {Path.home()}/secret"
    raise ValueError(message)


def _raise_strangely() -> None:
    raise _StrangeError(1, 2)


DEEDS = {
    "raise": _raise,
    "strange": _raise_strangely,
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda: os._exit(3),
    "sys.exit": lambda: sys.exit(2),
    "hang": lambda: time.sleep(600),
    "memory": lambda: np.ones(2**32, dtype=np.uint8),
}


def job(days: int = 10, seed: int = 7, **scenario: object) -> Job:
    """A job for this simulator."""
    text = json.dumps({"days": days} | scenario, sort_keys=True)
    return Job(text, f"digest-of-{days}-days", seed, "ensemble_fake:simulate")


def layout(days: int = 10) -> Layout:
    """How its arrays are described."""
    return Layout(
        (
            Variable("people", ("day", "mission"), "persons", "People posted", "stock"),
            Variable("oil", ("day",), "kb/day", "Oil", "flow"),
            Variable("ruptured", (), "1", "Whether the alliance ruptured", "outcome"),
            Variable("outcome", (), "1", "Outcome", "outcome", ("holds", "wind-down", "rupture")),
        ),
        {"day": list(range(days)), "mission": MISSIONS},
    )
