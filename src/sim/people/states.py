"""The 23 Venezuelan states and the Capital District, over which missions are spread."""

from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats


@dataclass(frozen=True, slots=True)
class State:
    """A Venezuelan state; `tile` is its (row, column) on the tile map, `population` in thousands."""

    code: str
    name: str
    population: int
    tile: tuple[int, int]
    border: bool = False


# Population: census of 2011 (INE), rounded to thousands; only the shares matter.
STATES = (
    State("DC", "Capital District", 1944, (1, 5)),
    State("AMA", "Amazonas", 146, (4, 6)),
    State("ANZ", "Anzoátegui", 1469, (2, 6)),
    State("APU", "Apure", 459, (3, 3), border=True),
    State("ARA", "Aragua", 1631, (0, 4)),
    State("BAR", "Barinas", 816, (2, 2)),
    State("BOL", "Bolívar", 1413, (3, 7), border=True),
    State("CAR", "Carabobo", 2246, (0, 3)),
    State("COJ", "Cojedes", 323, (1, 3)),
    State("DEL", "Delta Amacuro", 166, (2, 8)),
    State("FAL", "Falcón", 903, (0, 1)),
    State("GUA", "Guárico", 748, (1, 4)),
    State("LAG", "La Guaira", 353, (0, 5)),
    State("LAR", "Lara", 1774, (1, 1)),
    State("MER", "Mérida", 828, (2, 0)),
    State("MIR", "Miranda", 2675, (1, 6)),
    State("MON", "Monagas", 905, (2, 7)),
    State("NES", "Nueva Esparta", 492, (0, 7)),
    State("POR", "Portuguesa", 877, (1, 2)),
    State("SUC", "Sucre", 897, (1, 7)),
    State("TAC", "Táchira", 1169, (3, 0), border=True),
    State("TRU", "Trujillo", 686, (2, 1)),
    State("YAR", "Yaracuy", 601, (0, 2)),
    State("ZUL", "Zulia", 3704, (1, 0), border=True),
)
N_STATES = len(STATES)


def population_shares() -> Floats:
    """Share of each state in the population, in the order of `STATES`; sums to 1."""
    people = np.array([state.population for state in STATES], float)
    return np.asarray(people / people.sum())


def spread(capital_share: float) -> Floats:
    """Shares of a mission by state: `capital_share` in the Capital District, the rest by population.

    A negative share means by population everywhere.
    """
    shares = population_shares()
    if capital_share < 0:
        return shares
    shares[0] = 0.0
    shares *= (1 - capital_share) / shares.sum()
    shares[0] = capital_share
    return shares
