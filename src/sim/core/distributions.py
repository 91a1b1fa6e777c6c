"""Distributions a quantity can be drawn from, written in scenarios as ``uniform(0.1, 0.5)``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import erfc, inf, isfinite, log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.errors import BadValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray

type Values = NDArray[np.float64]

Z95 = 1.6448536269514722  # standard normal quantile at 0.95
#: Streams give no uniform closer to 0 or 1 than this: less mass than that outside a range is none.
NO_MASS = 2.0**-33
#: Share of a distribution that must lie inside the range of its quantity.
LEAST_INSIDE = 0.01
#: Arguments of a beta between which its quantiles can be computed.
LEAST_BETA, MOST_BETA = 0.001, 1e6


def _uniform(u: Values, low: float, high: float) -> Values:
    return low + (high - low) * u


def _log_uniform(u: Values, low: float, high: float) -> Values:
    return np.exp(_uniform(u, log(low), log(high)))


def _log_normal(u: Values, median: float, p95: float) -> Values:
    from scipy.special import ndtri  # noqa: PLC0415 - scipy is slow to import and only drawing needs it

    return np.asarray(median * np.exp(ndtri(u) * log(p95 / median) / Z95))


def _beta(u: Values, a: float, b: float) -> Values:
    from scipy.special import betaincinv  # noqa: PLC0415 - as above

    return np.asarray(betaincinv(a, b, u), dtype=np.float64)


def _below_log_normal(value: float, median: float, p95: float) -> float:
    if value <= 0:
        return 0.0
    return 0.5 * erfc(-(log(value / median) * Z95 / log(p95 / median)) / sqrt(2))


def _below_beta(value: float, a: float, b: float) -> float:
    if not 0 < value < 1:  # the ends need no computing
        return 0.0 if value <= 0 else 1.0
    from scipy.special import betainc  # noqa: PLC0415 - as above

    return float(betainc(a, b, value))


@dataclass(frozen=True, slots=True)
class _Family:
    """`below` is the distribution function of a family whose ends are not among its arguments."""

    arguments: tuple[str, str]
    quantile: Callable[[Values, float, float], Values]
    allowed: Callable[[float, float], bool]
    rule: str
    below: Callable[[float, float, float], float] | None = None


FAMILIES = {
    "uniform": _Family(
        ("low", "high"), _uniform, lambda a, b: a < b and isfinite(b - a), "low < high"
    ),
    "loguniform": _Family(("low", "high"), _log_uniform, lambda a, b: 0 < a < b, "0 < low < high"),
    "lognormal": _Family(
        ("median", "p95"),
        _log_normal,
        lambda a, b: 0 < a < b and 1 < b / a < inf,
        "0 < median < p95",
        _below_log_normal,
    ),
    "beta": _Family(
        ("a", "b"),
        _beta,
        lambda a, b: min(a, b) >= LEAST_BETA and max(a, b) <= MOST_BETA,
        f"a and b from {LEAST_BETA:g} to {MOST_BETA:,.0f}",
        _below_beta,
    ),
}
_DECIMAL_COMMAS = re.compile(r"\s*([a-z]+)\(\s*(\d+),(\d+)\s*[,;]\s*(\d+),(\d+)\s*\)\s*")
_CALL = re.compile(r"\s*([a-z]+)\(\s*([^,()\s]+)\s*,\s*([^,()\s]+)\s*\)\s*")


@dataclass(frozen=True, slots=True)
class Distribution:
    """One of four families with its two arguments, in the unit of the quantity it describes.

    ``lognormal`` is given by its median and its 95th percentile, the two figures that sources print.
    `low` and `high` cut the tails off that a family has beyond them (`within`).
    """

    family: str
    first: float
    second: float
    low: float = field(default=-inf, compare=False)
    high: float = field(default=inf, compare=False)

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
        if commas := _DECIMAL_COMMAS.fullmatch(text):
            family, *digits = commas.groups()
            meant = "{}({}.{}, {}.{})".format(family, *digits)
            raise BadValueError(f"write {meant} with decimal points, is '{text[:60]}'")
        if text.count("(") > text.count(")"):
            told = "a distribution that stands in { } needs quotes around it"
            raise BadValueError(f"{told}, is '{text[:60]}'")
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

    def within(self, low: float, high: float) -> "Distribution":
        """The same, truncated to the range of a quantity; ends that are written must lie inside.

        Raises
        ------
        BadValueError
            If it reaches beyond the range by an end that its author wrote, or hardly lies inside it;
            the text goes on from a sentence that names the range.
        """
        if FAMILIES[self.family].below is None:
            if self.first < low or self.second > high:
                raise BadValueError("")
            return self
        cut = replace(self, low=low, high=high)
        before, up_to = cut.inside()
        if up_to - before < LEAST_INSIDE:
            raise BadValueError(f"; hardly any of it lies there ({100 * (up_to - before):.2g} %)")
        return cut

    def quantile(self, u: Values) -> Values:
        """Inverse distribution function: uniforms in (0, 1) to draws, same shape, monotone.

        Where tails are cut off, the uniforms are spread over what is left, so that two scenarios
        stay paired. Without mass beyond the range, not a bit of a draw changes.
        """
        before, up_to = self.inside()
        if before > NO_MASS or 1 - up_to > NO_MASS:
            u = before + (up_to - before) * u
        return np.clip(FAMILIES[self.family].quantile(u, self.first, self.second), *self.span())

    def inside(self) -> tuple[float, float]:
        """Shares of the whole distribution that lie below `low` and below `high`."""
        below = FAMILIES[self.family].below
        if below is None:
            return 0.0, 1.0
        before = below(self.low, self.first, self.second) if self.low > 0 else 0.0
        return before, below(self.high, self.first, self.second) if self.high < inf else 1.0

    def median(self) -> float:
        """Value that half of the draws stay below."""
        return float(self.quantile(np.array([0.5]))[0])

    def span(self) -> tuple[float, float]:
        """Smallest and largest value that a draw can take (infinite for an open tail)."""
        if self.family in {"uniform", "loguniform"}:
            return self.first, self.second
        return max(0.0, self.low), min(1.0 if self.family == "beta" else inf, self.high)


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
