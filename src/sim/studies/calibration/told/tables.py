"""Tables of a calibration: quantities, causes, patterns, theories, and how the fit went."""

import math

from sim.report.csv_text import Cell
from sim.report.numerals import significant
from sim.studies.calibration.answer.calibrate import Met
from sim.studies.calibration.answer.fit import Wave
from sim.studies.calibration.answer.identify import Identified, Recovered
from sim.studies.calibration.answer.learned import Learned
from sim.studies.calibration.answer.smc import TighteningStep

type Rows = list[list[Cell]]

QUANTITY_COLUMNS = (
    "quantity", "prior median", "prior 5 %", "prior 95 %", "posterior median", "posterior 5 %",
    "posterior 95 %", "variance ratio", "shift", "KS distance", "p (Bonferroni)", "effective draws",
    "updated",
)  # fmt: skip
PATTERN_COLUMNS = (
    "target", "role", "kind", "variable", "met by prior", "met as taken", "met afresh",
    "prior 5 %", "prior 50 %", "prior 95 %", "afresh 5 %", "afresh 50 %", "afresh 95 %",
)  # fmt: skip
WAVE_COLUMNS = ("wave", "runs", "stood", "left of the prior")
STEP_COLUMNS = ("step", "tolerance", "survivors", "proposed", "run", "taken", "scale", "families")


def learned_rows(found: tuple[Learned, ...]) -> Rows:
    """One row a quantity, in the order given."""
    return [
        [
            each.name, *each.prior, *each.posterior, each.ratio, each.shift, each.ks, each.p,
            each.effective, "yes" if each.updated else "no",
        ]
        for each in found
    ]  # fmt: skip


def pattern_rows(found: tuple[Met, ...]) -> Rows:
    """One row a target, in the order of the patterns."""
    return [
        [
            each.target.name, each.target.pattern.role, each.target.target.kind,
            each.target.target.variable, each.prior, each.taken, each.fresh,
            *each.prior_shows, *each.fresh_shows,
        ]
        for each in found
    ]  # fmt: skip


def wave_rows(waves: tuple[Wave, ...]) -> Rows:
    """One row a wave of history matching."""
    return [[each.name, each.run, each.stood, each.left] for each in waves]


def step_rows(steps: tuple[TighteningStep, ...]) -> Rows:
    """One row a step of ABC-SMC."""
    return [
        [
            each.name, each.tolerance, each.survivors, each.proposed, each.run, each.taken,
            each.scale, each.families,
        ]
        for each in steps
    ]  # fmt: skip


def theory_table(found: Identified) -> tuple[tuple[str, ...], Rows]:
    """Columns and rows: every target against every theory, then all hard ones, then close ones."""
    variants = found.variants
    rows: Rows = [
        [name, *(each.met.get(name, math.nan) for each in variants)] for name in variants[0].met
    ]
    rows.append(["all hard", *(each.stands for each in variants)])
    rows.append(["all hard, and close", *(each.close for each in variants)])
    return ("target", *(each.name for each in variants)), rows


APART_COLUMNS = ("theory", "probability of the right one of two", "standard error")
RECOVERED_COLUMNS = ("quantity", "learned", "in 50 %", "in 90 %", "p (ranks uniform)")


def apart_rows(found: Identified) -> Rows:
    """How sure a fit would be of each theory against the fitted one."""
    return [[each.name, each.sure, each.error] for each in found.variants[1:]]


def recovered_rows(found: tuple[Recovered, ...]) -> Rows:
    """One row a quantity: how much a fit recovers of the truth, and whether it is right about it."""
    return [[each.name, each.learned, *each.inside, each.p] for each in found]


def markdown(columns: tuple[str, ...], rows: Rows) -> str:
    """A table in Markdown; numbers in three digits."""
    lines = [columns, tuple("---" for _ in columns), *(tuple(map(_cell, row)) for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _cell(value: Cell) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else significant(value)
    return "" if value is None else str(value)
