"""What was asked, in full: how every question is decided, what stands for it, what its baselines rest on."""

from collections.abc import Sequence

from sim.core.languages import _
from sim.report.numerals import day_text
from sim.report.readings import words
from sim.report.table import Column, Table, said
from sim.studies.forecast.answer.frozen import Frozen, FrozenQuestion
from sim.studies.forecast.told.words import expected, subject, when
from sim.studies.forecast.told.words import said as told

ASKED: tuple[Column[FrozenQuestion], ...] = (
    said("Question", lambda each: _(each.text)),
    said("Until", lambda each: day_text(each.until)),
    said("The model says", lambda each: expected(each, each.forecast)),
    said("How it is decided", lambda each: _(each.resolution)),
    said("What stands for it in the model", lambda each: _(each.stands_for)),
)


def asked_table(frozen: Frozen) -> Table:
    """Every question once, by its last window."""
    last = {each.name: each for each in frozen.questions}
    return Table(ASKED, tuple(last.values()))


def not_modelled_table(frozen: Frozen) -> Table:
    """Questions that the model cannot answer, and why."""
    lines = ((words(name), _(str(each["why"]))) for name, each in frozen.not_modelled.items())
    return Table.of_text(("Not modelled", "Why"), lines)


def extremes(questions: Sequence[FrozenQuestion], n: int) -> str:
    """The likeliest and the least likely of questions of yes or no about one window, each with its chance."""
    ordered = sorted(questions, key=lambda each: -getattr(each.forecast, "probability", 0.0))
    named = [
        _("{what} ({share} in 100)").format(what=subject(each), share=told(each, each.forecast))
        for each in ordered
    ]
    return _("Likeliest by {window}: {most}. Least likely: {least}.").format(
        window=when(questions[0]), most=", ".join(named[:n]), least=", ".join(named[-n:])
    )
