"""Headline numbers on the screen: as soon as the runs are there, and what luck does once that is measured."""

from pathlib import Path

from sim.cli.screen import lead_to, manner, out, print_json, progress
from sim.core.languages import beside
from sim.ensemble.run import HowToRun
from sim.methods.crossed_runs import measured
from sim.report.folder import PAGE, background_in, results_in
from sim.report.headline import (
    headlines_record,
    print_headlines,
    print_luck,
    print_numbers,
    print_sentences,
)
from sim.report.luck import split_in
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario


def tell_numbers(folder: Path, loaded: Loaded[Scenario], settings: HowToRun, *, luck: bool) -> None:
    """Print the headline numbers of finished runs, measure what luck does if asked to, and tell that.

    Raises what `sim.ensemble.run.run` raises, after the numbers are told.
    """
    measure = luck and split_in(folder) is None
    if manner.json:
        if measure:
            measured(folder, loaded, settings, progress)
        return
    with results_in(folder, loaded.scenario) as results:
        print_numbers(out.console, results, loaded.scenario, background_in(folder))
        split = measured(folder, loaded, settings, progress, results) if measure else None
        if split is not None:
            print_luck(out.console, results, split)
        print_sentences(out.console, results, loaded.scenario, background_in(folder))


def print_headlines_in(folder: Path, scenario: Scenario) -> None:
    """Print the headline numbers of a result folder, for people."""
    if not manner.json:
        with results_in(folder, scenario) as results:
            print_headlines(out.console, results, scenario, background_in(folder))


def print_end(folder: Path, scenario: Scenario) -> None:
    """Say where the results are and what to open; print all that is known for programs."""
    if not manner.json:
        lead_to(folder / beside(PAGE), f"{folder}/")
        return
    told = {"schema": 1, "folder": str(folder), "scenario": scenario.name}
    with results_in(folder, scenario) as results:
        found = headlines_record(results, scenario, background_in(folder))
    print_json(told | {"warnings": manner.warnings} | found)
