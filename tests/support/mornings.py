"""A small model before its first day, whose agents a test drives by hand."""

from collections.abc import Mapping
from math import log
from zlib import crc32

import numpy as np

from sim.model.model import AllianceModel
from support.numbers import PlainStreams
from support.worlds import CALM, DAYS, Changes, world

QUIET: Changes = {**CALM, "switches.contagion": "none"}  # no scripts, no events


def morning(
    *changes: Changes,
    replicates: int = 2,
    days: int = DAYS,
    given: Mapping[str, np.ndarray] | None = None,
) -> AllianceModel:
    """The model of a small world without scripts or events unless `changes` have them."""
    scenario = world(*changes, base=QUIET, days=days)
    return AllianceModel(scenario, range(replicates), given=given)


def uniforms(model: AllianceModel, purpose: str, index: int, n: int) -> np.ndarray:
    """What the draws at this address are, by Philox written a second time, shape (R, n)."""
    blocks = range((n + 3) // 4)
    found = []
    for replicate in range(model.n_replicates):
        streams = PlainStreams(model.scenario_file.seed, replicate)
        marks = [streams.uniforms(crc32(purpose.encode()), index, block) for block in blocks]
        found.append(np.concatenate(marks)[:n])
    return np.array(found)


def exponentials(model: AllianceModel, purpose: str, index: int) -> list[float]:
    """A unit exponential of every replicate at this address."""
    return [-log(mark) for mark in uniforms(model, purpose, index, 1)[:, 0]]
