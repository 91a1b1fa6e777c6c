"""Menus as arrays, and what each posture is worth, against hand values."""

from typing import Any

import numpy as np
import pytest

from sim.people.missions import MISSIONS, mission
from sim.postures import caracas, havana, washington
from sim.postures.base import effects, rates
from support.numbers import a, parameters

CARACAS = parameters(
    caracas.Caracas,
    inducement_ratio=0.5,
    rally=0.2,
    security=1.0,
    services=0.4,
    audience=0.5,
    hedging=2.0,
)
HAVANA = parameters(havana.Havana, oil=1.0, reputation=0.5, risk=0.4, regime=0.8)
WASHINGTON = parameters(washington.Washington, objective=1.0, cost=0.5, humanitarian=0.4)


def test_effects_and_rates_follow_the_order_of_the_menu() -> None:
    assert effects(caracas.MENU, "compliance").tolist() == [0, 0.45, 0.75, 1]
    assert effects(washington.MENU, "pressure").tolist() == [0.35, 0.85, 0.9, 0.5, 0.15]
    assert effects(havana.MENU, "exposed").tolist() == [1, 0.8, 0.3, 0.6, 0]
    relief = rates(caracas.MENU, "relief")
    assert relief.shape == (4, len(MISSIONS))
    assert relief[:, mission("presidential_guard")].tolist() == [0, 0.15, 0.2, 0.5]
    assert relief[:, mission("undercover")].tolist() == [0, 0, 0.0005, 0.004]


@pytest.mark.parametrize("menu", [caracas.MENU, havana.MENU, washington.MENU])
def test_menus_are_those_of_the_specification(menu: dict[str, Any]) -> None:
    names = {
        4: ("embrace", "hedge", "drawdown", "rupture"),
        5: ("stand", "rotate_home", "protect_recall", "negotiate", "withdraw"),
    }
    if "coerce" in menu:
        expected = ("accommodate", "coerce", "max_pressure", "deal_track", "disengage")
    else:
        expected = names[len(menu)]
    assert tuple(menu) == expected


def test_a_step_away_from_havana_removes_more_people_in_every_mission() -> None:
    assert (np.diff(rates(caracas.MENU, "relief"), axis=0) >= 0).all()
    assert (np.diff(effects(caracas.MENU, "compliance")) > 0).all()
    for kept in ("security_kept", "services_kept", "solidarity", "oil", "replacements"):
        assert (np.diff(effects(caracas.MENU, kept)) <= 0).all(), kept


def test_undercover_staff_are_recalled_at_most_an_eighth_as_fast() -> None:
    recall = rates(havana.MENU, "recall")
    others = np.delete(recall, mission("undercover"), axis=1)
    assert (recall[:, mission("undercover")] <= others.max(axis=1) / 8).all()


def view(**changes: float) -> caracas.View:
    usual = {
        "expected_pressure": 0.8,
        "surprise": 0.1,
        "inducement": 0.5,
        "assurance": 0.4,
        "hold": 0.25,
        "solidarity": 0.9,
        "pressure_weight": 1.5,
    }
    return caracas.View(**{name: a(value) for name, value in (usual | changes).items()})


def worth(
    given: caracas.View, *, binds: bool = False, purges: bool = True, costly: bool = False
) -> dict[str, float]:
    values = caracas.utility(
        caracas.MENU, CARACAS, given, binds=binds, purges=purges, costly_rhetoric=costly
    )
    assert values.shape == (1, 4)
    return dict(zip(caracas.MENU, values[0].tolist(), strict=True))


def test_what_embracing_havana_is_worth() -> None:
    # k = 0, nothing lost; words of 0.95: -0.5*(1-0.95)*(0.5 + 0.5*0.75) = -0.021875
    assert worth(view())["embrace"] == pytest.approx(-0.021875)


