"""Figures of a calibration: what moved, and which patterns are met before and after."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _, numeral
from sim.core.quantity import Floats, declared
from sim.report.drawing.canvas import canvas
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import beside, name_high_rows, name_rows, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREY, INK, SMALL, tint
from sim.report.limits import NOT_A_FORECAST
from sim.report.numerals import significant
from sim.report.table import Table
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer.calibrate import Calibrated, Met
from sim.studies.calibration.answer.learned import Learned
from sim.studies.calibration.told import tables

MOST = 16
TARGETS, TARGET_ROW = 4.4, 0.32  # inches for what a target is about, in two lines
PATTERNS_TITLE = "Which runs show the patterns of 21 February 2026"
QUARTERS = [0.05, 0.25, 0.5, 0.75, 0.95]


LEARNED_READING = (
    "Place of the posterior within the prior: 0 is the prior's lowest value, 1 its highest, and an unmoved quantity "
    "fills 5 % to 95 %. Line: median. Dark: 50 % of draws. Light: 90 %. Grey: prior. Below, the shares of departures "
    "decided by 21 February 2026, by cause."
)
PATTERNS_READING = (
    "Share of runs in which a target holds (hard), or is missed by at most its tolerance (soft). A target about the "
    "whole ensemble is met (100 %) or not (0 %). Grey ring: draws of the prior. Blue dot: draws of the posterior. "
    "Checks are scripted or structural and never count as fit."
)


def drawings(found: Calibrated) -> tuple[Drawing, Drawing]:
    """What moved, and which patterns are met."""
    moved = [each for each in found.quantities if each.updated]
    worst = sorted(found.patterns, key=lambda each: each.fresh)[:3]
    return (
        Drawing(
            "prior_and_posterior",
            _("What moved, and what did not"),
            lambda: _learned(found),
            "",
            _(
                "Ranges of the posterior within the prior, of the {n} quantities that moved most and of the shares of "
                "departures by cause."
            ).format(n=min(len(moved), MOST)),
            Table(tables.QUANTITIES, (*moved, *found.shares)),
        ),
        Drawing(
            "patterns",
            _(PATTERNS_TITLE),
            lambda: _patterns(found),
            "",
            _(
                "Dots of the share of runs that meet each target, before and after. Met least often after: {worst}."
            ).format(
                worst=", ".join(f"{each.target.name} {100 * each.fresh:.0f} %" for each in worst)
            ),
            Table(tables.PATTERNS, found.patterns),
        ),
    )


def _learned(found: Calibrated) -> Picture:
    shown = [each for each in found.quantities if each.updated][:MOST] or list(found.quantities[:5])
    around = Frame(
        _how_many(found),
        _("{title} · {n} draws").format(
            title=_(found.file.title), n=numeral(f"{len(found.fitted.particles):,}")
        ),
        _(LEARNED_READING),
        (_(NOT_A_FORECAST),),
    )
    room = Room(left=2.3, right=2.5, below=0.3, named=True)
    rows = (Row(0.28 * len(shown)), Row(0.28 * len(found.shares)))
    picture, [[above], [below]] = sheet(around, rows, 1, room)
    marks = found.fitted.particles.z
    paths = found.fitted.space.paths
    _rows(above, shown, [_placed(marks[:, paths.index(e.name)]) for e in shown], _labels(shown))
    any_moved = any(each.updated for each in found.quantities)
    titled(above, _("Quantities that moved") if any_moved else _("None moved; the first five"))
    before, after = found.fitted.prior.shares, found.fitted.particles.shares
    places = [_among(before[:, i], after[:, i]) for i in range(len(found.shares))]
    _rows(below, list(found.shares), places, [_share_label(each) for each in found.shares])
    titled(below, _("Shares of departures"))
    return picture


def _how_many(found: Calibrated) -> str:
    return _("{moved} of {all} quantities moved").format(
        moved=sum(each.updated for each in found.quantities), all=len(found.quantities)
    )


def _placed(z: Floats) -> Floats:
    """Quantiles of the posterior as places in the prior."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    return np.asarray(ndtr(np.quantile(z, QUARTERS)))


def _among(before: Floats, after: Floats) -> Floats:
    ordered = np.sort(before)
    return np.searchsorted(ordered, np.quantile(after, QUARTERS)) / len(ordered)


def _labels(shown: list[Learned]) -> list[str]:
    units = {e.path: e.quantity.unit for e in declared(Scenario(name="d", title="Defaults"))}
    return [
        each.name.removeprefix("assumptions.") + _unit(units.get(each.name, "1")) for each in shown
    ]


def _unit(unit: str) -> str:
    return "" if unit == "1" else f" ({_(unit)})"


def _share_label(each: Learned) -> str:
    named = tables.cause(each.name)
    return _("{cause}  (prior-dominated)").format(cause=named) if each.prior_dominated else named


def _rows(ax: Axes, shown: list[Learned], places: list[Floats], labels: list[str]) -> None:
    at = range(len(shown))[::-1]
    for row, each, (low, lower, middle, upper, high) in zip(at, shown, places, strict=True):
        ax.barh(row, 0.9, 0.62, left=0.05, color=tint(GREY, 0.25))
        hue = BLUE if each.updated else GREY
        ax.barh(row, high - low, 0.36, left=low, color=tint(hue, 0.35))
        ax.barh(row, upper - lower, 0.36, left=lower, color=tint(hue, 0.75))
        ax.plot([middle, middle], [row - 0.28, row + 0.28], color=INK, lw=1.4)
        told = f"{significant(each.prior[0])} → {significant(each.posterior[0])}"
        if not canvas().narrow:
            told += f" [{significant(each.posterior[1])}–{significant(each.posterior[2])}]"
        beside(ax, row, told)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    name_rows(ax, at, labels, 2.2)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")


def _patterns(found: Calibrated) -> Picture:
    shown = [each for each in found.patterns if each.target.pattern.role == "fit"]
    checks = [each for each in found.patterns if each.target.pattern.role == "check"]
    around = Frame(
        _(PATTERNS_TITLE),
        _("{title} · {n} draws, under fresh random streams").format(
            title=_(found.file.title), n=numeral(f"{len(found.after.readings):,}")
        ),
        _(PATTERNS_READING),
        (_(NOT_A_FORECAST),),
    )
    room = Room(left=TARGETS, right=0.3, below=0.3, named=True)
    rows = (Row(TARGET_ROW * len(shown)).named, Row(TARGET_ROW * len(checks)).named)
    picture, [[above], [below]] = sheet(around, rows, 1, room)
    _dots(above, shown)
    titled(above, _("Fitted to"))
    _dots(below, checks)
    titled(below, _("Checks"))
    return picture


def _dots(ax: Axes, shown: list[Met]) -> None:
    at = range(len(shown))[::-1]
    for row, each in zip(at, shown, strict=True):
        ax.plot([each.prior, each.fresh], [row, row], color=tint(BLUE, 0.4), lw=1.2)
        ax.plot(each.prior, row, "o", ms=5, mfc="white", mec=GREY, mew=1.2, clip_on=False)
        ax.plot(each.fresh, row, "o", ms=4, color=BLUE, clip_on=False)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.tick_params(axis="y", labelsize=SMALL - 1)
    name_high_rows(ax, at, [_target_label(each) for each in shown], TARGETS - 0.1)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")


def _target_label(each: Met) -> str:
    target = each.target.target
    return f"{each.target.name} {_(target.kind)}: {_(target.variable)}"
