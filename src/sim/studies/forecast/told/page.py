"""The pages of a frozen forecast and of its scores, for a reader who was not there."""

from collections.abc import Iterator

from sim.core.languages import _, numeral
from sim.methods.study_page import StudyPage
from sim.report.document import Section, limits_section
from sim.report.markup import piece
from sim.report.numerals import day_text, number, significant
from sim.report.statistics import Z95
from sim.report.table import Table
from sim.studies.forecast.answer.frozen import Chance, Frozen
from sim.studies.forecast.answer.score import SCORES, Report, ScoreSummary
from sim.studies.forecast.question.kinds import Kind
from sim.studies.forecast.told.figures import costs_drawing, sheets
from sim.studies.forecast.told.origin import facts_of, source_of
from sim.studies.forecast.told.questions import asked_table, extremes, not_modelled_table
from sim.studies.forecast.told.sheet import by_kind
from sim.studies.forecast.told.tables import (
    HELD,
    costs_table,
    held,
    spelled,
    sums_table,
)
from sim.studies.forecast.told.words import CONDITIONAL, MADE_UP, few_questions

NAMED = 2  # of the likeliest, and of the least likely
KIND_WORDS: dict[Kind, str] = {
    "binary": "{n} questions of yes or no",
    "quantity": "{n} quantities",
    "date": "{n} days on which something first happens",
}
SCORED_WORDS: dict[Kind, str] = {
    "binary": "Questions of yes or no (Brier)",
    "quantity": "Quantities (CRPS, in units of their scale)",
    "date": "First days (CRPS, as a share of the window)",
}
LIMITS = (
    (
        "What the numbers are",
        (
            "Chances over runs of one scenario and its draws, kept from 0 and 1 by a floor.",
            "A hash stands over the whole file: nobody can change an answer afterwards without its being seen.",
            "The simple forecasts (nothing changes, base rate, trend, market) were written down with their sources on "
            "the same day.",
        ),
    ),
    (
        "What they cannot tell",
        (
            "What the model leaves out; such questions are listed as not modelled.",
            "Whether the model is right: a handful of questions about one course of events can show that it is "
            "wrong, and hardly that it is right.",
        ),
    ),
)


def forecast_page(frozen: Frozen) -> StudyPage:
    """What was frozen, with the simple forecasts beside it."""
    return StudyPage(
        title=_(frozen.title),
        about=_about(frozen),
        answer=tuple(_said(frozen)),
        cannot=_(CONDITIONAL),
        drawings=tuple(sheets(frozen, {})),
        details=_questions(frozen),
        facts=facts_of(frozen),
        source=source_of(frozen),
        commands=(frozen.made_by.command,),
        limits=limits_section(LIMITS, folded=True),
    )


def score_page(report: Report, command: str) -> StudyPage:
    """What the frozen answers were worth; `command` scores them again."""
    frozen, n = report.frozen, len(report.scored)
    answers = {each.question.id: each.answer for each in report.scored}
    scored = (
        Section("scores", _("What every question cost"), costs_table(report).html(), folded=True),
        Section("sums", _("Means, and the differences"), sums_table(report).html(), folded=True),
    )
    return StudyPage(
        title=_("What it was worth: {title}").format(title=_(frozen.title)),
        about=_("{about} · {n} of {asked} questions answered").format(
            about=_about(frozen), n=n, asked=len(frozen.questions)
        ),
        answer=tuple(_worth(report)),
        cannot=few_questions(report),
        drawings=(costs_drawing(report), *sheets(frozen, answers)) if n else (),
        details=(*(scored if n else ()), _open(report), *_questions(frozen)),
        facts=facts_of(frozen),
        source=source_of(frozen),
        commands=(frozen.made_by.command, command),
        limits=limits_section(LIMITS, folded=True),
        warning=_(MADE_UP) if report.made_up else "",
    )


