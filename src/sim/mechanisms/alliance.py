r"""What holds the allies together: fears of abandonment and entrapment, linkage, assurance.

.. math::
   F_{ab} &= \sigma(\alpha_0 + \alpha_1 dep + \alpha_2 k + \alpha_4 \tfrac12(P+R)
             [- \alpha_3 s_C]), \qquad
   F_{en}(a) = \sigma(\varepsilon_0 + \varepsilon_1 \hat P\, vis(a) + \varepsilon_3 D(1-T)
             - \varepsilon_2 k(a)) \\
   q_X &= q_0\,(1-\psi_P\, \tfrac12 cost_X (1 + conceded_X))\,(1-\psi_D D_X), \qquad
   cost_C = \hat P,\; cost_H = \tfrac12(P+B),\; D_C = \tfrac12 D,\; D_H = D

Half of what is felt is expected to go on whatever one does; whoever has complied in full and feels it
still, expects all of it to go on. So pressure raises the cost of refusing and destroys the assurance that
it stops, and its effect on a deal has no sign. Words reassure only where they are costly.
Sources: Snyder 1984; Morrow 1991; Leeds & Savun 2007; Cebul, Dafoe & Monteiro 2021; Pauly 2024.
"""

import numpy as np

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Bargaining(Parameters):
    """What makes concessions worth their price."""

    concession_pull: Number = uncertain(
        uniform(1.5, 5), "1", (0, 20), "Drezner 1999; assumption: scale", symbol="χ"
    )
    """Utility of a full concession at full cost when no conflict is expected."""
    conflict_old_order: Number = uncertain(
        uniform(0.6, 1),
        "1",
        (0, 1),
        "Drezner 1998; events:2025-08-reward-for-maduro-doubled",
        symbol="CE_{C,0}",
    )
    """Expectation of conflict in Caracas before the strike: its government was to go."""
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


class Fears(Parameters):
    """Coefficients of the alliance security dilemma; intercepts give about 0.2 before the shock."""

    abandonment_base: Number = uncertain(
        -2.3, "1", (-10, 10), "assumption: fear near 0.2 at first", symbol="α_0"
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
    """Effect of Caracas' public solidarity (reassuring), under the switch `costly_rhetoric`."""
    abandonment_lure: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984; Crawford 2011", symbol="α_4"
    )
    """Effect of what Washington threatens Caracas with and offers it."""
    entrapment_base: Number = uncertain(
        -1.4, "1", (-10, 10), "assumption: fear near 0.2 at first", symbol="ε_0"
    )
    """Intercept of the fear of entrapment."""
    entrapment_presence: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="ε_1"
    )
    """Effect of visible Cuban security presence under expected pressure."""
    entrapment_compliance: Number = uncertain(
        uniform(1, 3), "1", (0, 10), "Morrow 1991", symbol="ε_2"
    )
    """Effect of distance already taken (reassuring)."""
    entrapment_quarrel: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984", symbol="ε_3"
    )
    """Effect of Havana's own quarrel with Washington: a maximal demand and no talks."""


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def fear_of_abandonment(
    dependence: Floats, compliance: Floats, lure: Floats, words: Floats, p: Fears
) -> Floats:
    """Havana's fear of being dropped, in (0, 1), shape (R,).

    `lure` is the mean of pressure on Caracas and inducement; `words` its solidarity where words are
    costly, otherwise 0.
    """
    return _logistic(
        p.abandonment_base
        + p.abandonment_dependence * dependence
        + p.abandonment_compliance * compliance
        + p.abandonment_lure * lure
        - p.abandonment_solidarity * words
    )


def fear_of_entrapment(
    expected: Floats, visible: Floats, compliance: Floats, quarrel: Floats, p: Fears
) -> Floats:
    """Caracas' fear of being dragged along, in (0, 1), shape (R, A).

    `visible` (R, A) is Cuban security at post, `compliance` (A,) or (R, A) that of each posture;
    `quarrel` (R,) the demand on Havana while nobody talks.
    """
    return _logistic(
        (p.entrapment_base + p.entrapment_quarrel * quarrel)[:, None]
        + (p.entrapment_presence * expected)[:, None] * visible
        - p.entrapment_compliance[:, None] * compliance
    )


def linkage(oil_share: Floats, services_share: Floats) -> Floats:
    """Strength of the oil-for-services link: the weaker of the two shares of normal, in [0, 1]."""
    return np.minimum(np.minimum(oil_share, services_share), 1.0)


def assurance(cost: Floats, conceded: Floats, demand: Floats, p: Bargaining) -> Floats:
    """Belief that a concession ends the pressure, in [0, 1].

    `cost` is what is felt of it, `conceded` what has been conceded already, all in [0, 1].
    """
    going_on = 0.5 * cost * (1 + conceded)
    return p.credibility * (1 - p.pressure_spoils * going_on) * (1 - p.demand_spoils * demand)
