"""What a scenario's draws know of who causes departures: said wherever causes are shown."""

from typing import TYPE_CHECKING

from sim.core.errors import SimError
from sim.core.languages import _, ngettext
from sim.experiments.posterior.meant import posterior_of
from sim.report.limits import CAUSES_FROM_PRIOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.posterior.file import Posterior
    from sim.scenario.schema import Scenario

CONTESTED = ("expelled", "recalled", "voluntary")
#: Name of the fact of a posterior that lists the shares of causes that are mostly the prior's.
STILL_PRIOR = "prior_dominated_causes"


def meant(scenario: "Scenario") -> "Posterior | None":
    """The posterior that the draws come from; None for the prior, or if it is no longer at hand."""
    try:
        return posterior_of(scenario)
    except SimError:  # a result outlives the posterior it was made with, and can still be shown
        return None


def contested_causes(scenario: "Scenario") -> tuple[str, ...]:
    """Causes whose shares are the priors speaking, by the posterior's own account."""
    posterior = meant(scenario)
    if posterior is None or STILL_PRIOR not in posterior.facts:
        return CONTESTED
    return tuple(name for name in CONTESTED if name in posterior.facts[STILL_PRIOR].split())


def causes_note(scenario: "Scenario") -> str:
    """Which shares of causes are the priors speaking, in words."""
    still = contested_causes(scenario)
    moved = [name for name in CONTESTED if name not in still]
    if not moved:
        return _(CAUSES_FROM_PRIOR)
    narrowed = ngettext(
        "Calibration narrowed the share {causes}, by how steady the missions had been: "
        "the evidence cannot identify who ordered a departure.",
        "Calibration narrowed the shares {causes}, by how steady the missions had been: "
        "the evidence cannot identify who ordered a departure.",
        len(moved),
    ).format(causes=_together(moved))
    if not still:
        return narrowed
    assumed = ngettext(
        "Of all departures the share {causes} is mostly what we assumed (prior-dominated).",
        "Of all departures the shares {causes} are mostly what we assumed (prior-dominated).",
        len(still),
    ).format(causes=_together(still))
    return f"{assumed} {narrowed}"


def _together(causes: "Sequence[str]") -> str:
    *most, last = map(_, causes)
    return _("{most} and {last}").format(most=", ".join(most), last=last) if most else last