def _about(frozen: Frozen) -> str:
    return _("Known until {known} · frozen on {frozen} · {title}").format(
        known=day_text(frozen.known_until),
        frozen=day_text(frozen.frozen_on),
        title=_(frozen.made_by.scenario_title),
    )


def _said(frozen: Frozen) -> Iterator[str]:
    """What is asked and said, how sure it is, and what is beside it."""
    kinds, made = by_kind(frozen.questions), frozen.made_by
    chances = kinds.get("binary", [])
    last = max((each.until for each in chances), default=frozen.until)
    final = [each for each in chances if each.until == last]
    if len(final) >= 2 * NAMED:
        yield extremes(final, NAMED)
    errors = [
        each.forecast.standard_error or 0.0 for each in chances if isinstance(each.forecast, Chance)
    ]
    most = _("little")
    if errors:
        most = _("{share} in 100").format(share=numeral(f"{100 * Z95 * max(errors):.1f}"))
    yield _(
        "Every answer is read off the {used} of {made} runs that agree with what is known; their number leaves at "
        "most {most} open (Monte Carlo, 95 %), and how far the model itself is off nobody knows."
    ).format(used=made.runs_used, made=made.runs, most=most)
    asked = ", ".join(_(KIND_WORDS[kind]).format(n=len(each)) for kind, each in kinds.items())
    yield _(
        "{n} questions with windows until {day}: {asked}. Beside every answer stand forecasts that anybody could "
        "make: nothing changes (persistence), what happened in such cases before (base rate), things go on as they "
        "did (trend), and a market's price where there is one."
    ).format(n=len(frozen.questions), day=day_text(frozen.until), asked=asked)


def _worth(report: Report) -> Iterator[str]:
    """The first score of every kind against the best of the simple forecasts, and what the ranges held."""
    first = [each for each in report.summaries if each.score == SCORES[each.kind][0]]
    if not first:
        yield _("No question has an answer yet.")
        return
    yield " ".join((_("Mean cost (0 is perfect)."), *map(_against_best, first)))
    yield from filter(None, (held(report, kind) for kind in HELD))


def _against_best(summary: ScoreSummary) -> str:
    """The model beside the cheapest of those that have answered as many questions as any."""
    most = max((each.n_questions for each in summary.against.values()), default=0)
    whole = {name: each for name, each in summary.against.items() if each.n_questions == most}
    what = _(SCORED_WORDS[summary.kind])
    if not whole:
        told = _("{what}: the model {model}.")
        return told.format(what=what, model=significant(summary.model))
    best = min(whole, key=lambda name: whole[name].baseline)
    found = whole[best]
    ends = found.difference_range
    clear = ends is not None and not ends[0] <= 0 <= ends[1]
    how = _("the model is better") if found.difference < 0 else _("the model is worse")
    return _(
        "{what}: the model {model}, the best simple forecast ({name}) {cost}; {verdict}."
    ).format(
        what=what,
        model=significant(found.model),
        name=spelled(best),
        cost=significant(found.baseline),
        verdict=how if clear else _("the two cannot be told apart"),
    )


def _open(report: Report) -> Section:
    labels = {each.id: each for each in report.frozen.questions}
    lines = ((_(labels[name].label), _(labels[name].text), name) for name in report.unanswered)
    table = Table.of_text(("Not answered yet", "Question", "Id"), lines)
    heading = _("Without an answer: {n}").format(n=number(len(report.unanswered), "days"))
    return Section("open", heading, piece("of_words", table.html()), folded=True)


def _questions(frozen: Frozen) -> tuple[Section, ...]:
    asked = Section(
        "questions",
        _("How every question is decided"),
        piece("of_words", asked_table(frozen).html()),
        folded=True,
    )
    if not frozen.not_modelled:
        return (asked,)
    left = not_modelled_table(frozen)
    return (
        asked,
        Section("not-modelled", _("Not modelled"), piece("of_words", left.html()), folded=True),
    )
