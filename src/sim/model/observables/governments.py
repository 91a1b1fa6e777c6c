"""Governments: levers, postures, words and deeds, hold on power and coup risk."""

from typing import Any

import numpy as np

from sim.core.quantity import Floats
from sim.model.observables.base import Observable
from sim.postures import caracas, havana, washington


def _compliance(model: Any) -> Floats:  # noqa: ANN401 - a reader
    return np.asarray(model.caracas.effect("compliance"))


OBSERVABLES = (
    Observable("pressure", "US pressure on Caracas", "1", "stock", lambda m: m.washington.pressure),
    Observable(
        "inducement", "US inducement to Caracas", "1", "stock", lambda m: m.washington.inducement
    ),
    Observable(
        "blockade", "US oil blockade of Cuba", "1", "stock", lambda m: m.washington.blockade
    ),
    Observable("demand", "US demand on Havana", "1", "stock", lambda m: m.washington.demand),
    Observable("talks", "US talks with Havana", "1", "stock", lambda m: m.washington.talks),
    Observable(
        "consent",
        "US consent to Venezuelan oil for Cuba",
        "1",
        "stock",
        lambda m: m.washington.consent,
    ),
    Observable(
        "washington_posture",
        "Posture of Washington",
        "code",
        "code",
        lambda m: m.washington.posture,
        (),
        "i1",
        tuple(washington.MENU),
    ),
    Observable(
        "caracas_posture",
        "Posture of Caracas",
        "code",
        "code",
        lambda m: m.caracas.posture,
        (),
        "i1",
        tuple(caracas.MENU),
    ),
    Observable(
        "havana_posture",
        "Posture of Havana",
        "code",
        "code",
        lambda m: m.havana.posture,
        (),
        "i1",
        tuple(havana.MENU),
    ),
    Observable(
        "expected_pressure",
        "Pressure that Caracas expects",
        "1",
        "stock",
        lambda m: m.caracas.expected_pressure,
    ),
    Observable("compliance", "Compliance of Caracas with Washington", "1", "stock", _compliance),
    Observable(
        "concession",
        "Concession offered by Havana",
        "1",
        "stock",
        lambda m: m.havana.conceded(),
    ),
    Observable(
        "deal_relief",
        "Blockade lifted by the deal in force",
        "1",
        "stock",
        lambda m: m.table.relief,
    ),
    Observable(
        "deal_concession",
        "Concession of the deal in force",
        "1",
        "stock",
        lambda m: m.table.concession,
    ),
    Observable(
        "solidarity_caracas",
        "Public solidarity of Caracas",
        "1",
        "stock",
        lambda m: m.caracas.solidarity,
    ),
    Observable(
        "solidarity_havana",
        "Public solidarity of Havana",
        "1",
        "stock",
        lambda m: m.havana.solidarity,
    ),
    Observable(
        "rhetoric_gap",
        "Words ahead of deeds in Caracas",
        "1",
        "stock",
        lambda m: m.caracas.solidarity - (1 - _compliance(m)),
    ),
    Observable(
        "fear_of_entrapment",
        "Fear of entrapment in Caracas",
        "1",
        "stock",
        lambda m: m.caracas.fear_of_entrapment,
    ),
    Observable(
        "fear_of_abandonment",
        "Fear of abandonment in Havana",
        "1",
        "stock",
        lambda m: m.havana.fear_of_abandonment,
    ),
    Observable(
        "surveillance",
        "Cuban surveillance in Caracas",
        "1",
        "stock",
        lambda m: m.caracas.surveillance,
    ),
    Observable(
        "counterweight",
        "Cuban counterweight in Caracas",
        "1",
        "stock",
        lambda m: m.caracas.counterweight,
    ),
    Observable(
        "substitute", "Home-grown counterweight", "1", "stock", lambda m: m.caracas.substitute
    ),
    Observable("hold", "Hold on power in Caracas", "1", "stock", lambda m: m.caracas.hold),
    Observable(
        "loyalty", "Loyalty of the coalition in Caracas", "1", "stock", lambda m: m.caracas.loyalty
    ),
    Observable("grievance", "Grievance in Caracas", "1", "stock", lambda m: m.caracas.grievance),
    Observable(
        "coup_hazard",
        "Coup attempts expected in Caracas",
        "1/year",
        "stock",
        lambda m: m.caracas.coup_hazard,
    ),
    Observable(
        "coup_success",
        "Probability that an attempt succeeds",
        "1",
        "stock",
        lambda m: m.caracas.coup_success,
    ),
    Observable(
        "collapse_hazard",
        "Hazard of collapse in Havana",
        "1/year",
        "stock",
        lambda m: m.havana.collapse_hazard(),
    ),
)
