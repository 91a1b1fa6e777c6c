"""A comparison for programs: one JSON object, and the paired differences of every day as CSV."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.methods.paired import Difference
from sim.report import readings
from sim.report.csv_text import Cell, csv_text
from sim.report.luck import VarianceShare
from sim.report.statistics import LEVELS
from sim.studies.attribution.answer import Estimate
from sim.studies.comparison.answer.contrast import Comparison, Contrast, Side
from sim.studies.comparison.answer.split import PARTS

HEADING = ("date", "one", "other", "number", "unit", "mean", "p05", "p25", "p50", "p75", "p95")


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Everything that was compared, as plain data."""
    first = comparison.sides[0]
    window = first.made.scenario.window
    return {
        "schema": 1,
        "runs": comparison.n_runs,
        "window": [str(window.start), str(window.end)],
        "reference": _side(first),
        "comparisons": [_contrast(each) for each in comparison.contrasts],
    }


def _side(side: Side) -> dict[str, Any]:
    made = side.made
    return {
        "name": side.name,
        "title": made.scenario.title,
        "folder": str(made.folder),
        "digest": made.manifest.digest,
        "seed": made.manifest.seed,
        "version": made.manifest.version,
        "cannot_happen": dict(side.cannot),
    }


def _contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        "other": _side(contrast.other),
        "settings": [
            {"path": each.path, "role": each.role, "one": each.one, "other": each.other}
            for each in contrast.settings
        ],
        "first_differing_input": _text(contrast.input_day),
        "first_divergence": _text(contrast.first_day),
        "runs_that_differ": contrast.n_diverging,
        "numbers": [
            {
                "name": each.one.name,
                "label": each.one.label,
                "unit": each.one.unit,
                "one": float(each.one.end.mean()),
                "other": float(each.other.end.mean()),
                **_difference(each.difference),
                "luck": {
                    "one": _share(contrast.one.luck(each.one.name)),
                    "other": _share(contrast.other.luck(each.one.name)),
                },
            }
            for each in contrast.numbers
        ],
        "outcomes": [
            {
                "name": each.name,
                "label": each.label,
                "unit": "share of runs",
                "one": None if each.cannot_one else each.one / each.n,
                "other": None if each.cannot_other else each.other / each.n,
                **_difference(each.difference),
                "cannot_one": each.cannot_one,
                "cannot_other": each.cannot_other,
            }
            for each in contrast.outcomes
        ],
        "flows": [
            {"title": flow.title, "labels": list(flow.labels), "runs": flow.runs.tolist()}
            for flow in contrast.flows
        ],
        "crossings": {
            "outcomes": [each.name for each in contrast.outcomes],
            "runs": contrast.crossings.tolist(),
        },
        "split": {
            name: {part: _estimate(getattr(split, part)) for part in PARTS}
            for name, split in contrast.splits.items()
        },
        "persons": None
        if contrast.persons is None
        else {name: getattr(contrast.persons, name) for name in contrast.persons.__slots__},
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {"mean": found.mean, "interval": [found.low, found.high]}


def _text(day: object) -> str | None:
    return None if day is None else str(day)


def _share(found: VarianceShare | None) -> dict[str, float] | None:
    return None if found is None else found.model_dump()


def _difference(found: Difference | None) -> dict[str, Any]:
    """A difference in all its parts, each of them null where there is none."""
    if found is None:
        return dict.fromkeys(_PARTS) | {"interval": [None, None]}
    n = found.n
    return {
        "difference": found.mean,
        "interval": [found.low, found.high],
        "paired_width": found.width,
        "unpaired_width": found.unpaired_width,
        "narrower": found.gain,
        "higher": found.more / n,
        "lower": found.fewer / n,
        "same": found.same / n,
    }


_PARTS = (
    "difference",
    "interval",
    "paired_width",
    "unpaired_width",
    "narrower",
    "higher",
    "lower",
    "same",
)


def differences_csv(comparison: Comparison) -> str:
    """Mean and quantiles over pairs of runs: a line for each day, headline number and other future."""
    return csv_text(HEADING, (row for each in comparison.contrasts for row in _rows(each)))


def _rows(contrast: Contrast) -> Iterator[tuple[Cell, ...]]:
    days = readings.dates(contrast.one.results, contrast.one.made.scenario)
    names = contrast.one.name, contrast.other.name
    for each in contrast.numbers:
        difference = each.other.daily - each.one.daily
        numbers = np.column_stack(
            [difference.mean(axis=0), *np.quantile(difference, LEVELS, axis=0)]
        )
        for day, line in zip(days, numbers.tolist(), strict=True):
            yield day.isoformat(), *names, each.one.name, each.one.unit, *line
