"""Runs in Python: made in memory or in a folder, opened, read as tables, shown as a card."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.api.cards import Figure, beside, card, chances, chosen, quiet
from sim.api.persons import Person
from sim.api.scenario import Scenario, load
from sim.core.errors import SimError
from sim.core.languages import in_every_language
from sim.core.quantity import declared
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import Manifest, code_version
from sim.ensemble.results import finished
from sim.ensemble.run import HowToRun
from sim.experiments.batch import SIMULATOR
from sim.experiments.job import plan_of
from sim.experiments.persons import histories
from sim.experiments.run import RESOLVED, finished_scenario, opened, run_in
from sim.methods.crossed_runs import measured
from sim.people.lives import Person as Record
from sim.report.chances import outcome_chances, presence_chances
from sim.report.folder import PAGE, report_in
from sim.report.headline import headlines
from sim.report.limits import NOT_A_FORECAST
from sim.report.luck import RECORD, TABLE, VarianceSplit, plain, share_told, split_in
from sim.report.numerals import named, number, ranged
from sim.report.parent import keep_parent, parent_of
from sim.report.table import Table
from sim.studies.export.conduct import export
from sim.studies.export.question import To

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

IN_MEMORY = 'these runs are in memory; make them with to="results"'


@dataclass(frozen=True, slots=True, repr=False)
class Runs:
    """Finished runs of one scenario.

    Attributes
    ----------
    scenario
        What they were made from, with `runs` and `seed` among its changes.
    data
        Everything that was recorded, dims ``replicate``, ``day`` and more (`xarray.Dataset`). Every
        variable has ``long_name``, ``units`` and ``source`` in its attributes; the drawn quantities
        have their units and sources as coordinates.
    folder
        The result folder, or the name it would have.
    manifest
        How they came about: versions, seed, digest, failures.
    split
        How much of the spread of each headline number is luck
        (`sim.report.luck.VarianceSplit`); None where that was not measured.
    """

    scenario: Scenario
    data: "xr.Dataset"
    folder: Path
    manifest: Manifest
    split: VarianceSplit | None = None

    @property
    def headlines(self) -> "pd.DataFrame":
        """Headline numbers on the last day, a row each: median, 50 % and 90 % of runs, mean.

        `luck` is its share of the variance between runs with all that it does, `unknown_alone` what
        the unknown quantities have to themselves, `shift` how far the mean is from that of the scenario
        that this one starts from, on the same draws and streams; each with what the number of pairs
        leaves open. Empty where it was not measured.
        """
        import pandas as pd  # noqa: PLC0415 - slow to import

        return pd.DataFrame(plain(headlines(self.data), self.split)).set_index("name")

    @property
    def outcomes(self) -> "pd.DataFrame":
        """In how many runs each outcome happened, and who is in the country at the end, with 95 % ranges.

        `cannot` is why an outcome cannot happen in the scenario; then it has no range.
        """
        import pandas as pd  # noqa: PLC0415

        kinds = {
            "outcome": outcome_chances(self.data, self.scenario.resolved),
            "in the country at the end": presence_chances(self.data),
        }
        rows = [
            {"kind": kind} | each.plain() | {"cannot": each.cannot}
            for kind, found in kinds.items()
            for each in found
        ]
        return pd.DataFrame(rows).set_index("name")

    @property
    def failed(self) -> dict[int, str]:
        """What went wrong in the runs that are missing, by replicate."""
        return {each.replicate: each.error for each in self.manifest.failed}

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that `figure` draws."""
        from sim.report.figures import figures_for  # noqa: PLC0415 - matplotlib

        return tuple(each.name for each in figures_for(self.data))

    def figure(self, name: str) -> Figure:
        """Draw one of the `figures`."""
        from sim.report.figures import figures_for  # noqa: PLC0415

        known = {each.name: each for each in figures_for(self.data)}
        drawn = chosen(name, known)
        files = drawn.rendered(self.data, self.scenario.resolved)
        return Figure(name, drawn.title, drawn.caption, drawn.alt(self.data), files)

    def persons(self, replicate: int = 0) -> "pd.DataFrame":
        """Everybody who was ever in the country in one run: post, dates, how it ended, a row each."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame([asdict(each) for each in self._lives(replicate)])

    def person(self, replicate: int, number: int) -> Person:
        """The life of one person: row `number` of `persons`."""
        lives = self._lives(replicate)
        if not 0 <= number < len(lives):
            raise SimError(f"run {replicate} has persons 0 to {len(lives) - 1}, none is {number}")
        return Person(self.scenario.resolved, replicate, number, lives[number])

    def report(self) -> Path:
        """Write tables, figures and the page into the result folder; gives the page."""
        if not self.folder.is_dir():
            raise SimError(IN_MEMORY)
        return report_in(self.folder, finished_scenario(self.folder))

    def export(self, to: To = "csv", out: str | Path = "exports", *, data: bool = False) -> Path:
        """Write a workbook (``xlsx``), tables (``csv``), figures (``png``) or a ``bundle`` for a paper; gives its path.

        `data` puts the results themselves into a bundle, too.
        """
        if not self.folder.is_dir():
            raise SimError(IN_MEMORY)
        return export(self.folder, to, Path(out), data=data).path

    def _lives(self, replicate: int) -> list[Record]:
        if self.manifest.version != code_version():
            made = f"{self.folder.name} was made with sim {self.manifest.version}"
            raise MismatchError(f"{made}: its persons cannot be followed by {code_version()}")
        if not 0 <= replicate < self.manifest.n_asked:
            most = self.manifest.n_asked - 1
            raise SimError(f"replicate: must be from 0 to {most}, is {replicate}")
        return histories(self.scenario.resolved, replicate)

    def __repr__(self) -> str:
        return f"<sim.Runs of {self.scenario.name}: {self.manifest.n_done} runs, seed {self.manifest.seed}>"

    def _repr_html_(self) -> str:
        content, found = self.scenario.resolved, headlines(self.data)
        luck = (
            {each.name: share_told(each.luck) for each in self.split.numbers} if self.split else {}
        )
        rows = tuple(
            (
                named(each.label, "1" if each.unit == "persons" else each.unit),
                "" if each.name.startswith("left_") else number(each.start, each.unit),
                number(each.median, each.unit),
                ranged(each.low90, each.high90, each.unit),
                *([luck.get(each.name, "")] if luck else []),
            )
            for each in found
        )
        headings = ("", "start", "median", "90 % of runs", *(["luck"] if luck else []))
        done, asked = self.manifest.n_done, self.manifest.n_asked
        missing = "" if done == asked else f" of {asked}: {asked - done} failed"
        window = f"{content.window.start} to {content.window.end}"
        return card(
            f"Runs · {window} · {done} runs{missing} · seed {content.seed}",
            content.title,
            beside(
                Table.of_text(headings, rows).html(),
                chances("Outcomes", outcome_chances(self.data, content))
                + chances("In the country at the end", presence_chances(self.data)),
            ),
            quiet(NOT_A_FORECAST),
        )


def run(
    scenario: Scenario | str | Path,
    runs: int | None = None,
    *,
    seed: int | None = None,
    jobs: int = 1,
    to: str | Path | None = None,
    luck: bool = True,
) -> Runs:
    """Run a scenario, as ``sim run`` does.

    Parameters
    ----------
    scenario
        A scenario, or what `load` takes.
    runs, seed
        How many runs, on which random streams; default: the scenario's.
    jobs
        Worker processes. A script needs no ``if __name__ == "__main__"`` for them.
    to
        Folder for a result folder, which the same call finds again, or goes on with after an
        interruption. Without it the runs are in memory only.
    luck
        Measure how much of the spread is luck: a third more runs, of 100 runs or more.

    Raises
    ------
    sim.Error
        If the scenario or an argument is wrong, or every run fails; single failures are in
        `Runs.failed`.

    Examples
    --------
    >>> import sim
    >>> week = sim.load("no_shock").set("window.end", "2025-12-08")
    >>> sim.run(week, runs=2).data.sizes["day"]
    8
    """
    asked = load(scenario)
    for path, value in (("replicates", runs), ("seed", seed)):
        asked = asked if value is None else asked.set(path, value)
    plan = plan_of(asked.resolved, jobs=jobs)
    with room(to) as parent:
        folder = parent / plan.folder_name
        settings = HowToRun(jobs=jobs, command=asked.command("run", "--out", str(to or "results")))
        run_in(folder, plan, asked.loaded, settings)
        stale = (*in_every_language(PAGE), RECORD, TABLE)
        keep_parent(folder, parent_of(asked.file, asked.loaded), stale)
        split = measured(folder, asked.loaded, settings) if luck else split_in(folder)
        with opened(folder, asked.resolved) as data:
            loaded = _described(data.load(), asked)
            return Runs(asked, loaded, _kept(folder, to), finished(folder), split)


def open_folder(folder: str | Path) -> Runs:
    """Open a result folder that `run` or the command line has made; numbers are read when used.

    Raises
    ------
    sim.Error
        If the results are unfinished, damaged, or those of a study.
    """
    place = Path(folder)
    manifest = finished(place)
    if manifest.simulator != SIMULATOR:
        raise SimError(
            f"{place}: holds a study, not the runs of one scenario; open its report.html"
        )
    finished_scenario(place)  # refuses the scenario of other results
    scenario = load(place / RESOLVED)
    data = _described(opened(place, scenario.resolved), scenario)
    return Runs(scenario, data, place, manifest, split_in(place))


@contextmanager
def room(to: str | Path | None) -> Iterator[Path]:
    """The folder for result folders, or one that is gone afterwards."""
    if to is not None:
        yield Path(to)
        return
    with TemporaryDirectory(prefix="sim-") as passing:
        yield Path(passing)


def _kept(folder: Path, to: str | Path | None) -> Path:
    return folder if to is not None else Path(folder.name)


def _described(data: "xr.Dataset", scenario: Scenario) -> "xr.Dataset":
    """The same with where everything comes from: the code for what is computed, sources for what is drawn."""
    quantities = {each.path: each.quantity for each in declared(scenario.resolved)}
    drawn = [quantities[path] for path in data["quantity"].values.tolist()]
    computed = f"alliance-sim {code_version()}, scenario {scenario.name}"
    for variable in data.data_vars.values():
        variable.attrs.setdefault("source", computed)
    return data.assign_coords(
        unit=("quantity", [each.unit for each in drawn]),
        source=("quantity", [each.source for each in drawn]),
    ).assign_attrs(source=computed)
