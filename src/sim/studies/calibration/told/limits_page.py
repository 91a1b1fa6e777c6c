"""``identifiability.md``: what the evidence can and cannot tell apart, every number from a run."""

from sim.core.json_text import json_text
from sim.core.languages import ENGLISH, _, numeral, speaking
from sim.report.table import Column, Table
from sim.scenario.resolve import digest
from sim.studies.calibration.answer.identify import HEADLINE, Identified, Recovered
from sim.studies.calibration.answer.posterior_file import portable
from sim.studies.calibration.answer.variants import Variant
from sim.studies.calibration.told import tables

CLOSER = (
    "The evidence was read as precisely as the tolerances, which is more than the article says: what is not "
    "recovered here cannot be recovered from the article."
)
NOT = "not recovered"
KNOWN, HARDLY = 0.5, 0.1  # share of variance recovered from which one may say so
LEVEL = 0.05  # of all correlations together
ALL_OF_THEM = 0.995
SURE = 0.6  # probability of the right theory from which it can be told apart at all
UNIFORM = 0.001


def write_identified(found: Identified, command: str) -> dict[str, bytes]:
    """The page as Markdown, its tables and a summary for programs, all in English."""
    with speaking(ENGLISH):
        texts = {
            "identifiability.md": page(found, command),
            "recovered.csv": Table(tables.RECOVERED, found.recovered).csv(),
            "theories.csv": tables.theory_table(found).csv(),
            "identifiability.json": json_text(summary(found) | {"command": command}) + "\n",
        }
    return {name: text.encode() for name, text in texts.items()}


def headline_of(found: Identified) -> tuple[Recovered, ...]:
    """The quantities that the report is about."""
    return tuple(each for each in found.recovered if each.name in HEADLINE)


def others_learned(found: Identified) -> list[Recovered]:
    """The other quantities that are recovered at all, most first."""
    seen = (
        each
        for each in found.recovered
        if each.name not in HEADLINE and each.learned > HARDLY and each.chance < LEVEL
    )
    return sorted(seen, key=lambda each: -each.learned)


def told_apart(found: Identified) -> list[Variant]:
    """Theories to which fits give more than half of the probability where they are right."""
    return [each for each in found.variants[1:] if each.sure > SURE]


def verdict(each: Recovered) -> str:
    """How much of a quantity is recovered, in words."""
    if each.learned > KNOWN:
        return "recovered in good part"
    return NOT if each.learned < HARDLY or each.chance > LEVEL else "recovered in part"


def uniform_told(found: Identified) -> str:
    """Whether the fitting is right: ranks of the truth among the draws are uniform, as far as so many truths tell."""
    from scipy.stats import kstwo  # noqa: PLC0415 - slow to import

    bad = [each.name for each in headline_of(found) if each.p <= UNIFORM]
    told = (
        _(
            "The fitting itself is checked: over {n} truths the rank of the truth among the draws is not uniform for "
            "{bad} (p > {level}, Kolmogorov-Smirnov; distances below {least} would not show)."
        )
        if bad
        else _(
            "The fitting itself is checked: over {n} truths the rank of the truth among the draws is uniform for all "
            "headline quantities (p > {level}, Kolmogorov-Smirnov; distances below {least} would not show)."
        )
    )
    least = float(kstwo.isf(UNIFORM, found.n_truths))
    return told.format(
        n=found.n_truths,
        bad=", ".join(bad),
        level=numeral(str(UNIFORM)),
        least=numeral(f"{least:.2f}"),
    )


def summary(found: Identified) -> dict[str, object]:
    """One JSON object with what a script wants to know."""
    return {
        "schema": 1,
        "caveat": CLOSER,
        "calibration": digest(portable(found.file)),
        "truths": found.n_truths,
        "left_out": found.n_left_out,
        "ranks_uniform_p": {e.name: round(e.p, 5) for e in found.recovered if e.name in HEADLINE},
        "learned": {e.name: round(e.learned, 3) for e in found.recovered},
        "theories": {each.name: round(each.sure, 3) for each in found.variants[1:]},
    }


