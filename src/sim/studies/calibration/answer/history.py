"""History matching: rule out, wave by wave, where the model cannot show what was seen.

Implausibility of a position x for a soft target with band z (Craig et al. 1997; McCulloch, Ge, Ward,
Heppenstall, Polhill & Malleson, JASSS 25(2) 1, 2022)::

    I(x) = |z - E f(x)| / sqrt(V_obs + V_disc + V_ens)

E f(x) comes from a linear emulator on the normal positions. What it leaves unexplained, the noise
between seeds and its own error together, stands in the place of V_ens, so the cut is cautious. A hard
bound has no tolerance, so there V_obs and V_disc are zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.studies.calibration.question.readings import AskedTarget
from sim.studies.calibration.question.scoring import distance

#: Coefficients are kept to so many decimals: the last bits of linear algebra differ between processors.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Emulator:
    """Expected readings of the targets with a range, linear in the position.

    `explained` is the share of variance that it explains on the runs it was fitted to.
    """

    targets: tuple[AskedTarget, ...]
    constant: Floats
    slopes: Floats
    unexplained: Floats
    explained: Floats

    @classmethod
    def fitted(cls, targets: Sequence[AskedTarget], z: Floats, readings: Floats) -> "Emulator":
        """Least squares on runs at positions `z`; readings that never differ tell nothing."""
        differ = readings.std(axis=0) > 0
        columns = [i for i, each in enumerate(targets) if each.has_range and differ[i]]
        shown = readings[:, columns]
        design = np.column_stack([np.ones(len(z)), z])
        solution = np.linalg.lstsq(design, shown, rcond=None)[0].round(DECIMALS)
        left = ((shown - design @ solution) ** 2).sum(axis=0)
        spare = max(len(z) - design.shape[1], 1)
        total = ((shown - shown.mean(axis=0)) ** 2).sum(axis=0)
        return cls(
            tuple(targets[column] for column in columns),
            solution[0],
            solution[1:],
            (left / spare).round(2 * DECIMALS),
            1 - left / total,
        )

    def implausibility(self, z: Floats, discrepancy: float) -> Floats:
        """Largest implausibility over targets, shape (n,).

        `discrepancy` is the standard deviation of what no run of the model can match, in tolerances.
        """
        expected = self.constant + z @ self.slopes
        worst = np.zeros(len(z))
        for column, each in enumerate(self.targets):
            tolerance = each.target.tolerance or 0.0
            off = distance(each.target, expected[:, column]) * (tolerance or 1.0)
            variance = tolerance**2 * (1 + discrepancy**2) + self.unexplained[column]
            worst = np.maximum(worst, off / np.sqrt(variance))
        return worst


@dataclass(frozen=True, slots=True)
class History:
    """What the waves so far leave: positions that no emulator finds implausible."""

    discrepancy: float
    limit: float
    waves: tuple[Emulator, ...] = ()

    def after(self, wave: Emulator) -> "History":
        """The same with one more wave."""
        return History(self.discrepancy, self.limit, (*self.waves, wave))

    def allows(self, z: Floats) -> Flags:
        """Where nothing is ruled out, shape (n,)."""
        allowed = np.ones(len(z), bool)
        for wave in self.waves:
            allowed &= wave.implausibility(z, self.discrepancy) < self.limit
        return allowed
