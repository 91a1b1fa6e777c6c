"""Scenario discovery told: the box in a sentence, the tree, the policies, and all of it as tables."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from sim.core.languages import _, numeral
from sim.methods.study import Study
from sim.methods.target import Condition
from sim.report.document import Section
from sim.report.markup import piece
from sim.report.numerals import in_hundred, significant
from sim.report.plain_names import plain_sentence
from sim.report.statistics import wilson
from sim.report.table import Column, Table, said
from sim.scenario.schema import Scenario
from sim.studies.discovery.answer.boxes import (
    RESAMPLES,
    Discovery,
    Limit,
    Peeled,
    Region,
)
from sim.studies.discovery.answer.regret import Regret
from sim.studies.discovery.question import Sample
from sim.studies.discovery.told.figures import box_drawing, peeling_drawing
from sim.studies.discovery.told.regions import cannot, limits_text, quasi_p_text, region_text


def discovery_study(
    condition: Condition,
    scenario: Scenario,
    found: Discovery,
    sample: Sample,
    regrets: Sequence[Regret] = (),
) -> Study:
    """The study of where something happens."""
    peeling = Table(PEELING, tuple(enumerate(found.peeling)))
    drawings = [peeling_drawing(condition, scenario, found, peeling)]
    details = []
    if found.region is not None:
        box = Table(LIMITS, found.region.limits)
        drawings.insert(0, box_drawing(condition, scenario, found, sample, box))
        details.append(Section("box", _("The box"), box.html()))
    if found.tree is not None:
        tree = Table(LIMITS, found.tree.limits)
        details.append(Section("tree", _("A tree as a cross-check"), tree.html()))
    tables = {"peeling.csv": peeling.csv()}
    policies = Table(POLICIES, regrets)
    if regrets:
        details.append(Section("policies", _("Policies over the same draws"), policies.html()))
        tables["policies.csv"] = policies.csv()
    return Study(
        kind="discovery",
        title=_("Where it happens: {condition}").format(condition=condition.label),
        scenario=scenario,
        n_runs=found.n_runs,
        answer=_answer(condition, found, regrets),
        cannot=cannot(found, sample),
        drawings=tuple(drawings),
        content=_json(condition, found, policies),
        tables=tables,
        details=tuple(details),
    )


def _answer(condition: Condition, found: Discovery, regrets: Sequence[Regret]) -> tuple[str, ...]:
    overall = found.n_cases / found.n_runs
    if found.region is None:
        return (
            _(
                "{condition}: {cases} of {runs} runs, and no region of the drawn quantities in which it is clearly more "
                "common. What decides is spread over many quantities, or chance."
            ).format(
                condition=condition.label,
                cases=numeral(f"{found.n_cases:,}"),
                runs=numeral(f"{found.n_runs:,}"),
            ),
            *_told_regrets(regrets),
        )
    coverage, density = found.held_out
    told = [
        region_text(condition.label, found.region, overall),
        _(
            "A box was found in {halves} of {resamples} random halves of the runs; tried on the other half, density is "
            "{density} % and coverage {coverage} % on average."
        ).format(
            halves=found.halves,
            resamples=RESAMPLES,
            density=f"{100 * density:.0f}",
            coverage=f"{100 * coverage:.0f}",
        ),
    ]
    weak = [limit.factor.label for limit in found.region.limits if limit.found < 0.5]  # noqa: PLR2004
    if weak:
        few = _("Not reproducible: fewer than half of the halves limit {quantities}.")
        told.append(few.format(quantities=", ".join(weak)))
    if found.tree is not None and found.tree.limits:
        told.append(
            _(
                "A tree says: {limits} (density {density} %, coverage {coverage} %); of the runs in either region, {both} "
                "% are in both."
            ).format(
                limits=limits_text(found.tree.limits),
                density=f"{100 * found.tree.density:.0f}",
                coverage=f"{100 * found.tree.coverage:.0f}",
                both=f"{100 * found.agreement:.0f}",
            )
        )
    return (*told, *_told_regrets(regrets))


def _told_regrets(regrets: Sequence[Regret]) -> tuple[str, ...]:
    if not regrets:
        return ()
    best = regrets[0]
    sentence = _(
        "Least regret over the same draws: {policy}. It happens there in {happened} runs, and in {regretted} runs "
        "another of the policies would have avoided it."
    ).format(
        policy=best.name,
        happened=in_hundred(best.happened, best.n),
        regretted=in_hundred(best.regretted, best.n),
    )
    if len(regrets) > 1 and _interval(best)[1] > _interval(regrets[1])[0]:
        alike = _("It cannot be told from {policy} with this number of runs.")
        sentence = f"{sentence} {alike.format(policy=regrets[1].name)}"
    return (sentence,)


def _interval(regret: Regret) -> tuple[float, float]:
    return wilson(regret.regretted, regret.n)


def _end(value: float) -> str:
    return significant(value) if isfinite(value) else _("no limit")


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


LIMITS: tuple[Column[Limit], ...] = (
    said("Quantity", lambda limit: piece("named", limit.factor.label, limit.factor.path)),
    said("from", lambda limit: _(" or ").join(limit.levels) or _end(limit.low)),
    said("to", lambda limit: "" if limit.levels else _end(limit.high)),
    Column("", lambda limit: limit.factor.path, key="path"),
    Column(
        "", lambda limit: limit.factor.unit, "Unit", lambda limit: _(limit.factor.unit), key="unit"
    ),
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
    said("What it is", lambda limit: plain_sentence(limit.factor.path, limit.factor.meaning)),
)
PEELING: tuple[Column[tuple[int, Peeled]], ...] = (
    Column("step", lambda row: row[0], "Step"),
    Column(
        "coverage",
        lambda row: row[1].coverage,
        "Coverage",
        lambda row: numeral(f"{row[1].coverage:.3f}"),
    ),
    Column(
        "density",
        lambda row: row[1].density,
        "Density",
        lambda row: numeral(f"{row[1].density:.3f}"),
    ),
    Column(
        "mass", lambda row: row[1].mass, "Share of runs", lambda row: numeral(f"{row[1].mass:.3f}")
    ),
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
        lambda each: _("{share} in 100").format(
            share=numeral("{:.1f}–{:.1f}".format(*(100 * end for end in _interval(each))))
        ),
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
        "limits": Table(LIMITS, region.limits).records(),
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
