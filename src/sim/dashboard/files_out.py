"""What a page hands out: the scenario, its numbers, and the full report."""

import csv
import io

from sim.api.scenario import Scenario
from sim.dashboard.growing import Growing
from sim.dashboard.summary import csv_rows
from sim.ensemble.manifest import code_version, software
from sim.experiments.posterior.meant import pinned, pinned_file
from sim.report.write import write_report
from sim.scenario.resolve import digest
from sim.scenario.write import resolved_yaml


def scenario_yaml(scenario: Scenario, n: int) -> str:
    """The complete scenario with so many runs: `sim run` gives the numbers of the page."""
    return resolved_yaml(pinned_file(scenario.set("replicates", n).loaded))


def grown(growing: Growing, n: int) -> Growing:
    """The same ensemble, with at least so many runs."""
    while growing.n_runs < n:
        growing.grow(n, lambda: False)
    return growing


def fans_csv(growing: Growing, n: int) -> str:
    """The fans of the page on every day."""
    results = grown(growing, n).results(n)
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(csv_rows(results, growing.scenario))
    return table.getvalue()


def report_html(growing: Growing, n: int) -> bytes:
    """The report that `sim run` leaves beside its results."""
    scenario = growing.scenario
    facts = {
        "scenario digest": digest(pinned(scenario)),
        "seed": str(scenario.seed),
        "runs": str(n),
        "version": code_version(),
        "packages": ", ".join(f"{name} {version}" for name, version in software().items()),
        "made by": "sim dashboard",
    }
    return write_report(grown(growing, n).results(n), scenario, facts)["report.html"]
