"""The card of a comparison: by how much the total differs, and both fans."""

from sim.core.errors import SimError
from sim.report.limits import NOT_A_FORECAST
from sim.report.opening.card_text import NO_TOTAL, CardText
from sim.report.opening.total import TotalPath
from sim.studies.comparison.answer.contrast import Comparison
from sim.studies.comparison.told.words import first_sentence

BANDS = "Lines: means over runs. Bands: the middle 50 % of runs of each."


def card_of(comparison: Comparison) -> CardText:
    """The first future and the one after it; more do not fit on a card."""
    contrast = comparison.contrasts[0]
    paths = []
    for side in (contrast.one, contrast.other):
        path = TotalPath.of(side.results, side.made.scenario)
        if path is None:
            raise SimError(NO_TOTAL)
        paths.append(path)
    titles = " or ".join(path.title for path in paths)
    manifests = [side.made.manifest for side in (contrast.one, contrast.other)]
    digests = " and ".join(each.digest[:12] for each in manifests)
    return CardText(
        f"If this happens or that: {titles}",
        first_sentence(contrast),
        f"{BANDS} {paths[0].border}",
        NOT_A_FORECAST,
        f"Source: alliance-sim {manifests[1].version} · scenario digests {digests} · seed {manifests[0].seed} · "
        f"{comparison.n_runs} pairs of runs",
        tuple(paths),
    )
