"""Tables of a calibration: quantities, causes, patterns, theories, and how the fit went."""

import math
from collections.abc import Callable

from sim.core.languages import _
from sim.report.table import Column, Table
from sim.studies.calibration.answer.calibrate import Met
from sim.studies.calibration.answer.fit import Wave
from sim.studies.calibration.answer.identify import Identified, Recovered
from sim.studies.calibration.answer.learned import Learned
from sim.studies.calibration.answer.smc import TighteningStep


def both[Row](
    name: str, value: Callable[[Row], object], told: Callable[[Row], str] | None = None
) -> Column[Row]:
    """A column that is called the same in a file and on a page, where `told` may say it in another language."""
    return Column(name, value, name, told)


def yes(holds: bool) -> str:  # noqa: FBT001 - it is what is said
    """A word for whether something holds."""
    return "yes" if holds else "no"


def word[Row](name: str, value: Callable[[Row], str]) -> Column[Row]:
    """A column of words of ours."""
    return both(name, value, lambda each: _(value(each)))


def cause(name: str) -> str:
    """A share of departures, as its cause is called in the language spoken."""
    return _(name.removeprefix("share ").replace("_", " "))


def quantity(name: str) -> str:
    """A quantity as scenario files call it, or a share of departures in the language spoken."""
    return _("share {cause}").format(cause=cause(name)) if name.startswith("share ") else name


def numbered(name: str) -> str:
    """A wave or a step of a fit (``wave-2``), as it is called in the language spoken."""
    what, _dash, number = name.partition("-")
    return f"{_(what)} {number}"


QUANTITIES: tuple[Column[Learned], ...] = (
    both("quantity", lambda each: each.name, lambda each: quantity(each.name)),
    both("prior median", lambda each: each.prior[0]),
    both("prior 5 %", lambda each: each.prior[1]),
    both("prior 95 %", lambda each: each.prior[2]),
    both("posterior median", lambda each: each.posterior[0]),
    both("posterior 5 %", lambda each: each.posterior[1]),
    both("posterior 95 %", lambda each: each.posterior[2]),
    both("variance ratio", lambda each: each.ratio),
    both("shift", lambda each: each.shift),
    both("KS distance", lambda each: each.ks),
    both("p (Bonferroni)", lambda each: each.p),
    both("effective draws", lambda each: each.effective),
    word("updated", lambda each: yes(each.updated)),
)
PATTERNS: tuple[Column[Met], ...] = (
    both("target", lambda each: each.target.name),
    word("role", lambda each: each.target.pattern.role),
    word("kind", lambda each: each.target.target.kind),
    word("variable", lambda each: each.target.target.variable),
    Column("met by prior", lambda each: each.prior, "prior"),
    Column("met as taken", lambda each: each.taken, "as taken"),
    Column("met afresh", lambda each: each.fresh, "afresh"),
    Column("prior 5 %", lambda each: each.prior_shows[0]),
    Column("prior 50 %", lambda each: each.prior_shows[1]),
    Column("prior 95 %", lambda each: each.prior_shows[2]),
    Column("afresh 5 %", lambda each: each.fresh_shows[0]),
    Column("afresh 50 %", lambda each: each.fresh_shows[1]),
    Column("afresh 95 %", lambda each: each.fresh_shows[2]),
)
WAVES: tuple[Column[Wave], ...] = (
    both("wave", lambda each: each.name, lambda each: numbered(each.name)),
    both("runs", lambda each: each.run),
    both("stood", lambda each: each.stood),
    both("left of the prior", lambda each: each.left),
)
STEPS: tuple[Column[TighteningStep], ...] = (
    both("step", lambda each: each.name, lambda each: numbered(each.name)),
    both("tolerance", lambda each: each.tolerance),
    both("survivors", lambda each: each.survivors),
    both("proposed", lambda each: each.proposed),
    both("run", lambda each: each.run),
    both("taken", lambda each: each.taken),
    both("families", lambda each: each.families),
)
RECOVERED: tuple[Column[Recovered], ...] = (
    both("quantity", lambda each: each.name, lambda each: quantity(each.name)),
    both("learned", lambda each: each.learned),
    both("in 50 %", lambda each: each.inside[0]),
    both("in 90 %", lambda each: each.inside[1]),
    both("p (ranks uniform)", lambda each: each.p),
)


def theory_table(found: Identified) -> Table:
    """Every target against every theory, then all hard ones, then close ones."""
    variants = found.variants
    shares = {name: [each.met.get(name, math.nan) for each in variants] for name in variants[0].met}
    shares["all hard"] = [each.stands for each in variants]
    shares["all hard, and close"] = [each.close for each in variants]

    def theory(position: int) -> Column[tuple[str, list[float]]]:
        return both(variants[position].name, lambda row: row[1][position])

    target: Column[tuple[str, list[float]]] = word("target", lambda row: row[0])
    return Table((target, *map(theory, range(len(variants)))), tuple(shares.items()))


def markdown(table: Table) -> str:
    """A table in Markdown."""
    lines = [table.headings, ["---"] * len(table.headings), *table.rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
