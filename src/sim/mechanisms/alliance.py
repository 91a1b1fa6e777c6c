r"""What holds the allies together: fears of abandonment and entrapment, linkage, assurance, deal.

.. math::
   F_{ab} &= \sigma(\alpha_0 + \alpha_1 dep + \alpha_2 k - \alpha_3 s_C), \qquad
   F_{en} = \sigma(\varepsilon_0 + \varepsilon_1 \hat P\, vis - \varepsilon_2 k) \\
   q_C &= q_0(1-\psi_P P), \qquad q_H = q_0 (1-\psi_P P)(1-\psi_D D), \qquad
   \text{deal hazard} = \ell\, q_H\, Hd \text{ at the table}

Sources: Snyder 1984; Morrow 1991; Leeds & Savun 2007; Cebul, Dafoe & Monteiro 2021. Pressure raises
the cost of refusing and destroys the assurance that pressure stops, so its effect on a deal has no sign.
"""

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Bargaining(Parameters):
    """What makes concessions worth their price."""

    concession_pull: Number = uncertain(
        uniform(0.5, 3), "1", (0, 20), "Drezner 1999; assumption: scale", symbol="χ"
    )
    """Utility of a full concession at full cost when no conflict is expected."""
    conflict_caracas: Number = uncertain(
        uniform(0.1, 0.7), "1", (0, 1), "Drezner 1998", symbol="CE_C"
    )
    """Expectation in Caracas of conflict with Washington: concessions now weaken later."""
    conflict_havana: Number = uncertain(uniform(0.5, 1), "1", (0, 1), "Drezner 1998", symbol="CE_H")
    """Expectation in Havana of conflict with Washington."""
    credibility: Number = uncertain(uniform(0.1, 0.9), "1", (0, 1), "Pauly 2024", symbol="q_0")
    """Belief, without pressure, that Washington keeps its word."""
    pressure_spoils: Number = uncertain(
        uniform(0, 0.8), "1", (0, 1), "Cebul, Dafoe & Monteiro 2021", symbol="ψ_P"
    )
    """Share of credibility that full pressure destroys."""
    demand_spoils: Number = uncertain(uniform(0, 0.8), "1", (0, 1), "Pauly 2024", symbol="ψ_D")
    """Share of credibility in Havana that a maximal demand destroys."""
    deal_rate: Number = uncertain(
        log_uniform(0.002, 0.03), "1/day", (0, 1), "Pape 1997; Drezner 1999", symbol="ℓ"
    )
    """Rate of a deal when both are at the table, with full credibility and hardship."""


class Fears(Parameters):
    """Coefficients of the alliance security dilemma; intercepts give about 0.2 before the shock."""

    abandonment_base: Number = uncertain(
        -1.4, "1", (-10, 10), "assumption: fear near 0.2 at first", symbol="α_0"
    )
    """Intercept of the fear of abandonment."""
    abandonment_dependence: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="α_1"
    )
    """Effect of dependence on Venezuelan oil."""
    abandonment_compliance: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="α_2"
    )
    """Effect of Caracas' compliance with Washington."""
    abandonment_solidarity: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="α_3"
    )
    """Effect of Caracas' public solidarity (reassuring)."""
    entrapment_base: Number = uncertain(
        -2.0, "1", (-10, 10), "assumption: fear near 0.2 at first", symbol="ε_0"
    )
    """Intercept of the fear of entrapment."""
    entrapment_presence: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="ε_1"
    )
    """Effect of visible Cuban security presence under expected pressure."""
    entrapment_compliance: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Morrow 1991", symbol="ε_2"
    )
    """Effect of distance already taken (reassuring)."""


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def fear_of_abandonment(
    dependence: Floats, compliance: Floats, solidarity: Floats, p: Fears
) -> Floats:
    """Havana's fear of being dropped, in (0, 1)."""
    return _logistic(
        p.abandonment_base
        + p.abandonment_dependence * dependence
        + p.abandonment_compliance * compliance
        - p.abandonment_solidarity * solidarity
    )


def fear_of_entrapment(expected: Floats, visible: Floats, compliance: Floats, p: Fears) -> Floats:
    """Caracas' fear of being dragged along, in (0, 1)."""
    return _logistic(
        p.entrapment_base
        + p.entrapment_presence * expected * visible
        - p.entrapment_compliance * compliance
    )


def linkage(oil_share: Floats, services_share: Floats) -> Floats:
    """Strength of the oil-for-services link: the weaker of the two shares of normal, in [0, 1]."""
    return np.minimum(np.minimum(oil_share, services_share), 1.0)


def assurance_caracas(pressure: Floats, p: Bargaining) -> Floats:
    """Belief in Caracas that concessions end the pressure, in [0, 1]."""
    return p.credibility * (1 - p.pressure_spoils * pressure)


def assurance_havana(pressure: Floats, demand: Floats, p: Bargaining) -> Floats:
    """Belief in Havana that concessions end the pressure, in [0, 1]."""
    return assurance_caracas(pressure, p) * (1 - p.demand_spoils * demand)


def deal_hazard(at_table: Floats, assurance: Floats, hardship: Floats, p: Bargaining) -> Floats:
    """Rate of a deal, 1/day; `at_table` is 1 where both postures allow one."""
    return p.deal_rate * at_table * assurance * hardship
