r"""Skill against a baseline, and what so few questions leave open.

.. math:: skill = 1 - \overline{S}_{model} / \overline{S}_{baseline}

Both are scored on the same questions, and questions are drawn again in whole topics, because the same
thing asked until May and until August is hardly asked twice. Source: Efron & Tibshirani 1993, chapter 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats
from sim.core.streams import Streams

N_RESAMPLES = 2000
LEVEL = 0.9
PURPOSE = "topics drawn again"


@dataclass(frozen=True, slots=True)
class Skill:
    """Mean scores on the same questions, their difference (model minus baseline) and the skill.

    The ends hold 90 % of the resamples; None where there is nothing to say: one topic leaves no spread,
    and a baseline without any cost cannot be bettered.
    """

    n_questions: int
    n_topics: int
    model: float
    baseline: float
    difference: float
    difference_range: tuple[float, float] | None
    skill: float | None
    skill_range: tuple[float, float] | None


def skill(model: Floats, baseline: Floats, topics: Sequence[str], seed: int) -> Skill:
    """Compare two forecasters by their scores on the same questions, all of shape (questions,)."""
    names = sorted(set(topics))
    member = np.array([[topic == name for topic in topics] for name in names], float)
    sums = np.stack([member @ model, member @ baseline, member.sum(axis=1)], axis=1)
    again = _resampled(sums, seed)
    ours, theirs = float(np.mean(model)), float(np.mean(baseline))
    differences = (again[:, 0] - again[:, 1]) / again[:, 2]
    several = len(names) > 1
    bettered = theirs > 0 and bool((again[:, 1] > 0).all())
    ratios = 1 - again[:, 0] / np.where(again[:, 1] > 0, again[:, 1], 1.0)
    return Skill(
        n_questions=len(topics),
        n_topics=len(names),
        model=ours,
        baseline=theirs,
        difference=ours - theirs,
        difference_range=_ends(differences) if several else None,
        skill=1 - ours / theirs if theirs > 0 else None,
        skill_range=_ends(ratios) if several and bettered else None,
    )


def _resampled(sums: Floats, seed: int) -> Floats:
    """Sums over topics drawn with replacement, shape (resamples, columns)."""
    n = len(sums)
    uniforms = Streams(seed, np.arange(N_RESAMPLES)).uniforms(PURPOSE, 0, n)
    return np.asarray(sums[(uniforms * n).astype(int)].sum(axis=1))


def _ends(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
