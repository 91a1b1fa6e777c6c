"""Studies in Python: sweeps, sensitivity, attribution, discovery. Each runs many points and tells what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sim.api.cards import Figure, card, chosen, quiet
from sim.api.runs import Runs, room
from sim.api.scenario import Scenario, load
from sim.core.calendar import parse_date
from sim.methods.bench import Bench
from sim.methods.design import over_priors
from sim.methods.study import Study
from sim.methods.target import Condition, Target
from sim.report.drawing.render import rendered
from sim.report.folder import PAGE
from sim.report.limits import NOT_A_FORECAST
from sim.report.markup import text

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.sensitivity.conduct import Method

type Day = str | date | None


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """What a study found.

    Attributes
    ----------
    study
        The study as it is told: `study.answer` in sentences, `study.as_json` as plain data.
    folder
        Where its page, tables and runs are; None if they were not kept.
    """

    study: Study
    folder: Path | None = None

    @property
    def answer(self) -> str:
        """The answer in sentences."""
        return " ".join(self.study.answer)

    @property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Its tables by name."""
        import pandas as pd  # noqa: PLC0415 - slow to import

        return {
            name.removesuffix(".csv"): pd.read_csv(StringIO(content))
            for name, content in self.study.tables.items()
            if name.endswith(".csv")
        }

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that `figure` draws."""
        return tuple(each.name for each in self.study.drawings)

    def figure(self, name: str) -> Figure:
        """Draw one of the `figures`."""
        drawn = chosen(name, {each.name: each for each in self.study.drawings})
        return Figure(
            drawn.name, drawn.title, drawn.caption, drawn.alt, rendered(drawn.name, drawn.draw)
        )

    def __repr__(self) -> str:
        return f"<sim.Found {self.study.kind}: {self.answer}>"

    def _repr_html_(self) -> str:
        kept = f"{self.folder / PAGE} has all of it. " if self.folder else ""
        told = "".join(f"<p>{text(sentence)}</p>" for sentence in self.study.answer)
        drawn = f"Figures: {', '.join(self.figures)}. " if self.figures else ""
        kicker = f"Study: {self.study.kind} · {self.study.n_runs:,} runs"
        return card(kicker, self.study.title, told, quiet(drawn + kept), quiet(NOT_A_FORECAST))


class _Asked(Protocol):
    """A question of any kind, ready to be answered."""

    @property
    def folder_name(self) -> str:
        """The same folder for the same question."""

    def conduct(self, bench: Bench) -> Study:
        """Run what is needed and tell the answer."""


def sweep(
    file: str | Path, changes: Sequence[str] = (), *, jobs: int = 1, to: str | Path | None = None
) -> Found:
    """Run every point of a sweep file on the same draws and streams, as ``sim sweep`` does.

    `changes` are of its scenario, each ``path=value``; `jobs` and `to` as in `run`.
    """
    from sim.studies.sweep.answer import read_sweep  # noqa: PLC0415 - slow to import
    from sim.studies.sweep.conduct import Asked  # noqa: PLC0415

    asked = Asked(read_sweep(Path(file), changes))
    return _found(asked, f"sim sweep {file}", jobs, to)


def sensitivity(  # noqa: PLR0913 - options of the command, by name
    scenario: Scenario | str | Path,
    of: str,
    on: Day = None,
    *,
    method: "Method" = "both",
    budget: int = 8000,
    top: int = 10,
    jobs: int = 1,
    to: str | Path | None = None,
) -> Found:
    """Rank what a number hinges on: uncertain quantities, theory switches, chance.

    Parameters
    ----------
    scenario
        What `load` takes; its quantities are varied over their priors.
    of, on
        An observable such as ``present.medical`` on a day (default: the last), or an outcome.
    method, budget, top
        Screening (``morris``), indices (``sobol``) or one after the other; runs to spend in all; how
        many factors get indices of their own.
    jobs, to
        As in `run`.
    """
    from sim.studies.sensitivity.conduct import Asked  # noqa: PLC0415 - slow to import

    own = load(scenario)
    target = Target.parse(of, own.resolved, day_of(on))
    asked = Asked(over_priors(own.loaded), target, method, budget, top)
    return _found(asked, own.command("sensitivity", "--of", of, "--budget", str(budget)), jobs, to)


def attribute(
    scenario: Scenario | str | Path,
    of: str = "exited",
    on: Day = None,
    *,
    drivers: Sequence[str] = (),
    runs: int = 24,
    jobs: int = 1,
    to: str | Path | None = None,
) -> Found:
    """Say what a result is owed to, driver by driver, after Shapley.

    Parameters
    ----------
    scenario, of, on
        As in `sensitivity`.
    drivers
        Names of drivers; the others stay as they are. Default: all that act.
    runs
        Runs of each combination of drivers.
    jobs, to
        As in `run`.
    """
    from sim.studies.attribution.conduct import Asked  # noqa: PLC0415 - slow to import

    own = load(scenario)
    asked = Asked.of(own.file, own.changes, of, day_of(on), drivers, runs)
    return _found(asked, own.command("attribute", "--of", of, "--reps", str(runs)), jobs, to)


def discover(
    source: Scenario | Runs | str | Path,
    where: str,
    *,
    budget: int = 2000,
    switches: bool = True,
    policies: Sequence[str | Path] = (),
    jobs: int = 1,
    to: str | Path | None = None,
) -> Found:
    """Find where something happens: a box of uncertain quantities, in a plain sentence.

    Parameters
    ----------
    source
        Finished runs, or a scenario, which is run `budget` times over its priors.
    where
        ``outcome=rupture``, or a limit such as ``present<3000@2026-06-30``.
    switches
        Whether theory switches vary too.
    policies
        Scenario files to compare by regret on the same draws.
    jobs, to
        As in `run`.
    """
    from sim.studies.discovery.conduct import Asked  # noqa: PLC0415 - slow to import

    made = source if isinstance(source, Runs) else None
    own = made.scenario if made else load(source)  # type: ignore[arg-type] # no runs
    loaded = own.loaded if made else over_priors(own.loaded)
    condition = Condition.parse(where, own.resolved)
    data, folder = (made.data.load(), made.folder) if made else (None, None)
    files = tuple(load(policy).file for policy in policies)
    asked = Asked(loaded, condition, budget, switches, files, data, folder)
    return _found(asked, own.command("discover", "--where", where), jobs, to)


def _found(asked: _Asked, command: str, jobs: int, to: str | Path | None) -> Found:
    with room(to) as parent:
        bench = Bench(parent / asked.folder_name, jobs, command)
        study = asked.conduct(bench)
        if to is None:
            return Found(study)
        bench.leave(study)
        return Found(study, bench.folder)


def day_of(on: Day) -> date | None:
    """A day, if need be from its text."""
    return parse_date(on) if isinstance(on, str) else on
