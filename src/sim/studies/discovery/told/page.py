"""Scenario discovery told: the box in a sentence, its figure, the peeling, the tree, the policies."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.methods.study import Drawing, Study, around
from sim.methods.target import Condition
from sim.report.document import Section
from sim.report.drawing.labels import beside, titled
from sim.report.drawing.lettering import fitted
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, FAINT, INK, MUTED, ORANGE, SMALL, TEXT, VERMILLION, tint
from sim.report.numerals import in_hundred, significant
from sim.report.statistics import wilson
from sim.report.table import Column, Table, said
from sim.scenario.schema import Scenario
from sim.studies.discovery.answer.boxes import (
    MOST_LIMITED,
    RESAMPLES,
    Discovery,
    Limit,
    Peeled,
    Region,
)
from sim.studies.discovery.answer.regret import Regret
from sim.studies.discovery.question import Sample
from sim.studies.discovery.told.regions import limits_text, quasi_p_text, region_text

MOST_DOTS = 400  # runs shown as dots on each side of a limit
GOLDEN, SILVER = 0.6180339887498949, 0.4142135623730951  # their multiples spread evenly


def discovery_study(
    condition: Condition,
    scenario: Scenario,
    found: Discovery,
    sample: Sample,
    regrets: Sequence[Regret] = (),
) -> Study:
    """The study of where something happens."""
    drawings = [_peeling_drawing(condition, scenario, found)]
    details = []
    if found.region is not None:
        drawings.insert(0, _box_drawing(condition, scenario, found, sample))
        details.append(Section("box", "The box", _box_table(found.region).html()))
    if found.tree is not None:
        details.append(Section("tree", "A tree as a cross-check", _box_table(found.tree).html()))
    tables = {"peeling.csv": _peeling(found).csv()}
    policies = Table(POLICIES, regrets)
    if regrets:
        details.append(Section("policies", "Policies over the same draws", policies.html()))
        tables["policies.csv"] = policies.csv()
    return Study(
        kind="discovery",
        title=f"Where it happens: {condition.label}",
        scenario=scenario,
        n_runs=found.n_runs,
        answer=_answer(condition, found, regrets),
        drawings=tuple(drawings),
        content=_json(condition, found, policies),
        tables=tables,
        details=tuple(details),
    )


def _answer(condition: Condition, found: Discovery, regrets: Sequence[Regret]) -> tuple[str, ...]:
    overall = found.n_cases / found.n_runs
    if found.region is None:
        return (
            f"{condition.label}: {found.n_cases:,} of {found.n_runs:,} runs, and no region of the drawn "
            "quantities in which it is clearly more common. What decides is spread over many "
            "quantities, or chance.",
            *_told_regrets(regrets),
        )
    coverage, density = found.held_out
    told = [
        region_text(condition.label, found.region, overall),
        f"A box was found in {found.halves} of {RESAMPLES} random halves of the runs; tried on the other "
        f"half, density is {100 * density:.0f} % and coverage {100 * coverage:.0f} % on average.",
    ]
    weak = [limit.factor.label for limit in found.region.limits if limit.found < 0.5]  # noqa: PLR2004
    if weak:
        told.append(f"Not reproducible: fewer than half of the halves limit {', '.join(weak)}.")
    if found.tree is not None and found.tree.limits:
        told.append(
            f"A tree says: {limits_text(found.tree.limits)} (density {100 * found.tree.density:.0f} %, "
            f"coverage {100 * found.tree.coverage:.0f} %); of the runs in either region, "
            f"{100 * found.agreement:.0f} % are in both."
        )
    return (*told, *_told_regrets(regrets))


def _told_regrets(regrets: Sequence[Regret]) -> tuple[str, ...]:
    if not regrets:
        return ()
    best = regrets[0]
    sentence = (
        f"Least regret over the same draws: {best.name}. It happens there in "
        f"{in_hundred(best.happened, best.n)} runs, and in {in_hundred(best.regretted, best.n)} runs "
        "another of the policies would have avoided it."
    )
    if len(regrets) > 1 and _interval(best)[1] > _interval(regrets[1])[0]:
        sentence += f" It cannot be told from {regrets[1].name} with this number of runs."
    return (sentence,)


def _interval(regret: Regret) -> tuple[float, float]:
    return wilson(regret.regretted, regret.n)


def _box_drawing(
    condition: Condition,
    scenario: Scenario,
    found: Discovery,
    sample: Sample,
) -> Drawing:
    region = found.region
    if region is None:
        raise ValueError("there is no box to draw")
    title = f"The box: {condition.label}"
    reading = (
        "Each line is the range of one quantity over all runs, the bar the part inside the box. Dots: "
        "runs with what is looked for (above) and without (below)."
    )

    def draw() -> Picture:
        overall = 100 * found.n_cases / found.n_runs
        notes = (
            f"Density {100 * region.density:.0f} % inside, {overall:.0f} % over all runs; coverage "
            f"{100 * region.coverage:.0f} %. q: chance of so much if the limit did nothing (quasi-p); "
            "found: share of half samples that limit the same quantity.",
        )
        frame = around(title, scenario, found.n_runs, reading, notes)
        rows = (Row(0.62 * len(region.limits)),)
        picture, [[ax]] = sheet(frame, rows, 1, Room(below=0.2, left=2.2, right=1.85))
        _lines(ax, region, sample)
        return picture

    return Drawing(
        "box",
        title,
        draw,
        region_text(condition.label, region, found.n_cases / found.n_runs),
        f"Ranges of the limited quantities: {limits_text(region.limits)}.",
        _box_table(region),
    )


def _lines(ax: Axes, region: Region, sample: Sample) -> None:
    rows = range(len(region.limits))[::-1]
    for row, limit in zip(rows, region.limits, strict=True):
        at = sample.shares(limit.factor.path)
        ax.plot([0, 1], [row, row], color=FAINT, lw=1.0, zorder=1)
        for low, high, text, side in _bars(limit, at[region.inside]):
            ax.barh(row, high - low, 0.2, left=low, color=tint(BLUE, 0.55), zorder=2)
            x = {"left": low, "right": high}.get(side, (low + high) / 2)
            ax.text(x, row, f" {text} ", size=SMALL, ha=side, va="center")
        for happened, above, hue in ((True, 1, VERMILLION), (False, -1, MUTED)):
            some = np.flatnonzero(sample.cases == happened)[:MOST_DOTS]
            spread = (some * GOLDEN) % 1.0 - 0.5  # apart, and the same at every drawing
            across = at[some] + (spread * 0.8 / len(limit.factor.words) if limit.levels else 0.0)
            height = row + above * (0.26 + 0.2 * ((some * SILVER) % 1.0 - 0.5))
            ax.plot(across, height, ".", color=hue, ms=2.6, mew=0, zorder=3)
        beside(ax, row, f"q {quasi_p_text(limit)}; found {100 * limit.found:.0f} %")
    names = [fitted(limit.factor.label, TEXT, 2.1) for limit in region.limits]
    ax.set_yticks(rows, names)
    ax.set_ylim(-0.55, len(region.limits) - 0.45)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)


def _bars(limit: Limit, inside: Floats) -> list[tuple[float, float, str, str]]:
    """Parts of the range inside the box: both ends, a text, and the side on which it stands."""
    if limit.levels:
        words = limit.factor.words
        at = [words.index(level) for level in limit.levels]
        return [(i / len(words), (i + 1) / len(words), words[i], "center") for i in at]
    low = float(inside.min()) if isfinite(limit.low) else 0.0
    high = float(inside.max()) if isfinite(limit.high) else 1.0
    unit = "" if limit.factor.unit == "1" else f" {limit.factor.unit}"
    ends = [significant(end) + unit for end in (limit.low, limit.high) if isfinite(end)]
    side = "center" if len(ends) > 1 else "left" if isfinite(limit.low) else "right"
    return [(low, high, " to ".join(ends), side)]


def _peeling_drawing(condition: Condition, scenario: Scenario, found: Discovery) -> Drawing:
    title = "What a narrower box costs"
    reading = (
        f"{condition.label}. Each dot is a step of the peeling, from all runs (left) inwards: more density (share of runs "
        "inside that have it) for less coverage (share of all such runs that are inside)."
    )

    def draw() -> Picture:
        frame = around(title, scenario, found.n_runs, reading)
        picture, [[ax]] = sheet(frame, (Row(2.4),), 1, Room(below=0.5, left=0.7, right=1.4))
        for n, hue in enumerate((FAINT, BLUE, ORANGE, VERMILLION, INK)):
            steps = [s for s in found.peeling if min(s.n_limited, MOST_LIMITED) == n]
            if steps:
                x, y = [s.coverage for s in steps], [s.density for s in steps]
                ax.plot(x, y, "o", color=hue, ms=4, mew=0, label=f"{n} limited")
        if found.region is not None:
            ax.plot(
                found.region.coverage,
                found.region.density,
                "o",
                mfc="none",
                mec=INK,
                ms=10,
                label="the box",
            )
        titled(ax, "Density against coverage")
        ax.set_xlim(1.02, -0.02)
        ax.set_ylim(0, 1.04)
        ax.set_xlabel("Coverage")
        ax.set_ylabel("Density")
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=SMALL)
        return picture

    last = found.peeling[-1]
    return Drawing(
        "peeling",
        title,
        draw,
        "PRIM (Friedman and Fisher 1999) peels 5 % of the runs at a time. It is run on the "
        f"factors that differ most, then again on the {MOST_LIMITED} most significant ones, shown here. "
        "The box taken has the highest harmonic mean of coverage and density; limits whose quasi-p "
        "value is above 0.05 are dropped.",
        f"Density against coverage, from all runs to coverage {last.coverage:.2f} and density "
        f"{last.density:.2f}.",
        _peeling(found),
    )


def _end(value: float) -> str:
    return significant(value) if isfinite(value) else "no limit"


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


LIMITS: tuple[Column[Limit], ...] = (
    said("Quantity", lambda limit: limit.factor.label),
    said("from", lambda limit: " or ".join(limit.levels) or _end(limit.low)),
    said("to", lambda limit: "" if limit.levels else _end(limit.high)),
    Column("", lambda limit: limit.factor.path, key="path"),
    Column("", lambda limit: limit.factor.unit, "Unit", key="unit"),
    Column("", lambda limit: _finite(limit.low), key="low"),
    Column("", lambda limit: _finite(limit.high), key="high"),
    Column("", lambda limit: list(limit.levels), key="levels"),
    Column(
        "",
        lambda limit: _finite(limit.quasi_p),
        "quasi-p",
        lambda limit: quasi_p_text(limit) if isfinite(limit.quasi_p) else "",
        key="quasi_p",
    ),
    Column(
        "",
        lambda limit: _finite(limit.found),
        "Found in half samples",
        lambda limit: f"{100 * limit.found:.0f} %" if isfinite(limit.found) else "",
        key="found",
    ),
    said("What it is", lambda limit: limit.factor.meaning),
)
PEELING: tuple[Column[tuple[int, Peeled]], ...] = (
    Column("step", lambda row: row[0], "Step"),
    Column(
        "coverage", lambda row: row[1].coverage, "Coverage", lambda row: f"{row[1].coverage:.3f}"
    ),
    Column("density", lambda row: row[1].density, "Density", lambda row: f"{row[1].density:.3f}"),
    Column("mass", lambda row: row[1].mass, "Share of runs", lambda row: f"{row[1].mass:.3f}"),
    Column("n_limited", lambda row: row[1].n_limited, "Limited quantities"),
)
POLICIES: tuple[Column[Regret], ...] = (
    Column("policy", lambda each: each.name, "Policy", key="name"),
    Column("runs", lambda each: each.n),
    Column(
        "happened",
        lambda each: each.happened,
        "Happens in",
        lambda each: in_hundred(each.happened, each.n),
    ),
    Column(
        "regretted",
        lambda each: each.regretted,
        "Regretted in",
        lambda each: in_hundred(each.regretted, each.n),
    ),
    Column("low", lambda each: _interval(each)[0], key=""),
    Column("high", lambda each: _interval(each)[1], key=""),
    Column(
        "",
        lambda each: list(_interval(each)),
        "Wilson 95 %",
        lambda each: "{:.1f}–{:.1f} in 100".format(*(100 * end for end in _interval(each))),
        key="regretted_interval",
    ),
    Column("runs_in_box", lambda each: each.n_inside),
    Column(
        "regretted_in_box",
        lambda each: each.regretted_inside,
        "Inside the box",
        lambda each: in_hundred(each.regretted_inside, each.n_inside) if each.n_inside else "",
    ),
)


def _box_table(region: Region) -> Table:
    return Table(LIMITS, region.limits)


def _peeling(found: Discovery) -> Table:
    return Table(PEELING, tuple(enumerate(found.peeling)))


def _region_json(region: Region | None) -> dict[str, object] | None:
    if region is None:
        return None
    n = int(np.count_nonzero(region.inside))
    low, high = wilson(round(region.density * n), n)
    return {
        "coverage": region.coverage,
        "density": region.density,
        "density_interval": [low, high],
        "mass": region.mass,
        "limits": _box_table(region).records(),
    }


def _json(condition: Condition, found: Discovery, policies: Table) -> dict[str, object]:
    return {
        "where": condition.label,
        "cases": found.n_cases,
        "box": _region_json(found.region),
        "held_out": {
            "halves": found.halves,
            "coverage": _finite(found.held_out[0]),
            "density": _finite(found.held_out[1]),
        },
        "tree": _region_json(found.tree),
        "agreement": _finite(found.agreement),
        "policies": policies.records(),
    }
