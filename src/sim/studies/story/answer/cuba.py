"""Oil, power and hardship: cargoes that arrive or do not, days of cover, failures of the grid."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from sim.mechanisms.oil import FATES, SUPPLIERS
from sim.studies.story.answer.crossings import crossings, spells
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.rerun import Rerun

HARDSHIP = (0.5, 0.6, 0.7, 0.8, 0.9)  # of the index from 0 to 1
COVER = (14.0, 7.0, 1.0)  # days
TREMBLE = {"hardship": 0.02, "oil_cover": 0.25}
TOGETHER = 28  # days: failures of the grid that are at most so far apart are told together


def cargoes(rerun: Rerun) -> Iterator[Happening]:
    """Cargoes of each supplier, those told together between which nothing changed: they arrive or do not."""
    volumes = np.stack([rerun.daily[f"oil_{fate}"] for fate in FATES], axis=-1).astype(float)
    for position, supplier in enumerate(SUPPLIERS):
        sailings = [
            (int(day), fate, float(volumes[day, position, fate]))
            for day, fate in np.argwhere(volumes[:, position] > 0)
        ]
        for arrive, together in groupby(sailings, key=lambda each: each[1] == _DELIVERED):
            yield _spell(supplier, list(together), arrive=arrive)


_DELIVERED = FATES.index("delivered")


def _spell(supplier: str, sailings: list[tuple[int, int, float]], *, arrive: bool) -> Happening:
    about = {
        "supplier": supplier,
        "until": sailings[-1][0],
        "days_with_cargoes": len({day for day, *_ in sailings}),
        "kb": {
            name: sum(size for _, fate, size in sailings if fate == position)
            for position, name in enumerate(FATES)
            if any(fate == position for _, fate, _ in sailings)
        },
    }
    kind = "cargoes_arrive" if arrive else "cargoes_stopped"
    return Happening(sailings[0][0], supplier, kind, about)


def hardship(rerun: Rerun) -> Iterator[Happening]:
    """When hardship in Cuba rises above a tenth of its scale, or falls below it."""
    path = rerun.daily["hardship"].astype(float)
    for each in crossings(path, HARDSHIP, TREMBLE["hardship"]):
        about = {"level": each.level, "above": each.above, "hardship": float(path[each.day])}
        yield Happening(each.day, "cuba", "hardship", about)


def oil_cover(rerun: Rerun) -> Iterator[Happening]:
    """When Cuba's oil would last for no more than some days, or for more again."""
    path = rerun.daily["days_of_cover"].astype(float)
    for each in crossings(path, COVER, TREMBLE["oil_cover"]):
        about = {"level": each.level, "above": each.above, "days": float(path[each.day])}
        yield Happening(each.day, "cuba", "oil_cover", about)


def grid_failures(rerun: Rerun) -> Iterator[Happening]:
    """Total failures of the grid, those soon after one another together."""
    failures = rerun.daily["grid_failures"]
    for start, last in spells(failures > 0, TOGETHER):
        about = {
            "failures": int(failures[start : last + 1].sum()),
            "until": last,
            "so_far": int(failures[: last + 1].sum()),
            "power_deficit": float(rerun.daily["power_deficit"][start]),
        }
        yield Happening(start, "cuba", "grid_failure", about)