def test_what_hedging_is_worth() -> None:
    # pull 1.5*(0.8 + 0.5*0.5*0.4) = 1.35, times k = 0.45: 0.6075
    # security 1*0.75*(1-0.35) = 0.4875; services 0.4*(1-0.95) = 0.02
    # audience 0.5*(1-0.8)*0.875 = 0.0875; hedging 2*0.1*0.8*0.75 = 0.12
    # 0.6075 - 0.4875 - 0.02 - 0.0875 + 0.12 = 0.1325
    assert worth(view())["hedge"] == pytest.approx(0.1325)


def test_what_rupture_is_worth() -> None:
    # 1.35 - 0.75 - 0.4 - 0.5*0.9*0.875 = 1.35 - 0.75 - 0.4 - 0.39375 = -0.19375
    assert worth(view())["rupture"] == pytest.approx(-0.19375)


def test_coercion_that_binds_costs_every_step_of_compliance() -> None:
    # 0.2*0.8*k = 0.16 k
    splits, binds = worth(view()), worth(view(), binds=True)
    assert binds["rupture"] - splits["rupture"] == pytest.approx(-0.16)
    assert binds["hedge"] - splits["hedge"] == pytest.approx(-0.072)
    assert binds["embrace"] == splits["embrace"]


def test_without_purge_logic_security_keeps_its_worth() -> None:
    # Rupture loses all of it: 1 instead of 0.75
    purges, keeps = worth(view()), worth(view(), purges=False)
    assert keeps["rupture"] - purges["rupture"] == pytest.approx(-0.25)
    assert keeps["embrace"] == purges["embrace"]


def test_costly_rhetoric_punishes_acting_against_ones_words() -> None:
    # Words 0.9: rupture has the gap 0.9 - 0 = 0.9, costing 0.5*0.9; embrace none (0.9 - 1 < 0)
    cheap, costly = worth(view()), worth(view(), costly=True)
    assert costly["rupture"] - cheap["rupture"] == pytest.approx(-0.45)
    assert costly["hedge"] - cheap["hedge"] == pytest.approx(-0.5 * (0.9 - 0.55))
    assert costly["embrace"] == cheap["embrace"]


def test_signs_of_compliance() -> None:
    """Rupture gains on embrace with expected pressure, inducement, assurance and a firmer hold."""

    def gain(**changes: float) -> float:
        values = worth(view(**changes))
        return values["rupture"] - values["embrace"]

    assert gain(expected_pressure=0.9) > gain()
    assert gain(inducement=0.6) > gain()
    assert gain(assurance=0.5) > gain()
    assert gain(hold=0.5) > gain()


def test_a_pressure_that_binds_more_than_it_pulls_keeps_caracas_close() -> None:
    """Pulled at 1.5 P k, bound at w_rally P k: the sign turns where w_rally passes 1.5."""
    for rally, sign in ((1.0, 1), (2.0, -1)):
        p = parameters(
            caracas.Caracas,
            inducement_ratio=0.0,
            rally=rally,
            security=1.0,
            services=0.4,
            audience=0.5,
            hedging=0.0,
        )
        low, high = (
            caracas.utility(
                caracas.MENU,
                p,
                view(expected_pressure=pressure),
                binds=True,
                purges=True,
                costly_rhetoric=False,
            )[0]
            for pressure in (0.4, 0.8)
        )
        assert sign * ((high - low)[-1] - (high - low)[0]) > 0


def test_hedging_pays_only_while_the_future_is_open() -> None:
    # Worth 2 * surprise * 0.8 * (1 - hold): 0.2 more surprise and a hold of 0.25 make 0.24.
    assert worth(view(surprise=0.3))["hedge"] - worth(view())["hedge"] == pytest.approx(0.24)
    assert worth(view(surprise=0.3))["drawdown"] == worth(view())["drawdown"]
    settled = worth(view(hold=1.0))["hedge"] - worth(view(hold=1.0, surprise=0.0))["hedge"]
    assert settled == pytest.approx(0)


def outlook(**changes: float) -> havana.View:
    usual = {
        "blockade": 0.6,
        "demand": 0.5,
        "talks": 0.8,
        "insecurity": 0.3,
        "compliance": 0.4,
        "hardship": 0.5,
        "assurance": 0.25,
        "pain_weight": 2.0,
    }
    return havana.View(**{name: a(value) for name, value in (usual | changes).items()})


