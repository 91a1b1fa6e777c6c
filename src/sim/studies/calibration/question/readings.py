"""What a run shows of each pattern: one reader for each variable that a pattern speaks of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from sim.core.quantity import Floats
from sim.evidence.patterns import Pattern, Target, patterns
from sim.mechanisms.causes import cause
from sim.mechanisms.coup import attempt_hazard, success_probability
from sim.mechanisms.survival import grievance
from sim.people.missions import SECURITY, mission
from sim.postures import caracas, havana
from sim.studies.calibration.question.film import BY_AIR, CONTESTED, Film
from sim.studies.calibration.question.steadiness import yearly_leaving

#: Which run a variable is read from: history as it was, or the same world without a shock.
type World = Literal["article", "calm"]
MATTERS = 0.02  # share of departures from which recall counts as a live possibility


@dataclass(frozen=True, slots=True)
class Reading:
    """How a variable is read: one number a run, a posture as its position in the actor's menu.

    Of an `ensemble` the pattern speaks as a whole: its reading is the mean over runs.
    """

    read: Callable[[Film, Target], Any]
    world: World = "article"
    ensemble: bool = False
    menu: tuple[str, ...] = ()


def _posted(name: str) -> Reading:
    return Reading(lambda film, t: film.posted_share(name, t.last))


def _on(name: str) -> Reading:
    return Reading(lambda film, t: film.on(name, t.last))


def _mean(name: str) -> Reading:
    return Reading(lambda film, t: film.mean(name, t.first, t.last))


def _gap(film: Film, target: Target) -> Floats:
    """How much more of the medical mission is at its posts than of the three security missions."""
    security = [mission(name) for name in SECURITY]
    initial = np.maximum(film.model.people.initial[:, security].sum(axis=1), 1)
    posted = film.on("posted", target.last)[:, security].sum(axis=1)
    return np.asarray(film.posted_share("medical", target.last) - posted / initial)


def _by_air(film: Film, target: Target, names: tuple[str, ...]) -> Floats:
    gone = film.gone(target.first, target.last)[:, [mission(name) for name in names]]
    return np.asarray(gone[:, :, BY_AIR].sum(axis=(1, 2)), float)


def _killed(film: Film, target: Target) -> Floats:
    staff = [mission("presidential_guard"), mission("military_advisers")]
    return np.asarray(film.gone(target.first, target.last)[:, staff, cause("killed")].sum(axis=1))


def _injured_gone(film: Film, target: Target) -> Floats:
    strike = next(e for e in film.model.draws.events.values() if e.kind == "strike")
    home = film.on("exited", target.last)[..., cause("evacuated_injured")].sum(axis=1)
    return np.asarray(home / np.maximum(strike.injured, 1))


def _oil_after_the_blockade(film: Film, target: Target) -> Floats:
    """Relative to what is usual, because a fortnight has too few cargoes to have a mean."""
    flow = film.mean("oil_delivered", target.first, target.last)[:, 0]
    return np.asarray(flow / np.maximum(film.model.suppliers["venezuela"].usual, 1e-9))


def _blockades(film: Film, target: Target) -> Floats:
    begun = [e for e in film.model.scenario_file.events.values() if e.kind == "blockade_begins"]
    within = sum(e.happens and target.first <= e.date <= target.last for e in begun)
    return np.full(film.n_runs, float(within))


def _change(film: Film, target: Target) -> Floats:
    total = film.during("present", target.first, target.last).sum(axis=2).astype(float)
    return np.asarray(np.diff(total, axis=1).mean(axis=1))


def _largest_share(film: Film, target: Target) -> Floats:
    by_cause = film.reported(target.first, target.last)[:, CONTESTED]
    return np.asarray(by_cause.max(axis=1) / np.maximum(by_cause.sum(axis=1), 1))


def _recall_matters(film: Film, target: Target) -> Floats:
    by_cause = film.reported(target.first, target.last)
    return np.asarray(by_cause[:, cause("recalled")] > MATTERS * by_cause.sum(axis=1), float)


def _coup_before(film: Film, target: Target) -> Floats:
    """Probability of a successful coup in years of full coup-proofing, a loyal and settled regime."""
    p = film.model.draws.assumptions
    nothing, full = np.zeros(film.n_runs), np.ones(film.n_runs)
    aggrieved = grievance(nothing, full, full, p.survival)
    rate = attempt_hazard(p.coup, aggrieved, nothing, nothing, full, nothing)
    years = (target.last - target.first).days / 365.25
    return np.asarray(1 - np.exp(-rate * success_probability(p.coup, full) * years))


def _drift_of_people(film: Film, target: Target) -> Floats:
    present = film.on("present", target.last).sum(axis=1)
    return np.asarray(present / film.model.people.initial.sum(axis=1) - 1)


def _drift_of_oil(film: Film, target: Target) -> Floats:
    """Between the halves, relative to the usual: cargoes of a single run come in lumps."""
    daily = film.during("oil_delivered", target.first, target.last)[:, :, 0].astype(float)
    half = daily.shape[1] // 2
    change = daily[:, -half:].mean(axis=1) - daily[:, :half].mean(axis=1)
    return np.asarray(change / np.maximum(film.model.suppliers["venezuela"].usual, 1e-9))


def _start(film: Film, target: Target) -> Floats:
    del target  # it is about the first day
    missions = [mission("medical"), mission("sport")]
    return np.asarray(film.model.people.initial[:, missions].sum(axis=1), float)


READINGS: dict[str, Reading] = {
    "people killed in the presidential guard and the military advisers": Reading(_killed),
    "share of the presidential guard still posted": _posted("presidential_guard"),
    "share of counterintelligence still posted": _posted("counterintelligence"),
    "medical staff gone by air": Reading(lambda film, t: _by_air(film, t, ("medical",))),
    "presidential guard, counterintelligence and military advisers gone by air": Reading(
        lambda film, t: _by_air(film, t, SECURITY)
    ),
    "share of the medical mission still posted": _posted("medical"),
    "people of the education mission still posted": Reading(
        lambda film, t: film.on("posted", t.last)[:, mission("education")]
    ),
    "share of the education mission still posted": _posted("education"),
    "share of replicates with an undercover agent in the country": Reading(
        lambda film, t: film.on("present", t.last)[:, mission("undercover")] >= 1, ensemble=True
    ),
    "share of the injured gone": Reading(_injured_gone),
    "military advisers still posted": Reading(
        lambda film, t: film.on("posted", t.last)[:, mission("military_advisers")]
    ),
    "blockades begun": Reading(_blockades),
    "oil delivered from Venezuela relative to the mean before the blockade": Reading(
        _oil_after_the_blockade
    ),
    "share of all Cubans still in the country": Reading(
        lambda film, t: (
            film.on("present", t.last).sum(axis=1) / film.model.people.initial.sum(axis=1)
        )
    ),
    "daily change in the number of Cubans in the country, mean over the weeks before the article": (
        Reading(_change)
    ),
    "departures reported": Reading(lambda film, t: film.reported(t.first, t.last).sum(axis=1)),
    "largest share among the causes expelled, voluntary and recalled, as reported": Reading(
        _largest_share
    ),
    "posture of Caracas": Reading(
        lambda film, t: film.on("caracas_posture", t.last), menu=tuple(caracas.MENU)
    ),
    "compliance of Caracas": _on("compliance"),
    "public solidarity of Caracas": _mean("solidarity_caracas"),
    "public solidarity of Havana": _mean("solidarity_havana"),
    "gap between rhetoric and action of Caracas while it complies": _mean("rhetoric_gap"),
    "concession of Havana": _on("concession"),
    "posture of Havana": Reading(
        lambda film, t: film.on("havana_posture", t.last), menu=tuple(havana.MENU)
    ),
    "talks of Washington with Havana": _on("talks"),
    "deals made": Reading(lambda film, t: film.happened(("havana_deal",), t.last)),
    "pressure of Washington on Caracas": _on("pressure"),
    "demand of Washington on Havana": _on("demand"),
    "probability of a successful coup with all advisers in place": Reading(_coup_before),
    "change in date, capture and number killed when the size of the security missions changes": (
        Reading(lambda film, _: np.zeros(film.n_runs))  # by construction: a relation that is tested
    ),
    "relative drift of the number of Cubans in the country over 90 days without strike and blockade": (
        Reading(_drift_of_people, world="calm")
    ),
    "relative drift of oil delivered from Venezuela over 90 days without strike and blockade": (
        Reading(_drift_of_oil, world="calm", ensemble=True)
    ),
    "rate at which Caracas leaves its embrace where nobody presses, 1/year": Reading(
        lambda film, _: yearly_leaving(film.model.caracas), world="calm"
    ),
    "rate at which Havana leaves its stand where nobody presses, 1/year": Reading(
        lambda film, _: yearly_leaving(film.model.havana), world="calm"
    ),
    "share of the medical mission less that of the security missions still posted": Reading(_gap),
    "people of the medical and sport missions": Reading(_start),
    "oil stock in Cuba": _on("oil_stock"),
    "days of oil cover in Cuba": _on("days_of_cover"),
    "share of peak demand for power unserved in Cuba": _mean("power_deficit"),
    "hold on power of Caracas": _on("hold"),
    "coups, ruptures, collapses and deals": Reading(
        lambda film, t: film.happened(
            ("coup_attempt", "rupture", "havana_collapse", "havana_deal"), t.last
        )
    ),
    "share of replicates in which more than 2% of reported departures are recalls": Reading(
        _recall_matters, ensemble=True
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One target of one pattern, and how it is read; `name` is like ``p05.1``."""

    pattern: Pattern
    number: int
    target: Target
    used: bool = True

    @property
    def name(self) -> str:
        """Pattern and position of the target in it, counted from 1."""
        return f"{self.pattern.id}.{self.number + 1}"

    @property
    def reading(self) -> Reading:
        """How its variable is read."""
        return READINGS[self.target.variable]

    @property
    def rejects(self) -> bool:
        """Whether a run that misses it is out: hard, and about a single run."""
        hard = self.target.kind == "hard" and not self.reading.ensemble
        return hard and self.used

    @property
    def counts(self) -> bool:
        """Whether it enters the distance: soft, about a single run, and more than a check."""
        soft = self.target.kind == "soft" and not self.reading.ensemble
        return soft and self.pattern.role == "fit" and self.used

    @property
    def has_range(self) -> bool:
        """Whether a run can be a distance away from it: it is used, and about no names of postures."""
        return self.counts or (self.rejects and not self.target.one_of)

    def unused(self) -> "Asked":
        """The same target when its pattern is left out of a calibration."""
        return replace(self, used=False)

    def seen_as(self, value: float) -> "Asked":
        """The same target when somebody read this value: its centre, with the same tolerance."""
        return replace(self, target=replace(self.target, low=None, high=None, centre=value))


def asked() -> tuple[Asked, ...]:
    """All targets of all patterns, in their order."""
    return tuple(
        Asked(pattern, number, target)
        for pattern in patterns()
        for number, target in enumerate(pattern.targets)
    )
