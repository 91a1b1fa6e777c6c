"""Hazards of every cause with a rate, against hand values; scheduled causes have none."""

import numpy as np
import pytest

from sim.mechanisms.causes import CAUSE_NAMES, CAUSES, cause, defected, recalled, rotated, voluntary
from sim.mechanisms.causes.base import Signals
from support.numbers import a, parameters


def signals(**changes: float) -> Signals:
    """Quiet signals of one replicate with two missions, the second vetted to a tenth."""
    levels = {"insecurity": 0.0, "forced_return": 0.0, "hardship": 0.0} | changes
    return Signals(
        relief=np.array([[0.1, 0.2]]),
        recall=np.array([[0.03, 0.0]]),
        own_choice=np.array([[1.0, 0.1]]),
        **{name: a(level) for name, level in levels.items()},
    )


VOLUNTARY = parameters(voluntary.Voluntary, base=0.001, insecurity=2.0, hardship=1.0)
DEFECTED = parameters(
    defected.Defected,
    base=0.0001,
    forced_return=1.5,
    hardship=1.0,
    family_tie=0.8,
    family_share=0.75,
)


def test_voluntary() -> None:
    # 0.001 * exp(2*0.5 - 1*0.3) = 0.001 * e^0.7 = 0.00201375; a tenth for the second mission
    rate = voluntary.rate(VOLUNTARY, signals(insecurity=0.5, hardship=0.3))
    assert rate == pytest.approx(np.array([[0.00201375, 0.000201375]]), rel=1e-5)


def test_voluntary_is_its_base_where_nothing_frightens_or_holds() -> None:
    assert voluntary.rate(VOLUNTARY, signals()) == pytest.approx(np.array([[0.001, 0.0001]]))


def test_defected() -> None:
    # 1.5*0.4 + 1*0.5 - 0.8*0.75 = 0.5; 0.0001 * e^0.5 = 0.000164872
    rate = defected.rate(DEFECTED, signals(forced_return=0.4, hardship=0.5))
    assert rate == pytest.approx(np.array([[0.000164872, 0.0000164872]]), rel=1e-5)


def test_family_at_home_holds_back() -> None:
    # Nothing else: 0.0001 * exp(-0.6) = 0.0000548812
    assert defected.rate(DEFECTED, signals())[0, 0] == pytest.approx(0.0000548812, rel=1e-5)


def test_signs_of_the_model_specification() -> None:
    """Leaving freely: insecurity up, hardship at home down. Deserting: fear of return and hardship up."""
    calm, unsafe, hungry, hunted = (
        signals(),
        signals(insecurity=1.0),
        signals(hardship=1.0),
        signals(forced_return=1.0),
    )
    free = [voluntary.rate(VOLUNTARY, each)[0, 0] for each in (calm, unsafe, hungry, hunted)]
    assert free[1] > free[0] > free[2]
    assert free[3] == free[0]
    desert = [defected.rate(DEFECTED, each)[0, 0] for each in (calm, unsafe, hungry, hunted)]
    assert desert[2] > desert[0]
    assert desert[3] > desert[0]
    assert desert[1] == desert[0]


def test_recalled_is_the_order_times_its_scale() -> None:
    # 0.03 * 2 = 0.06, and no order is no rate
    rate = recalled.rate(parameters(recalled.Recalled, scale=2.0), signals())
    assert rate == pytest.approx(np.array([[0.06, 0.0]]))


def test_rotated_is_one_over_the_tour_for_everybody() -> None:
    # 1/800 = 0.00125
    rate = rotated.rate(parameters(rotated.Rotated, tour=800.0), signals())
    assert rate.tolist() == [[0.00125, 0.00125]]


def test_every_replicate_has_its_own_parameters() -> None:
    two = signals()
    two = Signals(*(np.repeat(getattr(two, name), 2, axis=0) for name in Signals.__slots__))
    p = voluntary.Voluntary.model_construct(
        base=a(0.001, 0.002), insecurity=a(1, 1), hardship=a(1, 1)
    )
    assert voluntary.rate(p, two)[:, 0].tolist() == [0.001, 0.002]


def test_a_base_of_nothing_is_no_hazard() -> None:
    nothing = parameters(voluntary.Voluntary, base=0.0, insecurity=3.0, hardship=0.0)
    assert voluntary.rate(nothing, signals(insecurity=1.0)).tolist() == [[0.0, 0.0]]


def test_the_causes_of_the_specification_are_there() -> None:
    assert set(CAUSE_NAMES) >= {
        "expelled",
        "voluntary",
        "recalled",
        "evacuated_injured",
        "killed",
        "defected",
        "rotated",
    }
    assert [cause(name) for name in CAUSE_NAMES] == list(range(len(CAUSES)))
    with pytest.raises(TypeError, match="killed is scheduled"):
        CAUSES[cause("killed")].hazard(None, signals())
