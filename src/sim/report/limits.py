"""What every report says about itself: consequences of assumptions, and what they cannot tell."""

from sim.core.languages import _, numeral

NOT_A_FORECAST = "These are consequences of the stated assumptions, not forecasts."
CAUSES_FROM_PRIOR = (
    "Shares of causes (expelled, recalled, voluntary) are mostly what we assumed (prior-dominated): "
    "the evidence cannot identify who ordered a departure."
)
#: True of draws from the prior and from any posterior.
NOBODY_KNOWS_WHO = "The evidence cannot identify who ordered a departure."
BANDS = "Line: median. Dark band: 50 % of runs. Light band: 90 % of runs."
WILSON = "Thin ranges: what this number of runs leaves open (Wilson, 95 %); more runs make them narrower."
NO_PATHS = (
    "Of the days only quantiles over runs are kept: each number is within {error} of that of a run, "
    "and what needs sums over missions or days of single runs is left out."
)


def no_paths(error: float) -> str:
    """What is told where only quantiles are kept, each within a share `error` of itself."""
    return _(NO_PATHS).format(error=numeral(f"{error:.1%}"))


LIMITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What the numbers are",
        (
            "Everything here follows from this scenario, the stated priors and the equations. It is no "
            "forecast of Venezuela, Cuba or the United States.",
            "'18 in 100' counts runs of the model. It is a probability only for someone who believes "
            "the scenario and every prior.",
            "No data later than 21 February 2026 was used for any default, prior or check.",
        ),
    ),
    (
        "What the evidence cannot identify",
        (
            "Who causes departures: the sources themselves disagree on expelled, recalled and voluntary. "
            "Where draws come from a posterior, the steadiness of the years before bounds how many leave "
            "of their own will; what is left between these causes is the priors speaking.",
            "The weights of the three governments (pressure, oil, reputation, audience): choices up to "
            "February 2026 fit a wide range of them.",
            "Contested theory (deterrence, coercion, rhetoric, purges, contagion) is set by switches. "
            "A result that flips with a switch is a result about the switch.",
            "Undercover staff and desertions: published counts are few, old or in conflict.",
        ),
    ),
    (
        "What is not modelled",
        (
            "Factions inside Caracas and inside Havana; each government decides as one.",
            "Oil of different grades (diesel, jet fuel), prices and refining; of the power grid, its plants and lines.",
            "The economy of Venezuela, elections, protest in the street, and war beyond dated events.",
            "Other allies as actors with aims of their own.",
            "Named individuals: persons in the model are synthetic.",
        ),
    ),
)
