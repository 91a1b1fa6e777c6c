"""A run as a list of what happened in it, from the first to the last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sim.mechanisms.causes import CAUSE_NAMES
from sim.postures.base import CAPITALS
from sim.report import readings
from sim.studies.story.answer import cuba, governments, missions
from sim.studies.story.answer.choice import Chosen
from sim.studies.story.answer.dated import dated_events, levers_held
from sim.studies.story.answer.ensemble import Ensemble
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.rerun import Rerun, compared, run_again

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What happened in one run.

    Attributes
    ----------
    compared
        Variables of the stored run that have the same bits when it is computed again.
    n_stored
        How many variables with a number for every day the model has, and the days of outcomes.
    happenings
        In the order of their days, the first being the beginning, the last the end of the window.
    """

    scenario: "Scenario"
    chosen: Chosen
    compared: int
    n_stored: int
    happenings: tuple[Happening, ...]

    def date_of(self, day: int) -> date:
        """Calendar date of a day of the window."""
        return self.scenario.window.start + timedelta(days=day)


def chronicle(results: "xarray.Dataset", scenario: "Scenario", chosen: Chosen) -> Chronicle:
    """Compute the chosen run again, prove it to be the stored one, and list what happened in it.

    Raises
    ------
    MismatchError
        If it gives other numbers than those that are stored.
    """
    rerun = run_again(scenario, chosen.run)
    n_same = compared(rerun, results, chosen.row)
    ensemble = Ensemble(results)
    told = sorted(_happenings(rerun, scenario), key=lambda each: each.place)
    happenings = (
        _beginning(rerun, scenario, chosen, n_same),
        *(ensemble.with_counts(each) for each in told),
        _ending(rerun, ensemble, chosen),
    )
    return Chronicle(scenario, chosen, n_same, len(rerun.daily) + 1, happenings)


def _happenings(rerun: Rerun, scenario: "Scenario") -> Iterator[Happening]:
    yield from dated_events(rerun, scenario)
    yield from levers_held(rerun, scenario)
    yield from governments.postures(rerun, scenario)
    yield from governments.orders(rerun, scenario)
    yield from governments.attempts(rerun)
    yield from governments.deals(rerun)
    yield from governments.outcomes(rerun)
    yield from cuba.cargoes(rerun)
    yield from cuba.oil_cover(rerun)
    yield from cuba.hardship(rerun)
    yield from cuba.grid_failures(rerun)
    yield from missions.waves(rerun)
    yield from missions.personnel(rerun)


def _beginning(rerun: Rerun, scenario: "Scenario", chosen: Chosen, n_same: int) -> Happening:
    about = {
        "scenario": scenario.name,
        "run": chosen.run,
        "of": chosen.n_runs,
        "chosen": chosen.pick.way,
        "outcome": chosen.pick.outcome,
        "among": chosen.among,
        "depth": chosen.depth,
        "rank": chosen.rank,
        "variables_with_the_same_bits": n_same,
        "persons": int(rerun.initial.sum()),
        "postures": dict(rerun.first_postures),
    }
    return Happening(0, "alliance", "beginning", about)


def _ending(rerun: Rerun, ensemble: Ensemble, chosen: Chosen) -> Happening:
    present, left = rerun.daily["present"][-1], rerun.daily["exited"][-1].sum(axis=0)
    about: dict[str, Any] = {
        "persons": int(present.sum()),
        "at_first": int(rerun.initial.sum()),
        "arrived": int(rerun.daily["arrived"][-1]),
        "left": {name: int(n) for name, n in zip(CAUSE_NAMES, left, strict=True) if n},
        "postures": ensemble.postures_at_end({name: rerun.held[name] for name in CAPITALS}),
        "outcomes": ensemble.outcomes(chosen.row),
        "numbers": ensemble.numbers(chosen.row),
        "of": readings.n_runs(ensemble.results),
    }
    return Happening(rerun.n_days - 1, "alliance", "ending", about)
