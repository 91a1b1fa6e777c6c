"""The seven missions: how many persons, where they serve, and what sets their people apart."""

from functools import cache
from typing import Any

import numpy as np
from pydantic import Field

from sim.core.distributions import beta, log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, fixed, uncertain
from sim.people.states import spread


class Mission(Parameters):
    """One category of Cuban personnel in Venezuela."""

    headcount: Number = uncertain(
        uniform(0, 1), "persons", (0, 200_000), "assumption: base", whole=True
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        -1, "1", (-1, 1), "assumption: medical brigades follow population"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""
    own_choice: Number = uncertain(1.0, "1", (0, 1), "assumption: health staff are the reference")
    """Multiplier on leaving of one's own will: vetting of security staff makes it rarer."""
    stay_behind: Number = uncertain(beta(1, 30), "1", (0, 1), "priors:p-stay-security-overt")
    """Share that stays in the country when ordered to leave."""
    reported: Number = uncertain(
        uniform(0.1, 0.6),
        "1",
        (0, 1),
        "assumption: some flights and removals were reported, most were not counted",
    )
    """Probability that a departure is reported."""


class PresidentialGuard(Mission):
    """Bodyguards of the president, of the interior ministry's personal security directorate."""

    headcount: Number = uncertain(
        uniform(60, 250),
        "persons",
        (0, 200_000),
        "personnel:2026-01-03-presidential-guard-cuban-minint-personal-security-contingent",
        whole=True,
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        1.0, "1", (-1, 1), "assumption: the guard is where the president is"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""
    own_choice: Number = uncertain(
        0.1, "1", (0, 1), "priors:h-voluntary-base; assumption: one tenth"
    )
    """Multiplier on leaving of one's own will: vetting of security staff makes it rarer."""


class Counterintelligence(Mission):
    """Advisers inside the military counterintelligence directorate, DGCIM."""

    headcount: Number = uncertain(
        log_uniform(60, 500),
        "persons",
        (0, 200_000),
        "personnel:2022-09-27-dgcim-agreement; assumption: no count was ever printed",
        whole=True,
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        0.7, "1", (-1, 1), "assumption: headquarters, with posts at garrisons"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""
    own_choice: Number = uncertain(
        0.1, "1", (0, 1), "priors:h-voluntary-base; assumption: one tenth"
    )
    """Multiplier on leaving of one's own will: vetting of security staff makes it rarer."""
    stay_behind: Number = uncertain(beta(2, 8), "1", (0, 1), "priors:p-stay-covert-security")
    """Share that stays in the country when ordered to leave."""


class MilitaryAdvisers(Mission):
    """Officers attached to the armed forces."""

    headcount: Number = uncertain(
        log_uniform(100, 1000),
        "persons",
        (0, 200_000),
        "assumption: published claims run from hundreds to 4,500 and none is a count",
        whole=True,
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        0.4, "1", (-1, 1), "assumption: ministry in Caracas, commands elsewhere"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""
    own_choice: Number = uncertain(
        0.2, "1", (0, 1), "priors:h-voluntary-base; assumption: one fifth"
    )
    """Multiplier on leaving of one's own will: vetting of security staff makes it rarer."""


class Medical(Mission):
    """Doctors, nurses, dentists and technicians."""

    headcount: Number = uncertain(
        uniform(10_500, 14_500),
        "persons",
        (0, 200_000),
        "personnel:2026-01-07-medical-total-health-personnel; "
        "personnel:2026-01-15-medical-total-health-personnel",
        whole=True,
    )
    """Persons in the country on the first day."""
    stay_behind: Number = uncertain(
        beta(1.5, 28.5), "1", (0, 1), "priors:p-stay-doctors-short-notice"
    )
    """Share that stays in the country when ordered to leave."""


class Sport(Mission):
    """Coaches and sports teachers."""

    headcount: Number = uncertain(
        uniform(250, 530),
        "persons",
        (0, 200_000),
        "personnel:2018-04-sports-sports-collaborators; assumption: declining since",
        whole=True,
    )
    """Persons in the country on the first day."""


class Education(Mission):
    """Professors, among them those of the police university UNES."""

    headcount: Number = uncertain(
        uniform(20, 150),
        "persons",
        (0, 200_000),
        "personnel:2026-02-21-teachers-unes-unes-professors-present; assumption: no count",
        whole=True,
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        0.6, "1", (-1, 1), "assumption: UNES is in Caracas, with branches"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""


class Undercover(Mission):
    """Intelligence staff without declared status."""

    headcount: Number = uncertain(
        log_uniform(50, 600),
        "persons",
        (0, 200_000),
        "assumption: between a ring of 200 commanders and disputed claims of thousands",
        whole=True,
    )
    """Persons in the country on the first day."""
    capital_share: Number = uncertain(
        0.5, "1", (-1, 1), "personnel:2019-07-intelligence-intelligence-agents"
    )
    """Share serving in the Capital District; -1 means spread by population like everybody else."""
    own_choice: Number = uncertain(
        0.1, "1", (0, 1), "priors:h-voluntary-base; assumption: one tenth"
    )
    """Multiplier on leaving of one's own will: vetting of security staff makes it rarer."""
    stay_behind: Number = uncertain(beta(2, 8), "1", (0, 1), "priors:p-stay-covert-security")
    """Share that stays in the country when ordered to leave."""
    reported: Number = uncertain(
        uniform(0.0, 0.1), "1", (0, 1), "assumption: covert means unreported"
    )
    """Probability that a departure is reported."""


class Missions(Parameters):
    """All Cuban personnel in Venezuela, by mission."""

    presidential_guard: PresidentialGuard = Field(default_factory=PresidentialGuard.usual)
    counterintelligence: Counterintelligence = Field(default_factory=Counterintelligence.usual)
    military_advisers: MilitaryAdvisers = Field(default_factory=MilitaryAdvisers.usual)
    medical: Medical = Field(default_factory=Medical.usual)
    sport: Sport = Field(default_factory=Sport.usual)
    education: Education = Field(default_factory=Education.usual)
    undercover: Undercover = Field(default_factory=Undercover.usual)

    def table(self, field: str) -> Floats:
        """One drawn quantity of every mission, shape ``(n_replicates, n_missions)``."""
        return np.stack([getattr(getattr(self, name), field) for name in MISSIONS], axis=1)


MISSIONS = tuple(Missions.model_fields)
SECURITY = ("presidential_guard", "counterintelligence", "military_advisers")
N_MISSIONS = len(MISSIONS)


@cache
def mission(name: str) -> int:
    """Position of a mission in every array with a mission axis."""
    return MISSIONS.index(name)


def _order() -> Any:  # noqa: ANN401 - a pydantic field default
    """Declare what an order does to a mission; a posture means the same in all runs."""
    return fixed(uncertain(0.0, "1/day", (0, 1), "assumption: no order"))


class MissionRates(Parameters):
    """A daily rate for each mission: what an order does to its people."""

    presidential_guard: Number = _order()
    """Rate for the presidential guard."""
    counterintelligence: Number = _order()
    """Rate for advisers in DGCIM."""
    military_advisers: Number = _order()
    """Rate for military advisers."""
    medical: Number = _order()
    """Rate for health staff."""
    sport: Number = _order()
    """Rate for coaches."""
    education: Number = _order()
    """Rate for professors."""
    undercover: Number = _order()
    """Rate for undercover staff."""


def contingent_sizes(missions: Missions) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Posts of every contingent (mission x state), shape ``(n_replicates, n_contingents)``.

    Whole persons that add up to the headcount: differences of the rounded cumulative shares.
    """
    sizes = []
    for name in MISSIONS:
        each = getattr(missions, name)
        heads = np.floor(each.headcount)
        shares, which = np.unique(each.capital_share, return_inverse=True)
        cumulative = np.cumsum([spread(share) for share in shares], axis=1)
        cumulative[:, -1] = 1.0
        edges = np.floor(heads[:, None] * cumulative[which] + 0.5)
        sizes.append(np.diff(edges, axis=1, prepend=0.0))
    return np.concatenate(sizes, axis=1).astype(np.int64)
