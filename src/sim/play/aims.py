"""What a player can want: aims chosen at the start, and what a path scores on them.

The score of an aim is the share of the model's own runs that did worse, in 100, where those that did
as well count half. So 50 is what the governments of the model reach, over all worlds and all luck.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.core.errors import SimError, did_you_mean
from sim.core.quantity import Floats
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import MISSIONS, SECURITY

type Better = Literal["more", "less"]
type Recorded = Mapping[str, np.ndarray[Any, Any]]

OVERT = tuple(mission for mission in MISSIONS if mission not in {*SECURITY, "undercover"})
TIE = 0.5


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that a government can want.

    Attributes
    ----------
    name, meaning, unit
        What it is called, in plain words, and the unit of its value.
    better
        Whether more of it is better, or less.
    value
        It in every run, shape (R,), from what was recorded and the day from which on it counts.
    """

    name: str
    meaning: str
    unit: str
    better: Better
    value: Callable[[Recorded, int], Floats]


@dataclass(frozen=True, slots=True)
class AimReached:
    """What a game reached of one aim, beside the model's own government and the middle of its runs."""

    aim: Aim
    yours: float
    models: float
    median: float
    score: float
    models_score: float


def _mean(name: str) -> Callable[[Recorded, int], Floats]:
    return lambda found, first: np.asarray(found[name][:, first:].mean(axis=1, dtype=np.float64))


def _at_end(name: str, missions: Sequence[str]) -> Callable[[Recorded, int], Floats]:
    places = [MISSIONS.index(mission) for mission in missions]
    return lambda found, _: np.asarray(found[name][:, -1, places].sum(axis=1, dtype=np.float64))


def _oil(found: Recorded, first: int) -> Floats:
    return np.asarray(found["oil_delivered"][:, first:].sum(axis=2, dtype=np.float64).mean(axis=1))


def _effort(found: Recorded, first: int) -> Floats:
    return (_mean("pressure")(found, first) + _mean("blockade")(found, first)) / 2


def _deal(found: Recorded, first: int) -> Floats:
    return np.asarray((found["deal_concession"][:, first:] > 0).mean(axis=1))


def _until(outcome: str) -> Callable[[Recorded, int], Floats]:
    """Share of the days until an outcome, all of them where it stays away."""
    column = OUTCOME_NAMES.index(outcome)

    def share(found: Recorded, first: int) -> Floats:
        n_days, day = found["pressure"].shape[1], found["first_day"][:, column].astype(float)
        lasted = np.where(day < 0, n_days, np.maximum(day, first)) - first
        return np.asarray(lasted / max(n_days - first, 1))

    return share


_ALL = (
    Aim("rule", "stay in power in Caracas", "share of days", "more", _until("coup_caracas")),
    Aim("calm", "feel little US pressure", "mean, 0 to 1", "less", _mean("pressure")),
    Aim("offers", "be offered much by Washington", "mean, 0 to 1", "more", _mean("inducement")),
    Aim("guard", "keep Cuban security at its posts", "persons", "more", _at_end("posted", SECURITY)),
    Aim("services", "keep Cuban doctors and teachers", "persons", "more", _at_end("present", OVERT)),
    Aim("survival", "the government in Havana stands", "share of days", "more", _until("havana_collapse")),
    Aim("oil", "oil reaches Cuba", "kb/day", "more", _oil),
    Aim("relief", "little hardship in Cuba", "mean, 0 to 1", "less", _mean("hardship")),
    Aim("firmness", "concede little to Washington", "mean, 0 to 1", "less", _mean("concession")),
    Aim("solidarity", "Caracas speaks for Havana", "mean, 0 to 1", "more", _mean("solidarity_caracas")),
    Aim("compliance", "Caracas does what Washington wants", "mean, 0 to 1", "more", _mean("compliance")),
    Aim("concession", "Havana concedes", "mean, 0 to 1", "more", _mean("concession")),
    Aim("departure", "few Cuban security staff are left", "persons", "less", _at_end("present", SECURITY)),
    Aim("economy", "little effort: pressure and blockade", "mean, 0 to 1", "less", _effort),
    Aim("deal", "a deal with Havana is in force", "share of days", "more", _deal),
)  # fmt: skip
AIMS: Mapping[str, Aim] = {aim.name: aim for aim in _ALL}

#: What each government is taken to want where nothing else is said; see `sim.postures`.
USUAL: Mapping[str, tuple[str, ...]] = {
    "washington": ("compliance", "concession", "departure", "economy"),
    "caracas": ("rule", "calm", "guard", "services"),
    "havana": ("survival", "oil", "relief", "firmness"),
}


def aims_named(names: Sequence[str], actor: str) -> tuple[Aim, ...]:
    """The aims of these names, or those that are usual for a government.

    Raises
    ------
    SimError
        If there is no such aim.
    """
    for name in names:
        if name not in AIMS:
            known = ", ".join(AIMS)
            message = f"--aims: there is no aim '{name}'{did_you_mean(name, tuple(AIMS))}"
            raise SimError(f"{message}; there are {known}")
    return tuple(AIMS[name] for name in (tuple(dict.fromkeys(names)) or USUAL[actor]))


def score(value: float, others: Floats, better: Better) -> float:
    """In how many of 100 of the `others` (R,) less was reached; a tie counts half.

    >>> score(2.0, np.array([1.0, 2.0, 3.0, 4.0]), "more")
    37.5
    """
    worse = (others < value) if better == "more" else (others > value)
    return float(100 * (worse.mean() + TIE * (others == value).mean()))


def reached(
    aims: Sequence[Aim], yours: Recorded, models: Recorded, others: Recorded, first: int
) -> tuple[AimReached, ...]:
    """What a game reached of its aims from day `first` on, beside the model and its `others`."""
    found = []
    for aim in aims:
        mine, own = (float(aim.value(each, first)[0]) for each in (yours, models))
        all_of_them = aim.value(others, first)
        scores = [score(value, all_of_them, aim.better) for value in (mine, own)]
        found.append(AimReached(aim, mine, own, float(np.median(all_of_them)), *scores))
    return tuple(found)
