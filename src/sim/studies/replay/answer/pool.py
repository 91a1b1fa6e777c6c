r"""What the other cases have in common: a Gibbs sampler over their latent numbers and the coefficients.

Given coefficients and spreads, each case picks one of its guesses; given the guesses, coefficients and
spreads have closed forms (conjugate linear regression, Gelman et al. 2013, section 14.2):

.. math:: \beta \mid \sigma \sim N(m, V), \quad V^{-1} = P + X^\top X / \sigma^2, \qquad
   \sigma^2 \mid \beta \sim InvGamma(a + n/2, \; b + \textstyle\sum r^2 / 2)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtri

from sim.core.quantity import Floats, Integers
from sim.core.streams import Streams
from sim.studies.replay.answer.fit import Guesses
from sim.studies.replay.answer.latent import (
    COLUMNS,
    COMPONENTS,
    MEANS,
    PRECISIONS,
    SPREAD_SHAPE,
    SPREADS,
    kinds,
)

WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Pooled:
    """Draws of what cases have in common: coefficients (D, components, columns), spreads (D, kinds, components)."""

    coefficients: Floats
    spreads: Floats

    def centre(self, design: Floats) -> Floats:
        """What is expected of a new case, one for each draw, shape (D, components)."""
        return np.asarray(np.einsum("dkc,dc->dk", self.coefficients, design))

    def spread(self, design: Floats) -> Floats:
        """By how much cases of its kind differ from what is expected, shape (D, components)."""
        kind = kinds(design)
        return self.spreads[np.arange(len(kind)), kind]


def pool(cases: Sequence[Guesses], streams: Streams, n: int) -> Pooled:
    """`n` draws given all of `cases`, from the stream of the first replicate."""
    design = np.array([case.design for case in cases])
    values = np.array([case.values for case in cases])  # (cases, K, components)
    weights = np.array([case.log_weight for case in cases])
    kind = kinds(design)  # which of the spreads is a case's
    coefficients, variances = MEANS.copy(), SPREADS**2
    kept_coefficients = np.empty((n, *MEANS.shape))
    kept_spreads = np.empty((n, *SPREADS.shape))
    for turn in range(WARM_UP + n):
        centre = design @ coefficients.T
        chosen = _pick(
            values,
            weights,
            centre,
            variances[kind],
            streams.uniforms("replay pick", turn, len(cases))[0],
        )
        normals = ndtri(streams.uniforms("replay coefficients", turn, MEANS.size)[0])
        coefficients = _coefficients(design, chosen, variances[kind], normals.reshape(MEANS.shape))
        residuals = chosen - design @ coefficients.T
        marks = streams.uniforms("replay spreads", turn, SPREADS.size)[0]
        variances = _variances(residuals, kind, marks.reshape(SPREADS.shape))
        if turn >= WARM_UP:
            kept_coefficients[turn - WARM_UP] = coefficients
            kept_spreads[turn - WARM_UP] = np.sqrt(variances)
    return Pooled(kept_coefficients, kept_spreads)


def _pick(
    values: Floats, weights: Floats, centre: Floats, variances: Floats, marks: Floats
) -> Floats:
    """One guess of each case, by its weight and its prior given what cases have in common."""
    log_odds = weights - 0.5 * ((values - centre[:, None, :]) ** 2 / variances[:, None]).sum(axis=2)
    odds = np.exp(log_odds - log_odds.max(axis=1, keepdims=True)).cumsum(axis=1)
    at = (odds < marks[:, None] * odds[:, -1:]).sum(axis=1)
    return values[np.arange(len(values)), at]


def _coefficients(design: Floats, chosen: Floats, variances: Floats, normals: Floats) -> Floats:
    drawn = np.empty((len(COMPONENTS), len(COLUMNS)))
    for k, variance in enumerate(variances.T):
        weighed = design.T / variance
        precision = np.diag(PRECISIONS[k]) + weighed @ design
        root = np.linalg.cholesky(precision)
        mean = np.linalg.solve(precision, PRECISIONS[k] * MEANS[k] + weighed @ chosen[:, k])
        drawn[k] = mean + np.linalg.solve(root.T, normals[k])
    return drawn


def _variances(residuals: Floats, kind: Integers, marks: Floats) -> Floats:
    """Between-case variances, shape (kinds, components)."""
    drawn = np.empty(SPREADS.shape)
    for which in range(len(SPREADS)):
        squares = residuals[kind == which] ** 2
        shape = SPREAD_SHAPE + len(squares) / 2
        scale = (SPREAD_SHAPE + 1) * SPREADS[which] ** 2 + squares.sum(axis=0) / 2
        drawn[which] = scale / gammaincinv(shape, marks[which])
    return drawn
