"""Distributions a quantity can be drawn from, written in scenarios as ``uniform(0.1, 0.5)``."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import BadValueError

Z95 = 1.6448536269514722  # standard normal quantile at 0.95


def _uniform(u: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return low + (high - low) * u


def _log_uniform(u: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return np.exp(_uniform(u, log(low), log(high)))


def _log_normal(u: NDArray[np.float64], median: float, p95: float) -> NDArray[np.float64]:
    from scipy.special import ndtri  # noqa: PLC0415 - scipy is slow to import and only drawing needs it

    return np.asarray(median * np.exp(ndtri(u) * log(p95 / median) / Z95))


def _beta(u: NDArray[np.float64], a: float, b: float) -> NDArray[np.float64]:
    from scipy.special import betaincinv  # noqa: PLC0415 - as above

    return np.asarray(betaincinv(a, b, u), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Family:
    arguments: tuple[str, str]
    quantile: Callable[[NDArray[np.float64], float, float], NDArray[np.float64]]
    allowed: Callable[[float, float], bool]
    rule: str


FAMILIES = {
    "uniform": _Family(("low", "high"), _uniform, lambda a, b: a < b, "low < high"),
    "loguniform": _Family(("low", "high"), _log_uniform, lambda a, b: 0 < a < b, "0 < low < high"),
    "lognormal": _Family(
        ("median", "p95"), _log_normal, lambda a, b: 0 < a < b, "0 < median < p95"
    ),
    "beta": _Family(("a", "b"), _beta, lambda a, b: a > 0 and b > 0, "a > 0 and b > 0"),
}
_CALL = re.compile(r"\s*([a-z]+)\(\s*([^,()\s]+)\s*,\s*([^,()\s]+)\s*\)\s*")


@dataclass(frozen=True, slots=True)
class Distribution:
    """One of four families with its two arguments, in the unit of the quantity it describes.

    ``lognormal`` is given by its median and its 95th percentile, the two figures that sources print.
    """

    family: str
    first: float
    second: float

    def __post_init__(self) -> None:
        family = FAMILIES.get(self.family)
        if family is None:
            raise BadValueError(
                f"unknown distribution '{self.family}'", options=tuple(FAMILIES), given=self.family
            )
        if not (isfinite(self.first) and isfinite(self.second)) or not family.allowed(
            self.first, self.second
        ):
            raise BadValueError(f"{self.family}({', '.join(family.arguments)}) needs {family.rule}")

    def __str__(self) -> str:
        return f"{self.family}({self.first:g}, {self.second:g})"

    @classmethod
    def parse(cls, text: str) -> "Distribution":
        """Read ``family(first, second)``; raises `BadValueError` with what is allowed."""
        match = _CALL.fullmatch(text)
        if match is None:
            raise BadValueError(
                "write a number or a distribution such as uniform(0.1, 0.5), "
                f"is '{text[:60]}'; families: {', '.join(FAMILIES)}"
            )
        try:
            return cls(match[1], float(match[2]), float(match[3]))
        except ValueError as error:
            if isinstance(error, BadValueError):
                raise
            raise BadValueError(f"the arguments of {match[1]} must be numbers") from None

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Inverse distribution function: uniforms in (0, 1) to draws, same shape, monotone."""
        return FAMILIES[self.family].quantile(u, self.first, self.second)

    def median(self) -> float:
        """Value that half of the draws stay below."""
        return float(self.quantile(np.array([0.5]))[0])

    def span(self) -> tuple[float, float]:
        """Smallest and largest value that a draw can take (infinite for an open tail)."""
        if self.family in {"uniform", "loguniform"}:
            return self.first, self.second
        return (0.0, 1.0) if self.family == "beta" else (0.0, float("inf"))


def uniform(low: float, high: float) -> Any:  # noqa: ANN401 - see quantity.Uncertain
    """Every value between `low` and `high` equally likely."""
    return Distribution("uniform", low, high)


def log_uniform(low: float, high: float) -> Any:  # noqa: ANN401
    """Every order of magnitude between `low` and `high` equally likely."""
    return Distribution("loguniform", low, high)


def log_normal(median: float, p95: float) -> Any:  # noqa: ANN401
    """Log-normal by its median and 95th percentile."""
    return Distribution("lognormal", median, p95)


def beta(a: float, b: float) -> Any:  # noqa: ANN401
    """Beta distribution on (0, 1)."""
    return Distribution("beta", a, b)
