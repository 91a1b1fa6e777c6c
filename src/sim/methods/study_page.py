"""The page of any study: the answer and its main figure on the first screen, everything else folded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.core.languages import _, beside
from sim.report.document import Illustration, Section, limits_section, reproduce_section
from sim.report.drawing.drawing import Drawing, drawn
from sim.report.folder import PAGE
from sim.report.limits import NOT_A_FORECAST
from sim.report.markup import page, piece

FIRST = 2  # sentences before the main figure, and the one that says what cannot be told


@dataclass(frozen=True, slots=True)
class StudyPage:
    """What a page says, before its figures are drawn.

    `about` is what was looked at, in a line; `cannot` what the answer cannot tell. The first of the
    `drawings` stands on the first screen; `facts` say how all came about, `source` the same in a line, and
    `commands` make it again. A `warning` stands above everything.
    """

    title: str
    about: str
    answer: tuple[str, ...]
    cannot: str
    drawings: tuple[Drawing, ...]
    details: tuple[Section, ...]
    facts: Mapping[str, str]
    source: str
    commands: tuple[str, ...]
    limits: Section = field(default_factory=lambda: limits_section(folded=True))
    warning: str = ""

    def files(self) -> dict[str, bytes]:
        """The page and its figures by file name; the same page, the same bytes."""
        shown, files = drawn(self.drawings)
        return files | {beside(PAGE): self.html(shown).encode()}

    def html(self, shown: list[Illustration]) -> str:
        """The page; `shown` are its figures, drawn."""
        facts = {_(name): each for name, each in self.facts.items()}
        sections = (
            *self._more(),
            *(_figure(each) for each in shown[1:]),
            *self.details,
            self.limits,
            Section("provenance", _("Provenance"), piece("pairs", facts), folded=True),
            replace(reproduce_section(_("Do it again"), self.commands), folded=True),
        )
        content = {
            "title": self.title,
            "about": self.about,
            "warning": self.warning,
            "answer": (*self.answer[:FIRST], self.cannot),
            "first": shown[0] if shown else None,
            "not_a_forecast": _(NOT_A_FORECAST),
            "source": self.source,
            "sections": sections,
        }
        return page("methods/study.html", content)

    def _more(self) -> tuple[Section, ...]:
        """The sentences for which the first screen has no room."""
        more = "\n\n".join(self.answer[FIRST:])
        return (
            (Section("answer", _("More of the answer"), piece("paragraphs", more)),) if more else ()
        )


def _figure(shown: Illustration) -> Section:
    """A further figure, folded; `figure-` is the anchor of the drawing itself."""
    return Section(f"about-{shown.name}", shown.topic, shown.html, folded=True)
