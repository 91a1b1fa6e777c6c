"""``report.html`` of a fit and of what the evidence can tell apart: what moved, what did not, fit per pattern."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from sim.core.languages import _, numeral
from sim.experiments.posterior.file import Posterior
from sim.methods.study_page import StudyPage
from sim.report.document import Section, limits_section
from sim.report.markup import piece
from sim.report.source_line import source_line
from sim.report.table import Table
from sim.studies.calibration.answer.calibrate import Calibrated
from sim.studies.calibration.answer.identify import Identified
from sim.studies.calibration.answer.learned import Learned
from sim.studies.calibration.told import tables
from sim.studies.calibration.told.figures import drawings
from sim.studies.calibration.told.limits_page import (
    ALL_OF_THEM,
    APART,
    CLOSER,
    NOT,
    headline_of,
    others_learned,
    told_apart,
    uniform_told,
    verdict,
)
from sim.studies.calibration.told.recovered import about_articles, named, recovered_drawing
from sim.studies.calibration.told.write import MOVED, SHARES

LIMITS = (
    (
        "What the numbers are",
        (
            "A posterior is what the priors and the patterns say together, by these equations and under these theory "
            "switches. Where no pattern speaks, it is the prior.",
            "Nothing later than 21 February 2026 is among the patterns.",
        ),
    ),
    (
        "What they cannot tell",
        (
            "Who ordered a departure: no pattern says so.",
            "Whether the model is right: another one may show the same patterns.",
        ),
    ),
)
NO_ORDER = (
    "No pattern says who ordered a departure, and a good fit cannot tell a right model from a wrong one that fits as "
    "well."
)
MOST_NAMED = 3


def fit_page(found: Calibrated, posterior: Posterior) -> StudyPage:
    """What a calibration has taught."""
    moved = [each for each in found.quantities if each.updated]
    n, still = len(found.fitted.particles), len(found.quantities) - len(moved)
    told = sorted(
        posterior.facts.items()
    )  # a file that is read again has them in an order of its own
    facts = {"posterior": posterior.sha256} | {
        name: what for name, what in told if name != "sha256"
    }
    return StudyPage(
        title=_("What the evidence has taught: {title}").format(title=_(found.file.title)),
        about=_("{n} draws of {quantities} quantities, held against {targets} targets").format(
            n=numeral(f"{n:,}"), quantities=len(found.quantities), targets=len(found.patterns)
        ),
        answer=(_moved(moved, still), _causes(found.shares), _met(found)),
        cannot=_(NO_ORDER),
        drawings=drawings(found),
        details=(
            _section(
                "moved", _("What moved: {n} quantities").format(n=len(moved)), Table(MOVED, moved)
            ),
            _section(
                "unmoved",
                _("What did not: {n} quantities").format(n=still),
                Table(MOVED, _unmoved(found)),
            ),
            _section("causes", _("Who causes departures"), Table(SHARES, found.shares)),
            _section(
                "patterns", _("Fit, pattern by pattern"), Table(tables.PATTERNS, found.patterns)
            ),
            Section("went", _("How the fit went"), _went(found), folded=True),
        ),
        facts=facts,
        source=source_line(_named(facts), n, _("{n} draws")),
        commands=(posterior.facts["command"],),
        limits=limits_section(LIMITS, folded=True),
    )


def _named(facts: Mapping[str, str]) -> dict[str, str]:
    return {"version": facts["version"], "seed": facts["seed"]}


def _unmoved(found: Calibrated) -> list[Learned]:
    return [each for each in found.quantities if not each.updated]


def _moved(moved: Sequence[Learned], still: int) -> str:
    told = (
        _(
            "{moved} of {all} quantities moved beyond chance and by enough to matter, first {named}; the other {still} are "
            "the prior speaking."
        )
        if moved
        else _(
            "{moved} of {all} quantities moved beyond chance and by enough to matter; the other {still} are the prior "
            "speaking."
        )
    )
    named = ", ".join(each.name.removeprefix("assumptions.") for each in moved[:MOST_NAMED])
    return told.format(moved=len(moved), all=len(moved) + still, named=named, still=still)


def _causes(shares: Sequence[Learned]) -> str:
    prior = [tables.cause(each.name) for each in shares if each.prior_dominated]
    if not prior:
        return _("Of every share of a cause of departure more than half of the doubt is gone.")
    return _(
        "Of the shares of departures by cause these are mostly what was assumed (prior-dominated): {causes}."
    ).format(causes=", ".join(prior))


def _met(found: Calibrated) -> str:
    hard = sum(each.target.target.kind == "hard" for each in found.patterns)
    return _(
        "Taken with new luck, {share} in 100 of the draws meet all {hard} hard targets at once; under the luck with which "
        "they were accepted all do."
    ).format(share=f"{100 * found.stands_afresh:.0f}", hard=hard)


def _went(found: Calibrated) -> Markup:
    fit = found.fitted
    return Markup("").join(
        (Table(tables.WAVES, fit.waves).html(), Table(tables.STEPS, fit.steps).html())
    )


def _section(name: str, heading: str, table: Table) -> Section:
    return Section(name, heading, piece("of_words", table.html()), folded=True)


def identified_page(found: Identified, facts: Mapping[str, str]) -> StudyPage:
    """What the evidence could tell apart, found out on articles whose truth is known."""
    headline, others = headline_of(found), others_learned(found)
    good = [named(each) for each in headline if verdict(each) != NOT]
    apart = [each.name for each in told_apart(found)]
    whole = tables.theory_table(found)
    differ = Table(whole.columns, [row for row in whole.things if min(row[1]) < ALL_OF_THEM])
    n_others = len(found.recovered) - len(headline)
    return StudyPage(
        title=_("What the evidence can and cannot tell apart"),
        about=about_articles(found),
        answer=(
            _good(good, len(headline), len(others), n_others),
            _("Theories that can be told apart: {theories}.").format(theories=", ".join(apart))
            if apart
            else _("No theories can be told apart."),
            uniform_told(found),
        ),
        cannot=_(CLOSER),
        drawings=(recovered_drawing(found, headline, others),),
        details=(
            _section("theories", _("Theories"), Table(APART, found.variants[1:])),
            _section("met", _("Which theory can show which pattern"), differ),
            _section("recovered", _("All quantities"), Table(tables.RECOVERED, found.recovered)),
        ),
        facts=facts,
        source=source_line(facts, found.n_truths, _("{n} simulated articles")),
        commands=(facts["command"],),
        limits=limits_section(LIMITS, folded=True),
    )


def _good(good: Sequence[str], n: int, others: int, n_others: int) -> str:
    told = (
        _(
            "Of {n} headline quantities {good} are recovered at all: {named}; of the other {n_others}, {others}."
        )
        if good
        else _(
            "Of {n} headline quantities none is recovered at all; of the other {n_others}, {others}."
        )
    )
    return told.format(n=n, good=len(good), named=", ".join(good), n_others=n_others, others=others)
