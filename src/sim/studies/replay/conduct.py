"""Drawdowns predicted and judged: what the command and the Python function call."""

from collections.abc import Iterator, Sequence

from sim.studies.replay.answer.predict import fits_of, leave_out
from sim.studies.replay.answer.score import Verdict, judge
from sim.studies.replay.question.case import Case
from sim.studies.replay.question.shipped import shipped_cases


def conduct(wanted: Sequence[Case], seed: int) -> Iterator[Verdict]:
    """Predict every case from the shipped ones without it, and judge the prediction where it is over."""
    shipped = shipped_cases()
    fits = fits_of(shipped, seed)
    for case in wanted:
        yield judge(case, leave_out(case, shipped, fits, seed))
