"""Relations of docs/relations.md that concern the governments: choices, power, words and deeds.

Expectations over closed loops (25 to 28) are tests of means and stand in tests/statistical.
"""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.choice import choose, gumbel, probabilities
from sim.mechanisms.expectations import expect
from sim.mechanisms.levers import LEVERS
from sim.model.model import AllianceModel
from sim.model.outcomes import OUTCOME_NAMES
from support.worlds import (
    DAYS,
    FREE,
    LATER,
    NO_REPLACEMENTS,
    REPLICATES,
    STRIKE,
    Tree,
    day,
    factors,
    film,
    later,
    lives,
    relation,
    script,
    seats,
    seeds,
    shares,
    world,
)

SHARES = {
    **{lever: lambda m, name=lever: getattr(m.washington, name) for lever in LEVERS},
    "hold": lambda m: m.caracas.hold,
    "loyalty": lambda m: m.caracas.loyalty,
    "grievance": lambda m: m.caracas.grievance,
    "surveillance": lambda m: m.caracas.surveillance,
    "counterweight": lambda m: m.caracas.counterweight,
    "substitute": lambda m: m.caracas.substitute,
    "newness": lambda m: m.caracas.newness,
    "effective_counterweight": lambda m: m.caracas.effective_counterweight,
    "success": lambda m: m.caracas.coup_success,
    "expected_pressure": lambda m: m.caracas.expected_pressure,
    "volatility": lambda m: m.caracas.volatility,
    "fear_of_entrapment": lambda m: m.caracas.fear_of_entrapment,
    "fear_of_abandonment": lambda m: m.havana.fear_of_abandonment,
    "hardship": lambda m: m.havana.hardship,
    "deficit": lambda m: m.havana.deficit,
    "insecurity": lambda m: m.insecurity(),
    **{
        f"{effect} of {actor}": lambda m, a=actor, e=effect: getattr(m, a).effect(e)
        for actor, effect in (
            ("caracas", "compliance"),
            ("caracas", "solidarity"),
            ("havana", "concession"),
            ("havana", "solidarity"),
        )
    },
}
SWITCHES = st.fixed_dictionaries(
    {
        "switches.deterrence": st.sampled_from(["debruin", "powell"]),
        "switches.coercion": st.sampled_from(["splits", "binds"]),
        "switches.costly_rhetoric": st.booleans(),
        "switches.purge_logic": st.booleans(),
        "switches.jet_fuel_limits_seats": st.booleans(),
        "switches.move_order": st.sampled_from(["simultaneous", "washington_first"]),
    }
)


@relation
@given(lives(), seats(), SWITCHES, st.sampled_from(["scripted", "free"]))
def test_relation_04_every_share_stays_between_0_and_1(
    life: Tree, few: Tree, switches: Tree, governed: str
) -> None:
    """Levers, indices, fears and hardship, under any switches; rates are finite and never negative."""
    rates = {
        "attempts": lambda m: m.caracas.coup_hazard,
        "collapse": lambda m: m.havana.collapse_hazard(),
        "exit": lambda m: m.havana.leader_exit_hazard(),
        "clocks": lambda m: m.people.clocks.rate,
    }
    shot = film(world(FREE if governed == "free" else {}, life, few, switches), read=SHARES | rates)
    for name in SHARES:
        assert ((shot.days[name] >= 0) & (shot.days[name] <= 1)).all(), name
    for name in rates:
        assert (np.isfinite(shot.days[name]) & (shot.days[name] >= 0)).all(), name


@relation
@given(seeds(), SWITCHES)
def test_relation_04_the_probabilities_of_a_choice_sum_to_1(seed: Tree, switches: Tree) -> None:
    """For all three governments, on every day of a free world."""
    sums = {
        actor: lambda m, a=actor: probabilities(
            getattr(m, a).utility(), m.draws.assumptions.choice.precision
        )
        for actor in ("washington", "caracas", "havana")
    }
    shot = film(world(FREE, seed, switches, days=30), read=sums)
    for actor in sums:
        assert (shot.days[actor] >= 0).all()
        np.testing.assert_allclose(shot.days[actor].sum(axis=2), 1, rtol=1e-12)


@relation
@given(lives(), factors(), seats())
def test_relation_15_more_relief_weakens_coup_proofing(
    life: Tree, factor: float, few: Tree
) -> None:
    """Surveillance and counterweight never higher on any day; conditions as in relation 11."""
    scale = "assumptions.causes.expelled.security_relief"
    read = {name: SHARES[name] for name in ("surveillance", "counterweight")}
    less = film(world(life, few, NO_REPLACEMENTS), read=read)
    harder = {scale: min(10.0, life[scale] * factor)}
    more = film(world(life, few, NO_REPLACEMENTS, harder), read=read)
    for name in read:
        assert (more.days[name] <= less.days[name] + 1e-12).all(), name


