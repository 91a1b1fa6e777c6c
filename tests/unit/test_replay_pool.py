"""What cases have in common: the sampler against closed forms, and cases that say nothing."""

import numpy as np

from sim.core.streams import Streams
from sim.studies.replay.answer.fit import Guesses
from sim.studies.replay.answer.latent import COLUMNS, COMPONENTS, DATED, MEANS, PRECISIONS
from sim.studies.replay.answer.pool import pool

ONE = np.zeros(1, np.int64)


def sharp(values, dated=1.0, guesses=1):
    """A case whose latent numbers are known."""
    design = np.zeros(len(COLUMNS))
    design[DATED], design[DATED - 1] = dated, 1 - dated
    return Guesses(np.tile(np.asarray(values, float), (guesses, 1)), np.zeros(guesses), design)


def test_cases_that_agree_pull_the_intercept_to_them_as_the_closed_form_says():
    """With many cases the posterior mean is the precision-weighted mean of prior and sample."""
    n = 200
    values = np.array([-1.0, 0.5, 2.0, -2.0])
    scatter = np.where(np.arange(n) % 2, 0.5, -0.5)[:, None]
    pooled = pool([sharp(values + each) for each in scatter], Streams(3, ONE), 800)
    weight = n / 0.25
    expected = (PRECISIONS[:, DATED] * MEANS[:, DATED] + weight * values) / (
        PRECISIONS[:, DATED] + weight
    )
    found = pooled.coefficients[:, :, DATED].mean(axis=0)
    np.testing.assert_allclose(found, expected, atol=0.02)
    # The prior on the spread counts like six cases beside the two hundred.
    np.testing.assert_allclose(pooled.spreads[:, 1].mean(axis=0), 0.5, atol=0.03)


def test_a_case_of_one_kind_leaves_the_spread_of_the_other_alone():
    cases = [sharp(np.full(len(COMPONENTS), 3.0 * (-1) ** i), dated=1.0) for i in range(30)]
    free, dated, gradual = pool(cases, Streams(5, ONE), 500).spreads.mean(axis=0)
    assert (dated > 2.5).all()
    assert (free < 1.5).all()
    assert (gradual < 1.5).all()


def test_a_case_whose_guesses_are_equally_likely_follows_the_others():
    others = [sharp(np.full(len(COMPONENTS), 1.0), guesses=61) for _ in range(40)]
    guesses = np.linspace(-3, 3, 61)[:, None] * np.ones(len(COMPONENTS))
    design = others[0].design
    vague = Guesses(guesses, np.zeros(61), design)
    with_vague = pool([*others, vague], Streams(6, ONE), 500).coefficients[:, :, DATED].mean(axis=0)
    without = pool(others, Streams(6, ONE), 500).coefficients[:, :, DATED].mean(axis=0)
    np.testing.assert_allclose(with_vague, without, atol=0.03)
