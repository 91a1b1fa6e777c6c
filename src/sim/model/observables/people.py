"""Persons: who is at post, who is in the country, who left and why."""

from typing import Any

import numpy as np

from sim.core.quantity import Floats
from sim.model.observables.base import Observable


def _presence_share(model: Any) -> Floats:  # noqa: ANN401 - a reader
    """Persons in the country as a share of the first day, shape (R,)."""
    people = model.people
    return np.asarray(people.present.sum(axis=1) / np.maximum(people.initial.sum(axis=1), 1))


OBSERVABLES = (
    Observable(
        "posted",
        "At their posts",
        "persons",
        "stock",
        lambda m: m.people.posted,
        ("mission",),
        "i4",
    ),
    Observable(
        "present",
        "In the country",
        "persons",
        "stock",
        lambda m: m.people.present,
        ("mission",),
        "i4",
    ),
    Observable(
        "queued",
        "Waiting for a seat",
        "persons",
        "stock",
        lambda m: m.people.queued,
        ("mission",),
        "i4",
    ),
    Observable(
        "present_by_state",
        "In the country, by state",
        "persons",
        "stock",
        lambda m: m.people.by_state,
        ("state",),
        "i4",
    ),
    Observable(
        "exited",
        "Left the country so far",
        "persons",
        "stock",
        lambda m: m.people.roster.exited,
        ("mission", "cause"),
        "i4",
    ),
    Observable(
        "triggered",
        "Set on leaving so far",
        "persons",
        "stock",
        lambda m: m.people.roster.triggered.sum(axis=1),
        ("cause",),
        "i4",
    ),
    Observable(
        "arrived",
        "Replacements arrived so far",
        "persons",
        "stock",
        lambda m: m.people.arrived,
        (),
        "i4",
    ),
    Observable(
        "seats", "Seats offered", "persons/day", "flow", lambda m: m.air_bridge.seats, (), "i4"
    ),
    Observable("insecurity", "Insecurity felt by Cubans", "1", "stock", lambda m: m.insecurity()),
    Observable(
        "presence_share", "In the country, share of the first day", "1", "stock", _presence_share
    ),
)
