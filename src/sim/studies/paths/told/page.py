"""Shapes of drawdown paths told: which there are, how likely each is, and what sets it apart."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.core.languages import ENGLISH, _, numeral, speaking
from sim.core.quantity import Flags, Floats
from sim.methods.design import Factor
from sim.methods.study import Study
from sim.report import readings
from sim.report.document import Section
from sim.report.numerals import in_hundred
from sim.report.statistics import wilson
from sim.scenario.schema import Scenario
from sim.studies.paths.answer import DISTINCT, Apart, Cluster, Paths
from sim.studies.paths.told.figure import TITLE, drawing, listed
from sim.studies.paths.told.names import letter, names_of
from sim.studies.paths.told.tables import (
    apart_table,
    csv_of,
    end_of,
    ends_text,
    outcome_text,
    outcomes_table,
    replicate_of,
    shapes_table,
)

if TYPE_CHECKING:
    import xarray

CANNOT = (
    "A shape is a way of grouping runs: another distance would group them otherwise. How common it is holds for "
    "these draws, and says nothing of how likely it is in the world."
)


def paths_study(
    results: "xarray.Dataset",
    scenario: Scenario,
    found: Paths,
    shares: Mapping[str, Floats],
    factors: Mapping[str, Factor],
) -> Study:
    """The study of which shapes the paths of finished results have."""
    happened = _happened(results)
    together = np.mean(list(shares.values()), axis=0)
    days = readings.dates(results, scenario)
    names = names_of(results, found, days, together)
    with speaking(ENGLISH):
        for_programs = names_of(results, found, days, together)
    numbers = shapes_table(results, found, shares, names)
    return Study(
        kind="paths",
        title=f"{_(TITLE)}: {scenario.titled}",
        scenario=scenario,
        n_runs=found.n_runs,
        answer=(
            *_parted(found, names),
            *_each(results, found, shares, happened, factors),
        ),
        cannot=_(CANNOT),
        drawings=(drawing(results, scenario, found, shares, names, numbers),),
        content=_json(results, found, shares, happened, for_programs),
        tables={"clusters.csv": csv_of(results, found, for_programs)},
        details=(
            Section("shapes", _("The shapes"), numbers.html()),
            Section(
                "outcomes",
                _("How runs of each shape end"),
                outcomes_table(found, happened).html(),
            ),
            Section("apart", _("Draws that set a shape apart"), apart_table(found, factors).html()),
        ),
    )


def _happened(results: "xarray.Dataset") -> dict[str, Flags]:
    return {
        name: np.asarray(readings.first_days(results, name) >= 0)
        for name in readings.entries(results, "outcome")
    }


def _parted(found: Paths, names: tuple[str, ...]) -> tuple[str, str]:
    """What each of the shapes is, and how well they are parted."""
    parted = (
        _("The runs fall into {n} shapes of paths, well apart (mean silhouette {silhouette}).")
        if found.silhouette >= DISTINCT
        else _(
            "The paths form one cloud: its best cut has {n} parts, with a mean silhouette of only {silhouette}. "
            "Read the shapes as slices of it, not as kinds."
        )
    ).format(n=len(found.clusters), silhouette=numeral(f"{found.silhouette:.2f}"))
    shapes = "; ".join(listed(found, names))
    return _("On the last day: {shapes}.").format(shapes=shapes), parted


def _each(
    results: "xarray.Dataset",
    found: Paths,
    shares: Mapping[str, Floats],
    happened: Mapping[str, Flags],
    factors: Mapping[str, Factor],
) -> Iterator[str]:
    """A sentence on each shape."""
    for position, cluster in enumerate(found.clusters):
        sentence = _(
            "{letter}: in the country at the end are {ends} of the staff of the first day (medians); typical run: {run}."
        ).format(
            letter=letter(position),
            ends=ends_text(cluster, shares),
            run=replicate_of(results, cluster.typical),
        )
        if cluster.apart:
            sentence += f" {_apart_text(cluster.apart[0], factors)}"
        marked = _marked(cluster, happened)
        yield sentence + (f" {marked}" if marked else "")


def _apart_text(apart: Apart, factors: Mapping[str, Factor]) -> str:
    label = factors[apart.path].label if apart.path in factors else apart.path
    higher = apart.above > 0.5  # noqa: PLR2004
    told = (
        _(
            "Set apart by a higher {quantity} (a draw inside is higher than one outside in {share} in 100 pairs)."
        )
        if higher
        else _(
            "Set apart by a lower {quantity} (a draw inside is lower than one outside in {share} in 100 pairs)."
        )
    )
    chance = apart.above if higher else 1 - apart.above
    return told.format(quantity=label, share=f"{100 * chance:.0f}")


def _marked(cluster: Cluster, happened: Mapping[str, Flags]) -> str:
    """The outcome whose share differs most from that of all other runs."""
    others = np.setdiff1d(np.arange(len(next(iter(happened.values())))), cluster.members)
    if not len(others):
        return ""
    differences = {
        name: float(flags[cluster.members].mean() - flags[others].mean())
        for name, flags in happened.items()
    }
    name = max(differences, key=lambda each: abs(differences[each]))
    inside = int(happened[name][cluster.members].sum())
    outside = int(happened[name][others].sum())
    return _("{outcome} in {inside}, against {outside} of the others.").format(
        outcome=outcome_text(name),
        inside=in_hundred(inside, len(cluster.members)),
        outside=in_hundred(outside, len(others)),
    )


def _json(
    results: "xarray.Dataset",
    found: Paths,
    shares: Mapping[str, Floats],
    happened: Mapping[str, Flags],
    names: tuple[str, ...],
) -> dict[str, object]:
    return {
        "silhouette": found.silhouette,
        "silhouettes": {str(k): value for k, value in found.silhouettes.items()},
        "distinct": found.silhouette >= DISTINCT,
        "shapes": [
            {
                "name": letter(position),
                "says": names[position],
                "runs": len(cluster.members),
                "share": len(cluster.members) / found.n_runs,
                "interval": list(wilson(len(cluster.members), found.n_runs)),
                "typical": replicate_of(results, cluster.typical),
                "in_country_at_end": {
                    group: end_of(cluster, daily) for group, daily in shares.items()
                },
                "outcomes": {
                    name: float(flags[cluster.members].mean()) for name, flags in happened.items()
                },
                "apart": [
                    {"path": each.path, "above": each.above, "p": each.p} for each in cluster.apart
                ],
            }
            for position, cluster in enumerate(found.clusters)
        ],
    }
