"""Everything that is written about a calibration, as bytes by file name."""

from sim.core.json_text import json_text
from sim.core.languages import ENGLISH, _, speaking
from sim.experiments.posterior.file import Posterior
from sim.report.numerals import significant
from sim.report.table import Column, Table, said
from sim.studies.calibration.answer.calibrate import Calibrated
from sim.studies.calibration.answer.learned import Learned
from sim.studies.calibration.answer.posterior_file import content_hash
from sim.studies.calibration.told import tables


def write_calibration(found: Calibrated, posterior: Posterior) -> dict[str, bytes]:
    """Tables, the summary for programs and the Markdown page; the same calibration, the same bytes.

    They are in English, whatever language is spoken.
    """
    with speaking(ENGLISH):
        texts = {
            "quantities.csv": Table(tables.QUANTITIES, found.quantities).csv(),
            "causes.csv": Table(tables.QUANTITIES, found.shares).csv(),
            "patterns.csv": Table(tables.PATTERNS, found.patterns).csv(),
            "waves.csv": Table(tables.WAVES, found.fitted.waves).csv(),
            "steps.csv": Table(tables.STEPS, found.fitted.steps).csv(),
            "calibration.json": json_text(summary(found, posterior)) + "\n",
            "calibration.md": page(found, posterior),
        }
    return {name: text.encode() for name, text in texts.items()}


def summary(found: Calibrated, posterior: Posterior) -> dict[str, object]:
    """One JSON object with what a script wants to know."""
    particles, steps = found.fitted.particles, found.fitted.steps
    effective = sorted(each.effective for each in found.quantities)
    return {
        "schema": 1,
        "name": found.file.name,
        "posterior": posterior.sha256,
        "content": content_hash(found),
        "rows": len(particles),
        "tolerance": steps[-1].tolerance,
        "families": round(found.families, 1),
        "effective_draws": {
            "least": round(effective[0], 1),
            "median": round(effective[len(effective) // 2], 1),
        },
        "acceptance": [round(step.taken / max(step.proposed, 1), 4) for step in steps],
        "not_ruled_out": [round(wave.left, 5) for wave in found.fitted.waves],
        "stands_afresh": round(found.stands_afresh, 4),
        "updated": [each.name for each in (*found.quantities, *found.shares) if each.updated],
        "not_updated": list(found.not_updated),
        "patterns": [
            {
                "target": each.target.name,
                "kind": each.target.target.kind,
                "role": each.target.pattern.role,
                "prior": round(each.prior, 4),
                "fresh": round(each.fresh, 4),
            }
            for each in found.patterns
        ],
    }


def page(found: Calibrated, posterior: Posterior) -> str:
    """The whole page; every number in it comes from this calibration."""
    return "\n".join(
        [
            f"# {found.file.title}\n",
            _how(posterior),
            "## What moved\n",
            _moved(found),
            "## Who causes departures\n",
            _causes(found),
            "## Patterns\n",
            _patterns(found),
            "## How the fit went\n",
            _went(found),
        ]
    )


def _how(posterior: Posterior) -> str:
    facts = posterior.facts
    return (
        f"Made by `{facts['command']}` (seed {facts['seed']}, revision {facts['revision'][:12]},"
        f" version {facts['version']}).\nPosterior: {len(posterior.draws.values)} equally weighted"
        f" draws of {len(posterior.paths)} quantities, hash `{posterior.sha256[:16]}`.\n"
    )


MOVED: tuple[Column[Learned], ...] = (
    said("quantity", lambda each: tables.quantity(each.name)),
    said("prior [90 %]", lambda each: _three(each.prior)),
    said("posterior [90 %]", lambda each: _three(each.posterior)),
    tables.both("variance ratio", lambda each: each.ratio),
    tables.both("shift", lambda each: each.shift),
)
SHARES: tuple[Column[Learned], ...] = (
    said("share of departures", lambda each: tables.cause(each.name)),
    said("prior [90 %]", lambda each: _three(each.prior)),
    said("posterior [90 %]", lambda each: _three(each.posterior)),
    said("moved", lambda each: _(tables.yes(each.updated))),
    tables.both("variance ratio", lambda each: each.ratio),
    said("prior-dominated", lambda each: _(tables.yes(each.prior_dominated))),
)


def _moved(found: Calibrated) -> str:
    moved = [each for each in found.quantities if each.updated]
    still = len(found.quantities) - len(moved)
    return (
        f"{len(moved)} of {len(found.quantities)} quantities moved beyond chance (Kolmogorov-Smirnov, "
        f"Bonferroni 0.05, at the effective number of draws) and by enough to matter. The other {still} "
        "are the prior speaking: `quantities.csv`.\n\n" + tables.markdown(Table(MOVED, moved))
    )


def _causes(found: Calibrated) -> str:
    return (
        "Shares of all departures decided by 21 February 2026. A share is prior-dominated where more "
        "than half of the prior's variance is left. No pattern says who ordered a departure; what moved "
        "here moved with how steady the missions had been and how many had been relieved.\n\n"
    ) + tables.markdown(Table(SHARES, found.shares))


def _patterns(found: Calibrated) -> str:
    together = [each.target.name for each in found.patterns if each.target.reading.ensemble]
    return (
        "Share of runs that meet a target; soft ones within their tolerance. *As taken*: under the "
        "random streams with which a draw was accepted, so hard targets about one run hold in all. "
        f"*Afresh*: the same draws under new streams; {100 * found.stands_afresh:.0f} in 100 meet all hard "
        "targets then. Nothing is shown where a run does not reach the date. A target about all runs together "
        f"({', '.join(together)}) is met by their mean, 1, or not, 0; it rejects no run.\n\n"
        + tables.markdown(Table(tables.PATTERNS, found.patterns))
    )


def _went(found: Calibrated) -> str:
    fit = found.fitted
    effective = sorted(each.effective for each in found.quantities)
    return (
        f"Effective draws: at least {effective[0]:.0f}, median {effective[len(effective) // 2]:.0f} of "
        f"{len(fit.particles)}; effective families {found.families:.0f}. Largest distance of a draw: "
        f"{significant(float(fit.particles.distance.max()))} tolerances.\n\n"
        + tables.markdown(Table(tables.WAVES, fit.waves))
        + "\n"
        + tables.markdown(Table(tables.STEPS, fit.steps))
    )


def _three(numbers: tuple[float, float, float]) -> str:
    middle, low, high = (significant(each) for each in numbers)
    return _("{middle} [{low} to {high}]").format(middle=middle, low=low, high=high)
