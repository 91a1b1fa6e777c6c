"""How the spread of a headline number divides: what luck does, what nobody knows, and what the scenario moves.

By the law of total variance over runs that share their draws and differ in their random streams:
the variance between draws is what the unknown quantities do alone, the mean variance within a draw is
what luck does, alone and together with them. The two add up to all of the variance.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.core.intake import UnfitFileError, from_json
from sim.core.languages import _
from sim.core.wording import quoted
from sim.ensemble import store
from sim.ensemble.errors import MismatchError
from sim.report import readings
from sim.report.numerals import headed, signed
from sim.report.table import Column, Table, said

if TYPE_CHECKING:
    import xarray

    from sim.report.headline import Headline

#: In a result folder: the split for programs, as a table, and the runs that it was measured with.
RECORD, TABLE, INSIDE = "luck.json", "luck.csv", "luck"
#: Runs below which too few pairs can be had.
FEWEST_RUNS = 100
ABOUT = (
    "Luck is which random streams a run uses: lasting tastes of the governments, whose clock rings first, "
    "which cargo gets through. It is measured on pairs of runs with the same draws and other streams, and "
    "counts with what it does together with the unknown quantities (total effect); the rest is owed to "
    "those alone (main effect)."
)
_STRICT = ConfigDict(extra="forbid", frozen=True)


class VarianceShare(BaseModel):
    """A share of a variance, in [0, 1], and what the number of pairs leaves open (95 % of resamples)."""

    model_config = _STRICT

    share: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class MeanShift(BaseModel):
    """How far the mean of a number is from that of another scenario, with its 95 % range over pairs."""

    model_config = _STRICT

    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the range leaves out zero."""
        return self.low > 0 or self.high < 0


class NumberVariance(BaseModel):
    """The split of one headline number on the last day.

    `luck` and `unknown` are total effects: each with all that it does together with the other. None
    where no run differs from another. `shift` is this scenario minus its parent; None without one.
    """

    model_config = _STRICT

    name: str
    label: str
    unit: str
    variance: float = Field(ge=0)
    luck: VarianceShare | None
    unknown: VarianceShare | None
    shift: MeanShift | None

    @property
    def unknown_alone(self) -> float | None:
        """Main effect of the unknown quantities: the variance between draws, as a share of all."""
        return None if self.luck is None else 1 - self.luck.share

    @property
    def luck_alone(self) -> float | None:
        """Main effect of luck."""
        return None if self.unknown is None else 1 - self.unknown.share


class VarianceSplit(BaseModel):
    """The split of every headline number, from `pairs` of runs for luck and `parent_pairs` for the shift."""

    model_config = _STRICT

    kind: Literal["luck"] = "luck"
    pairs: int = Field(ge=2)
    parent: str = ""
    parent_pairs: int = Field(0, ge=0)
    numbers: tuple[NumberVariance, ...]

    def of(self, name: str) -> NumberVariance | None:
        """That of a headline number."""
        return next((each for each in self.numbers if each.name == name), None)

    def table(self) -> Table:
        """All of it, a number a row."""
        return Table(COLUMNS, self.numbers)

    def files(self) -> dict[str, bytes]:
        """What is left in a result folder, as bytes by file name."""
        told = self.model_dump_json(indent=1) + "\n"
        return {RECORD: told.encode(), TABLE: self.table().csv().encode()}


def split_in(folder: Path) -> VarianceSplit | None:
    """What was measured of the runs in `folder`; None if nothing was.

    Raises
    ------
    MismatchError
        If the file that says so is damaged.
    """
    if not (folder / RECORD).exists():
        return None
    try:
        content = from_json(store.read_own(folder, RECORD), folder / RECORD)
        return VarianceSplit.model_validate(content)
    except (UnfitFileError, ValidationError) as error:
        message = f"{folder}: {RECORD} is damaged; run: sim verify --repair {quoted(folder)}"
        raise MismatchError(message) from error


def why_not_measured(results: "xarray.Dataset") -> str:
    """Why the spread of these runs is not divided, in words."""
    if readings.differ(results):
        return "its runs have settings of their own"
    if not readings.of_runs(results, "present"):
        return "no paths of single runs are kept"
    if readings.n_asked(results) < FEWEST_RUNS:
        return f"that takes {FEWEST_RUNS} runs or more"
    return "sim resume on this folder does it, with a third more runs"


