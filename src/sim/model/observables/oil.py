"""Oil: what each supplier's cargoes came to, and what Cuba has, uses and lacks."""

from typing import Any

from sim.model.observables.base import Observable


def _by_fate(position: int) -> Any:  # noqa: ANN401 - a reader
    return lambda model: model.oil_volume[:, :, position]


OBSERVABLES = (
    Observable(
        "oil_withheld",
        "Oil not sent by the supplier's choice",
        "kb/day",
        "flow",
        _by_fate(0),
        ("supplier",),
    ),
    Observable(
        "oil_deterred", "Oil deterred from sailing", "kb/day", "flow", _by_fate(1), ("supplier",)
    ),
    Observable(
        "oil_interdicted", "Oil turned back at sea", "kb/day", "flow", _by_fate(2), ("supplier",)
    ),
    Observable(
        "oil_delivered", "Oil delivered to Cuba", "kb/day", "flow", _by_fate(3), ("supplier",)
    ),
    Observable("oil_used", "Oil used in Cuba", "kb/day", "flow", lambda m: m.havana.used),
    Observable("oil_stock", "Oil stock in Cuba", "kb", "stock", lambda m: m.havana.stock, (), "f8"),
    Observable(
        "days_of_cover",
        "Days of oil cover in Cuba",
        "days",
        "stock",
        lambda m: m.havana.days_of_cover,
    ),
    Observable(
        "oil_deficit", "Share of oil demand unmet in Cuba", "1", "flow", lambda m: m.havana.deficit
    ),
    Observable(
        "power_deficit",
        "Share of peak demand for power unmet in Cuba",
        "1",
        "flow",
        lambda m: m.havana.power_deficit,
    ),
    Observable(
        "grid_failures",
        "Total failures of the grid in Cuba",
        "failures/day",
        "flow",
        lambda m: m.havana.grid_failures,
        (),
        "i1",
    ),
    Observable("hardship", "Hardship in Cuba", "1", "stock", lambda m: m.havana.hardship),
)
