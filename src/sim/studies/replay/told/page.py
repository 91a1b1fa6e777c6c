"""``report.html`` of a replay: how often the counts were inside, and a gallery with the misses first."""

from collections.abc import Mapping, Sequence

from sim.core.languages import _, numeral
from sim.methods.study_page import StudyPage
from sim.report.document import Exhibit, Section, gallery_section, limits_section
from sim.report.drawing.canvas import TELEPHONE, drawing_on
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.render import our_style, svg
from sim.report.markup import piece
from sim.report.numerals import number
from sim.report.source_line import program_of
from sim.report.table import Table
from sim.studies.replay.answer.predict import DRAWS
from sim.studies.replay.answer.score import Verdict
from sim.studies.replay.told import overview
from sim.studies.replay.told.figure import STILL_THERE, draw, subtitle
from sim.studies.replay.told.sentences import (
    CANNOT,
    answer,
    half_life,
    known_today,
    missed,
    misses,
    worst_first,
)
from sim.studies.replay.told.table import COLUMNS, COUNTS, rival_lines, stay_line

LIMITS = (
    (
        "What the numbers are",
        (
            "Each drawdown is predicted from the others and from what was known on the day of its decision; its own "
            "counts are never read for that.",
            "Counts come from print. Where sources contradict one another, each counts as the other's doubt.",
            "Who a case is like (told to go at once, by a last day, gradually) was written down by people who knew how "
            "it went; how one case is coded can move the totals more than any change of method.",
        ),
    ),
    (
        "What they cannot tell",
        (
            "Whether a government will decide that people leave. Here it has decided.",
            "That the next drawdown is like these. Gradual departures are few, and differ by a factor of twenty.",
        ),
    ),
)


def replay_page(verdicts: Sequence[Verdict], facts: Mapping[str, str], command: str) -> StudyPage:
    """The page of one case or of all of them."""
    alone = len(verdicts) == 1
    ordered = worst_first(verdicts)
    seed = _("seed {seed}").format(seed=facts["seed"])
    draws = _("{n} draws").format(n=numeral(f"{DRAWS:,}"))
    source = " · ".join((program_of(facts), seed, draws))
    rivals = [line for each in verdicts for line in rival_lines(each.case)]
    sections = _of_one(verdicts[0]) if alone else _of_all(ordered)
    return StudyPage(
        title=verdicts[0].case.titled if alone else _title(len(verdicts)),
        about=_about(verdicts),
        answer=answer(verdicts),
        cannot=_(CANNOT),
        drawings=(_course(verdicts[0]),) if alone else (_overview(ordered, verdicts, source),),
        details=(*sections, *([_rivals(rivals)] if rivals else [])),
        facts=facts,
        source=source,
        commands=(command,),
        limits=limits_section(LIMITS, folded=True),
    )


def _title(n: int) -> str:
    return _("Would the model have foreseen how {n} earlier drawdowns went?").format(n=n)


def _about(verdicts: Sequence[Verdict]) -> str:
    years = [each.case.decision.date.year for each in verdicts]
    if len(verdicts) == 1:
        return _("Replay of one drawdown · {about}").format(about=subtitle(verdicts[0].case))
    return _(
        "{first} to {last} · each predicted from the others, as on the day of its decision"
    ).format(first=min(years), last=max(years))


def _overview(ordered: Sequence[Verdict], verdicts: Sequence[Verdict], source: str) -> Drawing:
    numbers = Table(COLUMNS, ordered)
    return overview.drawing(ordered, _about(verdicts), _(CANNOT), numbers, source)


def _course(verdict: Verdict) -> Drawing:
    """The figure of one case, as the main one of its page."""
    return Drawing(
        verdict.case.name,
        _(STILL_THERE),
        lambda: draw(verdict),
        half_life(verdict),
        _alt(verdict),
        Table(COUNTS, verdict.counts),
    )


def _alt(verdict: Verdict) -> str:
    seen = [each.seen for each in verdict.counts if each.seen]
    told = "; ".join(
        f"{each.date.isoformat()}: {number(each.value, 'persons')} {_(each.quantity)}"
        for each in seen
    )
    return _("A fan of the persons still there over the days. {half_life} Seen: {seen}.").format(
        half_life=half_life(verdict), seen=told or _("nothing yet")
    )


def _of_one(verdict: Verdict) -> tuple[Section, ...]:
    described = verdict.case.description
    about = (
        (Section("case", _("The case"), piece("paragraphs", described), folded=True),)
        if described
        else ()
    )
    told = stay_line(verdict)
    stays = piece("paragraphs", f"{told[:1].upper()}{told[1:]}.")
    return (
        Section("stay", _("Who stays behind"), stays, folded=True),
        *about,
    )


def _of_all(ordered: Sequence[Verdict]) -> tuple[Section, ...]:
    """The gallery: what was missed, in full view, and the rest."""
    wrong = [each for each in ordered if missed(each)]
    right = sorted(
        (each for each in ordered if not missed(each)), key=lambda each: each.case.decision.date
    )
    misses_told = _("Missed: {n} with a count outside its range").format(n=len(wrong))
    others_told = _("The other {n}, in order of date").format(n=len(right))
    table = Table(COLUMNS, ordered).html()
    return (
        gallery_section("misses", misses_told, map(_exhibit, wrong)),
        gallery_section("hits", others_told, map(_exhibit, right), folded=True),
        Section("cases", _("All cases in one table"), table, folded=True),
    )


def _exhibit(verdict: Verdict) -> Exhibit:
    with our_style(), drawing_on(TELEPHONE):
        drawn = svg(draw(verdict))
    told = (*misses(verdict), half_life(verdict), *known_today(verdict))
    case = verdict.case
    return Exhibit(case.name, case.titled, subtitle(case), drawn, _alt(verdict), told)


def _rivals(lines: Sequence[str]) -> Section:
    told = piece("paragraphs", "\n\n".join(f"{line}." for line in lines))
    return Section("rivals", _("Where sources disagree"), told, folded=True)