def in_percent(share: float) -> str:
    """A share as ``51 %``; a small one is not rounded to nothing, nor a large one to all.

    >>> in_percent(0.513), in_percent(0.004), in_percent(0.9999), in_percent(0.0)
    ('51 %', 'under 1 %', 'over 99 %', '0 %')
    """
    if 0 < share < 0.01:  # noqa: PLR2004
        return _("under 1 %")
    if 0.99 < share < 1:  # noqa: PLR2004 - the mirror image of the line above
        return _("over 99 %")
    return f"{100 * share:.0f} %"


def share_told(found: VarianceShare | None) -> str:
    """A share with its range: ``51 % (38–64)``; nothing where no run differs."""
    if found is None:
        return ""
    return f"{in_percent(found.share)} ({100 * found.low:.0f}–{100 * found.high:.0f})"


def range_told(found: VarianceShare | None) -> str:
    """What the pairs leave open of a share, alone: ``38–64 %``; nothing where no run differs."""
    return "" if found is None else f"{100 * found.low:.0f}–{100 * found.high:.0f} %"


def shift_told(found: MeanShift | None, unit: str) -> str:
    """A shift with its range: ``−612 (−900 to −300)``; nothing without a parent."""
    if found is None:
        return ""
    mean, low, high = (signed(each, unit) for each in (found.mean, found.low, found.high))
    return _("{mean} ({low} to {high})").format(mean=mean, low=low, high=high)


def plain(lines: "tuple[Headline, ...]", split: VarianceSplit | None) -> list[dict[str, Any]]:
    """Headline numbers for programs, with what is known of their spread; null where it is not."""
    return [asdict(each) | _flat(split.of(each.name) if split else None) for each in lines]


def _flat(found: NumberVariance | None) -> dict[str, float | None]:
    told: dict[str, float | None] = {}
    parts = () if found is None else (found.luck, found.unknown)
    for name, part in zip(("luck", "unknown"), parts or (None, None), strict=True):
        told |= {
            name: part.share if part else None,
            f"{name}_low": part.low if part else None,
            f"{name}_high": part.high if part else None,
        }
    told["unknown_alone"] = found.unknown_alone if found else None
    shift = found.shift if found else None
    told |= {f"shift{tail}": _end(shift, end) for tail, end in _ENDS.items()}
    return told


_ENDS = {"": "mean", "_low": "low", "_high": "high"}


def _end(found: BaseModel | None, end: str) -> float | None:
    return None if found is None else float(getattr(found, end))


def _numbers(part: str, ends: tuple[str, ...]) -> Iterator[Column[NumberVariance]]:
    """Columns for programs alone: the ends of a part."""
    for end in ends:
        name = part if end in {"share", "mean"} else f"{part}_{end}"
        yield Column(name, lambda each, e=end: _end(getattr(each, part), e))  # type: ignore[misc]


COLUMNS: tuple[Column[NumberVariance], ...] = (
    Column("name", lambda each: each.name),
    said("On the last day", lambda each: headed(each.label, each.unit)),
    Column("unit", lambda each: each.unit),
    Column("variance", lambda each: each.variance),
    *_numbers("luck", ("share", "low", "high")),
    said("Luck, with all it does", lambda each: share_told(each.luck)),
    Column(
        "unknown_alone",
        lambda each: each.unknown_alone,
        "Unknown quantities alone",
        lambda each: "" if each.unknown_alone is None else in_percent(each.unknown_alone),
    ),
    *_numbers("unknown", ("share", "low", "high")),
    said("Unknown quantities, with all they do", lambda each: share_told(each.unknown)),
    Column(
        "luck_alone",
        lambda each: each.luck_alone,
        "Luck alone",
        lambda each: "" if each.luck_alone is None else in_percent(each.luck_alone),
    ),
    *_numbers("shift", ("mean", "low", "high")),
    said("Mean moved from the parent", lambda each: shift_told(each.shift, each.unit)),
)
