"""The story of one run, as a list, as text and as a card."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.api.cards import card, quiet, words
from sim.api.runs import Runs, open_folder
from sim.report.limits import NOT_A_FORECAST
from sim.studies.story.answer.choice import chosen
from sim.studies.story.answer.chronicle import Chronicle, chronicle
from sim.studies.story.question import picked
from sim.studies.story.told.lines import how_chosen, how_proved, records, title, window

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """What happened in one run, in order, and why.

    Attributes
    ----------
    chronicle
        The run, how it was chosen, and everything that happened in it
        (`sim.studies.story.answer.chronicle.Chronicle`).
    folder
        The result folder that commands name.
    """

    chronicle: Chronicle
    folder: Path

    @property
    def run(self) -> int:
        """Which run it is."""
        return self.chronicle.chosen.run

    @property
    def events(self) -> "pd.DataFrame":
        """A row for each sentence: `date`, `actor`, `text`, and the `event` that it is tied to."""
        import pandas as pd  # noqa: PLC0415 - slow to import

        return pd.DataFrame(records(self.chronicle, self.folder))

    def __repr__(self) -> str:
        return f"<sim.Story of run {self.run}: {len(self.chronicle.happenings)} events>"

    def _repr_html_(self) -> str:
        told = records(self.chronicle, self.folder)
        return card(
            window(self.chronicle),
            title(self.chronicle),
            quiet(f"{how_chosen(self.chronicle.chosen)} {how_proved(self.chronicle)}"),
            words(("", ""), [(each["date"], each["text"]) for each in told]),
            quiet(NOT_A_FORECAST),
        )


def story(
    runs: Runs | str | Path,
    run: int | None = None,
    *,
    outcome: str | None = None,
    surprising: bool = False,
) -> Story:
    """Tell what happened in one run, as ``sim story`` does: it is computed again and compared bit by bit.

    Parameters
    ----------
    runs
        Finished runs of one scenario, or their folder.
    run
        Which run; without it the most typical one.
    outcome
        Tell the most typical run in which this happens.
    surprising
        Tell the least typical run.

    Raises
    ------
    sim.Error
        If there is no such run, or it gives other numbers when it is computed again.

    Examples
    --------
    >>> import sim
    >>> week = sim.load("no_shock").set("window.end", "2025-12-08")
    >>> told = sim.story(sim.run(week, runs=2), run=1)
    >>> told.events["event"][0]["kind"]
    'beginning'
    """
    made = runs if isinstance(runs, Runs) else open_folder(runs)
    pick = picked(run, outcome, surprising=surprising)
    scenario = made.scenario.resolved
    found = chosen(made.data, scenario, pick)
    return Story(chronicle(made.data, scenario, found), made.folder)