def value(given: havana.View) -> dict[str, float]:
    values = havana.utility(havana.MENU, HAVANA, given)
    assert values.shape == (1, 5)
    return dict(zip(havana.MENU, values[0].tolist(), strict=True))


def test_what_standing_is_worth() -> None:
    # oil 1*(1-0.6) = 0.4; standing 0.5*1; risk 0.4*(0.3 + 0.2)*1 = 0.2; x = 0
    assert value(outlook())["stand"] == pytest.approx(0.7)


def test_what_negotiating_is_worth() -> None:
    # oil 0.4*(1-0.6) = 0.16; standing 0.5*0.45 = 0.225; risk 0.2*0.6 = 0.12
    # pain 2*0.5*0.8*0.25*0.6 = 0.12; regime 0.8*0.5*0.6 = 0.24
    # 0.16 + 0.225 - 0.12 + 0.12 - 0.24 = 0.145
    assert value(outlook())["negotiate"] == pytest.approx(0.145)


def test_what_withdrawing_is_worth() -> None:
    # oil 0.4*0.2 = 0.08; no standing, nobody exposed; pain 0.2*0.8 = 0.16; regime 0.4*0.8 = 0.32
    assert value(outlook())["withdraw"] == pytest.approx(-0.08)


def test_signs_of_conceding() -> None:
    """Negotiating gains on standing with hardship, talks, assurance and blockade, loses with demand."""

    def gain(**changes: float) -> float:
        values = value(outlook(**changes))
        return values["negotiate"] - values["stand"]

    for more in ({"hardship": 0.6}, {"talks": 0.9}, {"assurance": 0.3}, {"blockade": 0.7}):
        assert gain(**more) > gain(), more
    assert gain(demand=0.6) < gain()
    assert gain(insecurity=0.4) > gain()


def aims(compliance: float, concession: float, hardship: float) -> dict[str, float]:
    values = washington.utility(
        washington.MENU, WASHINGTON, a(compliance), a(concession), a(hardship)
    )
    assert values.shape == (1, 5)
    return dict(zip(washington.MENU, values[0].tolist(), strict=True))


def test_what_coercing_is_worth() -> None:
    # 0.85*(1-0.5) + 0.3*0.5 + 0.9*(1-0.2) + 0.4*0.2 = 0.425 + 0.15 + 0.72 + 0.08 = 1.375
    # cost 0.5*(0.85+0.9)/2 = 0.4375; hardship 0.4*0.5*0.9 = 0.18
    assert aims(0.5, 0.2, 0.5)["coerce"] == pytest.approx(0.7575)


def test_what_disengaging_is_worth() -> None:
    # 0.15*0.5 + 0.2*0.5 + 0.2*0.8 + 0.2*0.2 = 0.375; cost 0.5*0.175 = 0.0875; 0.4*0.5*0.2 = 0.04
    assert aims(0.5, 0.2, 0.5)["disengage"] == pytest.approx(0.2475)


def test_signs_of_pressing() -> None:
    """Compliance, concessions and hardship make maximal pressure lose on the deal track."""

    def gain(*levels: float) -> float:
        values = aims(*levels)
        return values["max_pressure"] - values["deal_track"]

    at = gain(0.3, 0.3, 0.3)
    assert gain(0.4, 0.3, 0.3) < at
    assert gain(0.3, 0.4, 0.3) < at
    assert gain(0.3, 0.3, 0.4) < at


def test_utilities_of_replicates_do_not_mix() -> None:
    both = havana.View(
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in havana.View.__slots__
            for one, other in [(outlook(), outlook(talks=0.1))]
        )
    )
    p = havana.Havana.model_construct(
        **{name: np.repeat(getattr(HAVANA, name), 2) for name in havana.Havana.model_fields}
    )
    values = havana.utility(havana.MENU, p, both)
    assert values[0].tolist() == list(value(outlook()).values())
    assert values[1].tolist() == list(value(outlook(talks=0.1)).values())