@relation
@given(lives(), factors(), shares(3))
def test_relation_15_more_relief_never_delays_a_coup_attempt(
    life: Tree, factor: float, surveillance: float
) -> None:
    """The first attempt comes no later.

    It holds for what surveillance does: new counterweights endanger too (De Bruin), and those are
    newest where relief is slow, so their effect is off, and counterweights do not deter.
    """
    plot = {
        "assumptions.coup.calm_rate": 5,
        "assumptions.coup.surveillance_effect": surveillance,
        "assumptions.coup.newness_effect": 0,
        "switches.deterrence": "debruin",
    }
    scale = "assumptions.causes.expelled.security_relief"
    harder = {scale: min(10.0, life[scale] * factor)}
    less, more = (
        _first_day(film(world(life, NO_REPLACEMENTS, plot, how)).model, "coup_attempt")
        for how in ({}, harder)
    )
    assert (more <= less).all()


def _first_day(model: AllianceModel, outcome: str) -> np.ndarray:
    return later(model.outcomes.first_day[:, OUTCOME_NAMES.index(outcome)])


def _held_at(name: str, level: float):
    """Make an index of Caracas exogenous: the same level at every end of a day."""

    def prepare(model: AllianceModel) -> None:
        settle = model.caracas.settle_power

        def settle_and_hold() -> None:
            settle()
            setattr(model.caracas, name, np.full(REPLICATES, level))

        setattr(model.caracas, name, np.full(REPLICATES, level))
        model.caracas.settle_power = settle_and_hold  # type: ignore[method-assign]

    return prepare


@relation
@given(seeds(), shares(), shares())
def test_relation_16_more_surveillance_never_brings_an_attempt_forward(
    seed: Tree, one: float, other: float
) -> None:
    """With surveillance held at two levels from outside: the first attempt is no earlier."""
    plot = {"assumptions.coup.calm_rate": 5}
    low, high = (
        _first_day(
            film(world(seed, plot), prepare=_held_at("surveillance", level)).model, "coup_attempt"
        )
        for level in sorted((one, other))
    )
    assert (high >= low).all()


@relation
@given(seeds(), shares(), shares(), shares(0.8))
def test_relation_16_more_counterweight_lets_no_further_attempt_succeed(
    seed: Tree, one: float, other: float, built: float
) -> None:
    """One attempt on the same day and with the same mark: success with more is success with less."""
    plot = {
        "events.coup": {"kind": "coup_attempt", "date": day(20)},
        "assumptions.coup.success_without_counterweight": 0.9,
        "assumptions.coup.substitute_ceiling": built,
    }
    low, high = (
        _first_day(
            film(world(seed, plot), prepare=_held_at("counterweight", level)).model, "coup_caracas"
        )
        for level in sorted((one, other))
    )
    assert set(low.tolist()) | set(high.tolist()) <= {20, LATER}
    assert (high >= low).all()


@relation
@given(seeds(), shares(), shares())
def test_relation_17_more_hardship_never_delays_a_collapse(
    seed: Tree, one: float, other: float
) -> None:
    """Hardship starts at two levels and stays ordered, because both feel the same deficit."""
    low, high = sorted((one, other))
    less, more = (
        film(world(seed, COLLAPSING, {"assumptions.hardship.initial": level}), read=FELT)
        for level in (low, high)
    )
    assert (more.days["hardship"] >= less.days["hardship"] - 1e-12).all()
    for outcome in ("havana_collapse", "leader_exit_havana"):
        assert (_first_day(more.model, outcome) <= _first_day(less.model, outcome)).all()


FELT = {"hardship": lambda m: m.havana.hardship}
COLLAPSING: Tree = {
    "assumptions.collapse.calm_hazard": 0.5,
    "assumptions.collapse.severe_hazard": 8,
    "assumptions.collapse.leader_exit": 1,
}


@relation
@given(seeds(), shares(), shares(), shares(3))
def test_relation_17_more_cohesion_never_brings_a_collapse_forward(
    seed: Tree, one: float, other: float, effect: float
) -> None:
    """Over the whole range of cohesion, below its reference of 0.6 too."""
    low, high = (
        _first_day(
            film(
                world(
                    seed,
                    COLLAPSING,
                    {
                        "assumptions.collapse.cohesion": level,
                        "assumptions.collapse.cohesion_effect": effect,
                    },
                )
            ).model,
            "havana_collapse",
        )
        for level in sorted((one, other))
    )
    assert (high >= low).all()


@relation
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(0, 5), shares(2), shares(50))
def test_relation_18_a_better_posture_only_draws_choices_to_itself(
    seed: int, n_postures: int, which: int, gain: float, precision: float
) -> None:
    """With the noise fixed, raising one utility leaves a choice as it was or makes it that posture."""
    generator = np.random.default_rng(seed)
    utility = generator.normal(size=(200, n_postures))
    noise = gumbel(generator.random((200, n_postures)))
    certainty = np.full(200, precision)
    raised = utility.copy()
    raised[:, which % n_postures] += gain
    before, after = choose(utility, noise, certainty), choose(raised, noise, certainty)
    assert ((after == before) | (after == which % n_postures)).all()


