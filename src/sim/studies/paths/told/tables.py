"""Shapes of paths as tables: how common, how they end, what sets them apart."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.core.languages import _, numeral
from sim.core.quantity import Flags, Floats
from sim.methods.design import Factor
from sim.model.outcomes import OUTCOMES
from sim.report import readings
from sim.report.csv_text import csv_text
from sim.report.markup import piece
from sim.report.numerals import in_hundred, lowered
from sim.report.statistics import bands, wilson
from sim.report.table import Table
from sim.studies.paths.answer import Cluster, Paths
from sim.studies.paths.told.names import letter

if TYPE_CHECKING:
    import xarray

_LABELS = {each.name: each.label for each in OUTCOMES}


def share_text(cluster: Cluster, n: int) -> str:
    """How common a shape is, with what the number of runs leaves open."""
    low, high = wilson(len(cluster.members), n)
    return f"{in_hundred(len(cluster.members), n)} ({100 * low:.0f}–{100 * high:.0f})"


def of_runs(cluster: Cluster, n: int) -> str:
    """The same in a sentence."""
    low, high = wilson(len(cluster.members), n)
    return _("{share} runs ({low} to {high})").format(
        share=in_hundred(len(cluster.members), n), low=f"{100 * low:.0f}", high=f"{100 * high:.0f}"
    )


def shapes_text(found: Paths, shares: Mapping[str, Floats]) -> str:
    """How common each shape is, and who is in the country at its end, in a line."""
    shape = _("{letter} in {runs}, {ends} at the end")
    shapes = "; ".join(
        shape.format(
            letter=letter(position),
            runs=of_runs(cluster, found.n_runs),
            ends=ends_text(cluster, shares),
        )
        for position, cluster in enumerate(found.clusters)
    )
    return _("{n} shapes (mean silhouette {silhouette}): {shapes}.").format(
        n=len(found.clusters), silhouette=numeral(f"{found.silhouette:.2f}"), shapes=shapes
    )


def ends_text(cluster: Cluster, shares: Mapping[str, Floats]) -> str:
    """Shares of the staff of the first day in the country on the last, in the median run of a shape."""
    return ", ".join(
        f"{group_text(group)} {100 * end_of(cluster, daily):.0f} %"
        for group, daily in shares.items()
    )


def end_of(cluster: Cluster, daily: Floats) -> float:
    """Share of a staff of the first day in the country on the last, in the median run of a shape."""
    return float(np.median(daily[cluster.members, -1]))


def group_text(group: str) -> str:
    """A group of missions in a sentence."""
    return lowered(readings.sentence_case(group))


def replicate_of(results: "xarray.Dataset", run: int) -> int:
    """The replicate of a run, by its position in the results."""
    return int(results["replicate"].values[run])


def shapes_table(
    results: "xarray.Dataset", found: Paths, shares: Mapping[str, Floats], names: tuple[str, ...]
) -> Table:
    """How common every shape is, and who is in the country at its end."""

    def middle(cluster: Cluster, daily: Floats) -> str:
        over = bands(daily[cluster.members, -1])
        return f"{100 * over.median:.0f} % [{100 * over.low90:.0f}–{100 * over.high90:.0f}]"

    def lines() -> Iterator[tuple[str, ...]]:
        for position, cluster in enumerate(found.clusters):
            yield (
                piece("named", letter(position), names[position]),
                str(len(cluster.members)),
                share_text(cluster, found.n_runs),
                str(replicate_of(results, cluster.typical)),
                *(middle(cluster, daily) for daily in shares.values()),
            )

    end = _("{group} in the country on the last day")
    ends = (end.format(group=readings.sentence_case(group)) for group in shares)
    return Table.of_text(("Shape", "Runs", "in 100 (Wilson 95 %)", "Typical run", *ends), lines())


def outcome_text(name: str) -> str:
    """What people call an outcome; one that only older results have by its name."""
    return _(_LABELS.get(name, name))


def outcomes_table(found: Paths, happened: Mapping[str, Flags]) -> Table:
    """In how many runs of every shape each outcome happens."""

    def share(flags: Flags) -> str:
        return in_hundred(int(flags.sum()), len(flags))

    lines = (
        (
            outcome_text(name),
            *(share(flags[each.members]) for each in found.clusters),
            share(flags),
        )
        for name, flags in happened.items()
    )
    shapes = map(letter, range(len(found.clusters)))
    return Table.of_text(("Outcome", *shapes, "All runs"), lines)


def apart_table(found: Paths, factors: Mapping[str, Factor]) -> Table:
    """The quantities whose draws set a shape apart."""
    lines = (
        (
            letter(position),
            factors[each.path].label if each.path in factors else each.path,
            _("{share} in 100").format(share=f"{100 * each.above:.0f}"),
            _("below 0.0001") if each.p < 1e-4 else numeral(f"{each.p:.2g}"),  # noqa: PLR2004
        )
        for position, cluster in enumerate(found.clusters)
        for each in cluster.apart
    )
    headings = ("Shape", "Quantity", "A draw inside is above one outside in", "p (Holm)")
    return Table.of_text(headings, lines)


def csv_of(results: "xarray.Dataset", found: Paths, names: tuple[str, ...]) -> str:
    """The shape of every run."""
    lines = (
        (replicate_of(results, run), letter(position), names[position])
        for run, position in sorted(
            (run, position)
            for position, cluster in enumerate(found.clusters)
            for run in cluster.members.tolist()
        )
    )
    return csv_text(("replicate", "shape", "name"), lines)
