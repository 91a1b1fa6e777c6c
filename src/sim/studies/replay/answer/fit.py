"""What each case says of its four latent numbers: many guesses, run through the model, weighed by its counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import expit, ndtri

from sim.core.distributions import Distribution
from sim.core.quantity import Floats, Integers
from sim.core.streams import Streams
from sim.studies.replay.answer.course import Course
from sim.studies.replay.answer.latent import COMPONENTS, MEANS, Known
from sim.studies.replay.answer.rivals import Seen, seen
from sim.studies.replay.question.case import LONGEST, MOST_PERSONS, Case, Decision
from sim.studies.replay.question.timetable import steps_of

GUESSES = 4096
KEPT = 300
FIRST_SPREAD = np.array([1.3, 1.5, 0.8, 1.5])  # wider than the prior of any case, so none is missed
MARGIN = 1.5  # by which the second round is wider than what the first found
CROWD = 300  # simulated persons
COUNT_ERROR = (
    0.06  # share of the contingent by which a smooth course may miss a true count of half of it
)
UNCOUNTED = (
    0.01  # share of the contingent that may still be there when "the last" are said to have left
)
# Likewise at the quarters of the time between two counts, off a straight line; the shipped counts miss such
# lines by 0.16 (root mean square, held by a test).
BETWEEN_ERROR = 0.16
STAY_ERROR = 0.02  # likewise for the share that stayed
LEAST_SEATS = 0.01  # a day, however many were announced
USED_SEATS = 0.7  # of the seats announced, as far as they are filled
SEATS_SPREAD = 0.5  # standard deviation of the log of that


@dataclass(frozen=True, slots=True)
class Guesses:
    """Guesses of a case that its counts allow: `values` (K, components), log weight without a prior."""

    values: Floats
    log_weight: Floats
    design: Floats  # (columns,)


def sampled(value: "Floats | Distribution | float | None", streams: Streams, what: str) -> Floats:
    """An entry of a decision as one value a replicate; not a number where it is unknown."""
    if isinstance(value, Distribution):
        return value.quantile(streams.uniforms(f"replay {what}", 0, 1)[:, 0])
    return np.full(len(streams.replicates), np.nan if value is None else float(value))


def known(decision: Decision, streams: Streams, odds: dict[str, float]) -> Known:
    """The decision with its gaps filled: `odds` has the share of other cases that are heavy or gradual."""

    def flag(value: str | None, yes: str) -> Floats:
        if value is not None:
            return np.full(len(streams.replicates), float(value == yes))
        return (streams.uniforms(f"replay {yes}", 0, 1)[:, 0] < odds[yes]).astype(float)

    return Known(
        persons=np.clip(np.round(sampled(decision.persons, streams, "persons")), 1, MOST_PERSONS),
        notice=np.clip(sampled(decision.notice, streams, "notice"), 1, LONGEST),
        heavy=flag(decision.equipment, "heavy"),
        gradual=flag(decision.pace, "gradual"),
        decided_by=decision.decided_by,
    )


def course(latent: Floats, about: Known, decision: Decision, streams: Streams) -> Course:
    """From the four latent numbers (R, components) to the parameters of the mechanism."""
    delay, clearing, haste, stays = latent.T
    earliest = np.nan_to_num(sampled(decision.first_leave, streams, "earliest"), nan=0.0)
    seats = np.maximum(sampled(decision.seats, streams, "seats"), LEAST_SEATS)
    surge = np.exp(SEATS_SPREAD * ndtri(streams.uniforms("replay surge", 0, 1)[:, 0]))
    return Course(
        persons=about.persons,
        delay=np.maximum(np.exp(delay) - np.isnan(about.notice), earliest),
        clearing=np.exp(clearing),
        haste=np.exp(haste),
        stay_behind=expit(stays),
        seats=np.nan_to_num(seats * surge, nan=np.inf),
        steps=steps_of(decision, about.persons, about.notice, streams),
    )


def seats_reading(decision: Decision, about: Known, streams: Streams) -> Floats | None:
    """Log clearing time that the announced seats suggest, (R,); None if none, or if a last day rules."""
    if decision.seats is None or decision.notice is not None:
        return None
    seats = np.maximum(sampled(decision.seats, streams, "seats"), LEAST_SEATS)
    return np.log(about.persons / (USED_SEATS * seats))


def fit(case: Case, seed: int, n: int = GUESSES, kept: int = KEPT) -> Guesses:
    """Guesses of a case weighed by its counts and by nothing else, in two rounds.

    The first round guesses around what is believed of any case, the second around what the first found
    (adaptive importance sampling, Cappé et al. 2004). Those kept are drawn as if that belief were the prior,
    so that they lie where the pooled prior may look; their weight takes the belief out again.
    """
    streams = Streams(seed, np.arange(n))
    about = known(case.decision, streams, {"heavy": 0.5, "gradual": 0.5})
    design = about.design()
    believed = design @ MEANS.T
    centre, spread = believed, FIRST_SPREAD
    for turn in range(2):
        noise = ndtri(streams.uniforms("replay guess", turn, len(COMPONENTS)))
        pure = centre + spread * noise
        belief = -0.5 * (((pure - believed) / FIRST_SPREAD) ** 2).sum(axis=1)
        log_weight = _fits(case, with_offset(pure, about), about, streams)
        log_weight += belief + 0.5 * (noise**2).sum(axis=1)
        centre, spread = _narrowed(pure, log_weight, FIRST_SPREAD)
    first = Streams(seed, np.zeros(1, np.int64)).uniforms("replay kept", 0, 1)[0, 0]
    best = _drawn(log_weight, (first + np.arange(kept)) / kept)
    return Guesses(pure[best], -belief[best], np.median(design, axis=0))


def _drawn(log_weight: Floats, marks: Floats) -> Integers:
    """Positions drawn by weight at evenly spaced marks (systematic resampling)."""
    total = np.exp(log_weight - log_weight.max()).cumsum()
    at: Integers = np.searchsorted(total, marks * total[-1])
    return np.minimum(at, len(total) - 1)


def with_offset(pure: Floats, about: Known) -> Floats:
    """Latent numbers in days from those in units of the notice, shape (R, components)."""
    first = pure + about.offset(np.zeros(len(pure)))
    return pure + about.offset(first[:, 0])


def _narrowed(values: Floats, log_weight: Floats, widest: Floats) -> tuple[Floats, Floats]:
    """Centre and spread of the next guesses: those of the last by weight, with a margin."""
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    centre = weight @ values
    spread = np.sqrt(weight @ (values - centre) ** 2)
    return centre, np.clip(MARGIN * spread, 0.15, widest)


def _fits(case: Case, values: Floats, about: Known, streams: Streams) -> Floats:
    """Log likelihood of what was seen, for every guess, shape (R,)."""
    counts = seen(case.counts)
    days = [0, *((count.date - case.decision.date).days for count in counts)]
    leaving = course(values, about, case.decision, streams)
    gone = leaving.departed(case.decision.decided_by, max(days) + 1, streams, CROWD)
    usual = np.median(about.persons)
    misses = [
        (_miss(c, gone[:, d], about.persons), float(count_error(np.array(c.value / usual))))
        for c, d in zip(counts, days[1:], strict=True)
    ]
    misses += [(miss, BETWEEN_ERROR) for miss in _between(counts, days, gone, about.persons)]
    if case.stayed_behind is not None:
        stayed = case.stayed_behind.value / about.persons
        misses.append((stayed - leaving.stay_behind, STAY_ERROR))
    reading = seats_reading(case.decision, about, streams)
    if reading is not None:
        misses.append((values[:, COMPONENTS.index("clearing")] - reading, SEATS_SPREAD))
    return -0.5 * np.sum([(miss / error) ** 2 for miss, error in misses], axis=0)


def count_error(share: Floats) -> Floats:
    """By what share of the contingent a course may miss a count: less where none or all have left."""
    inside = np.clip(share, UNCOUNTED, 1 - UNCOUNTED)
    return np.asarray(COUNT_ERROR * 2 * np.sqrt(inside * (1 - inside)))


def said_gone(gone: Floats, persons: Floats) -> Floats:
    """How many are said to have left: all of them as soon as hardly anybody is there."""
    return np.where(gone > (1 - UNCOUNTED) * persons, persons, gone)


def _between(
    counts: Sequence[Seen], days: list[int], gone: Floats, persons: Floats
) -> Iterator[Floats]:
    """By what share of the contingent a course leaves the straight lines between counts, each (R,)."""
    counted = [np.zeros_like(persons)]
    for count in counts:
        departed = count.quantity == "departed"
        counted.append(count.value + 0 * persons if departed else persons - count.value)
    for (day, before), (later, after) in pairwise(zip(days, counted, strict=True)):
        for quarter in (0.25, 0.5, 0.75):
            then = round(day + quarter * (later - day))
            if day < then < later:
                line = before + (after - before) * (then - day) / (later - day)
                yield (gone[:, then] - line) / persons


def _miss(count: Seen, gone: Floats, persons: Floats) -> Floats:
    """By what share of the contingent a course leaves the range of a count, shape (R,)."""
    departed = said_gone(gone, persons)
    said = departed if count.quantity == "departed" else persons - departed
    low, high = count.range
    return (np.maximum(low - said, 0) + np.maximum(said - high, 0)) / persons