RHETORIC = {"solidarity_caracas", "solidarity_havana", "rhetoric_gap", "fear_of_abandonment"}


@relation
@given(lives(), st.lists(shares(), min_size=9, max_size=9))
def test_relation_19_words_change_no_deed(life: Tree, words: list[float]) -> None:
    """Other tables of public solidarity leave every series that is not about words bit for bit.

    While rhetoric is not costly and no audience counts. Fear of abandonment reads words and feeds
    nothing back; the outcomes that are defined by words (hollowed, dissolved) may differ.
    """
    menu = {
        "caracas": ("embrace", "hedge", "drawdown", "rupture"),
        "havana": ("stand", "rotate_home", "protect_recall", "negotiate", "withdraw"),
    }
    paths = [
        f"actors.{actor}.menu.{posture}.solidarity"
        for actor, postures in menu.items()
        for posture in postures
    ]
    cheap = {"assumptions.caracas.audience": 0, "switches.costly_rhetoric": False}
    spoken = dict(zip(paths, words, strict=True))
    one, other = (
        film(world(FREE, life, cheap, said), recorded=True).model for said in ({}, spoken)
    )
    arrays = other.recorder.arrays()
    for name, array in one.recorder.arrays().items():
        assert name in RHETORIC or (array == arrays[name]).all(), name
    apart = [OUTCOME_NAMES.index(n) for n in ("hollowed_alliance", "alliance_dissolved")]
    days = [np.delete(m.outcomes.first_day, apart, axis=1) for m in (one, other)]
    assert (days[0] == days[1]).all()


@relation
@given(seeds(), shares(1, 0.001))
def test_relation_24_expectations_stay_among_the_pressures_seen(
    seed: Tree, learning: float
) -> None:
    """Between the smallest and the largest pressure so far, the starting one included."""
    learn = {"assumptions.expectations.learning": learning}
    read = {"felt": lambda m: m.washington.pressure, "hat": lambda m: m.caracas.expected_pressure}
    shot = film(world(FREE, seed, learn), read=read)
    start = shot.model.draws.assumptions.levers_at_start.pressure
    felt = np.concatenate([start[None], shot.days["felt"][:-1]])
    lowest, highest = np.minimum.accumulate(felt), np.maximum.accumulate(felt)
    assert (shot.days["hat"] >= lowest - 1e-12).all()
    assert (shot.days["hat"] <= highest + 1e-12).all()


@relation
@given(shares(), shares(), shares())
def test_relation_24_under_constant_pressure_expectations_only_come_closer(
    first: float, pressure: float, learning: float
) -> None:
    """The distance never grows, and the squared surprise stays a share."""
    expected, volatility = np.array([first]), np.zeros(1)
    distances = []
    for _ in range(DAYS):
        expected, volatility = expect(
            expected, volatility, np.array([pressure]), np.array([learning])
        )
        distances.append(abs(expected[0] - pressure))
        assert 0 <= volatility[0] <= 1
    assert all(after <= before + 1e-15 for before, after in pairwise(distances))


@relation
@given(seeds(), st.integers(0, 12), st.integers(0, 12), st.integers(6, 20))
def test_an_order_bites_after_its_delay(seed: Tree, caracas: int, havana: int, when: int) -> None:
    """Decision A6: a posture taken on a day moves nobody before its delay, and from then on it does."""
    orders = {
        "actors.caracas.script": script((0, "embrace"), (when, "rupture")),
        "actors.havana.script": script((0, "stand"), (when, "withdraw")),
        "assumptions.orders.delay_caracas": caracas,
        "assumptions.orders.delay_havana": havana,
    }
    read = {"clocks": lambda m: m.people.clocks.rate}
    shot = film(world(seed, orders), read=read)
    names = ["relief", *(each.name for each in shot.model.people.clocked)]
    for name, delay in (("relief", caracas), ("recalled", havana)):
        rate = shot.days["clocks"][..., names.index(name)]
        assert (rate[: when + delay] == 0).all()
        assert (rate[when + delay :] > 0).all()


@relation
@given(seeds(), st.sampled_from(["simultaneous", "washington_first"]))
def test_nobody_chooses_before_the_strike(seed: Tree, order: str) -> None:
    """The old order holds its postures up to the day of the strike and on that day."""
    shot = film(
        world(FREE, seed, {"switches.move_order": order}, days=STRIKE + 20),
        read={name: lambda m, a=name: getattr(m, a).posture for name in ("caracas", "havana")},
    )
    for name in ("caracas", "havana"):
        assert (shot.days[name][: STRIKE + 1] == 0).all()