def page(found: Identified, command: str) -> str:
    """The whole page."""
    headline = headline_of(found)
    return "\n".join(
        [
            "# What the evidence can and cannot tell apart\n",
            _how(found, command),
            "## Who orders departures, and the other headline quantities\n",
            _headline(headline),
            "## Other quantities\n",
            _others(others_learned(found), len(found.recovered) - len(headline)),
            "## Theories\n",
            _theories(found),
            "## Is the fitting right?\n",
            _ranks(headline, found.n_truths),
        ]
    )


def _how(found: Identified, command: str) -> str:
    return (
        f"Made by `{command}`. {found.n_truths} runs of the prior that meet all hard patterns were taken "
        "for the truth in turn. What each shows of the soft patterns was the evidence, read as precisely "
        "as the tolerances: that is more than the article says, so what is not recovered here cannot be "
        f"recovered from the article. Each fit kept {found.mean_draws:.0f} independent draws on average; "
        f"{found.n_left_out} further fits did not come close enough and are left out.\n"
    )


def _headline(headline: tuple[Recovered, ...]) -> str:
    lines = []
    for each in headline:
        told = verdict(each)
        told += " beyond chance: the prior speaks" if told == NOT else ""
        lines.append(f"- **{each.name}**: {told} ({_percent(each.learned)} of the variance).\n")
    return (
        "Share of the variance between truths, all of which meet the hard patterns already, that the "
        "posterior means explain:\n\n" + "".join(lines)
    )


def _others(best: list[Recovered], n: int) -> str:
    learned = ((each.name, _percent(each.learned)) for each in best)
    told = tables.markdown(Table.of_text(("quantity", "learned"), learned))
    return (
        f"{len(best)} of the other {n} are recovered at all (more than "
        f"{_percent(HARDLY)} of the variance, beyond chance at {LEVEL}, Bonferroni). Nothing "
        "about the rest was recovered from these patterns, even read this closely; their draws are the "
        "prior's.\n\n" + (told if best else "")
    )


APART: tuple[Column[Variant], ...] = (
    tables.word("theory", lambda each: each.name),
    tables.both("probability of the right one of two", lambda each: each.sure),
    tables.both("standard error", lambda each: each.error),
)


def _theories(found: Identified) -> str:
    told = ", ".join(each.name for each in told_apart(found)) or "none"
    whole = tables.theory_table(found)
    told_by = Table(whole.columns, [row for row in whole.things if min(row[1]) < ALL_OF_THEM])
    return (
        "Mean probability that a fit gives to the right one of two theories, the fitted one and the "
        f"one in the row; one half is no knowledge. Told apart (more than {SURE}): {told}.\n\n"
        + tables.markdown(Table(APART, found.variants[1:]))
        + "\nWhich theory can show which pattern: share of draws of the prior that meet each target "
        "(same draws, same streams). Every theory can show every pattern where no cell drops to 0. "
        "Targets that all draws meet under every theory are left out (`theories.csv` has them).\n\n"
        + tables.markdown(told_by)
    )


def _ranks(headline: tuple[Recovered, ...], n: int) -> str:
    bad = [each.name for each in headline if each.p <= UNIFORM]
    verdict = f"not uniform: {', '.join(bad)}" if bad else "uniform for all of them"
    return (
        "Simulation-based calibration: the rank of the truth among the draws of the fit must be "
        f"uniform. Over {n} truths it is {verdict} (p > {UNIFORM}, Kolmogorov-Smirnov). The table also "
        "has the share of truths inside the 50 % and the 90 % interval.\n\n"
        + tables.markdown(Table(tables.RECOVERED, headline))
    )


def _percent(share: float) -> str:
    return f"{100 * max(share, 0.0):.0f} %"
