"""Relations of docs/relations.md that concern oil and the hardship it relieves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.oil import fate
from sim.model.agents.supplier import FATES
from sim.model.model import AllianceModel
from support.worlds import (
    FREE,
    REPLICATES,
    Tree,
    day,
    film,
    relation,
    seeds,
    shares,
    spell,
    world,
)

SHIPPED = {f"oil.suppliers.{name}.cargoes": "uniform(0, 2)" for name in ("venezuela", "others")}
WILD = {
    "oil.cuba.rationing_floor": "uniform(0, 1)",
    "oil.cuba.comfortable_stock": "loguniform(100, 2000)",
    "oil.cuba.initial_cover": "uniform(0, 2)",
    "oil.cuba.domestic": "uniform(0, 150)",
}


def volumes(model: AllianceModel) -> np.ndarray:
    """Oil of the day by supplier and fate in kb, shape (R, suppliers, fates)."""
    return np.stack([each.volume for each in model.suppliers.values()], axis=1)


READ = {
    "volume": volumes,
    "stock": lambda m: m.havana.stock,
    "used": lambda m: m.havana.used,
    "hardship": lambda m: m.havana.hardship,
}


@relation
@given(seeds(), st.sampled_from([{}, FREE, WILD]), shares())
def test_relation_03_oil_is_conserved(seed: Tree, kind: Tree, blockade: float) -> None:
    """What is ready to sail is withheld, deterred, interdicted or delivered; the stock balances.

    What is ready is found by lifting the blockade and every unwillingness: the same cargoes.
    """
    pinned = {"levers.blockade": {"level": blockade}, "events.no_mexico": _mexico_stops()}
    shot = film(world(kind, seed, SHIPPED, pinned), read=READ)
    open_ = film(world(kind, seed, SHIPPED, {"events": {}}), prepare=_all_willing, read=READ)
    sailed, ready = shot.days["volume"].sum(axis=3), open_.days["volume"][..., -1]
    np.testing.assert_allclose(sailed, ready, rtol=1e-12)
    cuba, stock, used = shot.model.draws.oil.cuba, shot.days["stock"], shot.days["used"]
    delivered = shot.days["volume"][..., FATES.index("delivered")].sum(axis=2)
    first = cuba.initial_cover * cuba.comfortable_stock
    before = np.concatenate([first[None], stock[:-1]])
    np.testing.assert_allclose(stock, before + cuba.domestic + delivered - used, atol=1e-9)
    assert (stock >= 0).all()
    assert (used >= 0).all()
    assert (used <= cuba.demand).all()
    assert (used <= before + cuba.domestic + delivered + 1e-9).all()


def _mexico_stops() -> Tree:
    return spell("supplier_stops", 10, 20, supplier="mexico")


def _all_willing(model: AllianceModel) -> None:
    for supplier in model.suppliers.values():
        supplier.willing = lambda: np.ones(REPLICATES)  # type: ignore[method-assign]


@relation
@given(seeds(), shares(), shares(), st.booleans())
def test_relation_14_a_tighter_blockade_never_lets_more_through(
    seed: Tree, one: float, other: float, wild: bool
) -> None:
    """Delivered cargo by cargo no more, stock never higher, hardship never lower, on every day.

    Under scripted postures, because Caracas decides what it sends by its posture; and while demand
    moves less than one for one with the stock, which the bounds of the schema see to.
    """
    low, high = sorted((one, other))
    shots = [
        film(world(seed, SHIPPED, WILD if wild else {}, _pin(level)), read=READ)
        for level in (low, high)
    ]
    loose, tight = (shot.days for shot in shots)
    delivered = FATES.index("delivered")
    assert (tight["volume"][..., delivered] <= loose["volume"][..., delivered]).all()
    assert (tight["stock"] <= loose["stock"] + 1e-9).all()
    assert (tight["hardship"] >= loose["hardship"] - 1e-12).all()


def _pin(level: float) -> Tree:
    return {"levers.blockade": {"level": level, "start": day(3)}}


@relation
@given(st.integers(0, 2**32 - 1), shares(), shares(), shares(), shares())
def test_relation_14_what_a_loose_blockade_stops_a_tight_one_stops_too(
    seed: int, one: float, other: float, deterred: float, willing: float
) -> None:
    """Cargo by cargo: delivered under the tighter blockade is a subset; what is withheld is the same."""
    low, high = sorted((one, other))
    marks, wills = np.random.default_rng(seed).random((2, 50, 6))
    loose, tight = (
        fate(marks, wills, np.array([[stopped]]), np.array([[deterred]]), np.array([[willing]]))
        for stopped in (low, high)
    )
    assert ((tight == 3) <= (loose == 3)).all()
    assert ((tight == 0) == (loose == 0)).all()
    assert ((tight == 1) >= (loose == 1)).all()
