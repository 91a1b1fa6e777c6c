"""What every exploration leaves behind: the answer in sentences, figures, tables, JSON and one page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.core.json_text import json_text
from sim.core.languages import _, numeral
from sim.ensemble.manifest import code_version
from sim.experiments.posterior.meant import pinned
from sim.methods.study_page import StudyPage
from sim.report.document import Section
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.frame import Frame
from sim.report.limits import NOT_A_FORECAST
from sim.report.numerals import day_text
from sim.report.source_line import source_line
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario

__all__ = ["Drawing", "Study", "around", "written"]


@dataclass(frozen=True, slots=True)
class Study:
    """An exploration told.

    `answer` are sentences that stand first, on screen and on the page, and `cannot` says what they cannot
    tell; `content` is the JSON; `tables` are CSV texts by file name; `details` are further sections of the
    page. What was `asked` beside the scenario is enough to tell the same again from the same runs.
    """

    kind: str
    title: str
    scenario: Scenario
    n_runs: int
    answer: tuple[str, ...]
    cannot: str
    drawings: tuple[Drawing, ...]
    content: Mapping[str, object]
    tables: Mapping[str, str]
    details: tuple[Section, ...] = ()
    asked: Mapping[str, object] = field(default_factory=dict)

    @property
    def as_json(self) -> dict[str, object]:
        """The JSON object for programs."""
        return {
            "schema": 1,
            "study": self.kind,
            "scenario": self.scenario.name,
            "runs": self.n_runs,
            "answer": list(self.answer),
            "caveat": f"{NOT_A_FORECAST} {self.cannot}",
            "asked": dict(self.asked),
        } | dict(self.content)

    def page(self, facts: Mapping[str, str], command: str) -> StudyPage:
        """The page of the study; `facts` say how it came about, `command` makes it again."""
        return StudyPage(
            title=self.title,
            about=f"{_about(self.scenario, self.n_runs)} · {self.scenario.titled}",
            answer=self.answer,
            cannot=self.cannot,
            drawings=self.drawings,
            details=tuple(replace(each, folded=True) for each in self.details),
            facts=facts,
            source=source_line(facts, self.n_runs),
            commands=(command,),
        )


def written(study: Study, facts: Mapping[str, str], command: str) -> dict[str, bytes]:
    """Everything that is written about a study, as bytes by file name; same study, same bytes."""
    tables = {name: content.encode() for name, content in study.tables.items()}
    as_json = {f"{study.kind}.json": f"{json_text(study.as_json)}\n".encode()}
    return study.page(facts, command).files() | tables | as_json


def around(
    study_title: str, scenario: Scenario, n_runs: int, reading: str, notes: tuple[str, ...] = ()
) -> Frame:
    """Heading and notes of a figure of a study, and where it is from; its title is what was found."""
    subtitle = f"{_about(scenario, n_runs)} · {scenario.titled}"
    said = [_(note) for note in (*notes, NOT_A_FORECAST)]
    facts = {
        "version": code_version(),
        "scenario digest": digest(pinned(scenario)),
        "seed": str(scenario.seed),
    }
    source = source_line(facts, n_runs)
    return Frame(_(study_title), subtitle, _(reading), tuple(said), source=source)


def _about(scenario: Scenario, n_runs: int) -> str:
    return _("{first} to {last} · {runs} runs").format(
        first=day_text(scenario.window.start),
        last=day_text(scenario.window.end),
        runs=numeral(f"{n_runs:,}"),
    )
