"""A supplier's day, cargo by cargo, against the same draws followed by hand."""

from math import exp

import numpy as np
import pytest

from support.mornings import morning, uniforms

MOST = 6  # cargoes of a day that have draws of their own
TERMS = {"cargoes": 1.5, "smallest": 100, "largest": 500, "interdiction": 0.8}
OIL = {
    **{
        f"oil.suppliers.{name}.{term}": value
        for name in ("venezuela", "mexico")
        for term, value in TERMS.items()
    },
    "oil.deterrence.deterred_share": 0.6,
}
RUNS = 48


def by_hand(model, name, willing):
    """Today's kb by fate of every replicate, one cargo after the other."""
    ready = uniforms(model, f"cargoes {name}", model.day, 1)[:, 0]
    marks = uniforms(model, f"fates {name}", model.day, 3 * MOST)
    blockade = 0.5
    told = []
    for u, mark in zip(ready, marks, strict=True):
        volume, term, total, cargo = [0.0] * 4, exp(-1.5), exp(-1.5), 0
        while u > total and cargo < MOST:
            at_sea, in_port, size = mark[cargo], mark[MOST + cargo], mark[2 * MOST + cargo]
            if in_port >= willing:
                fate = 0
            elif at_sea >= 0.8 * blockade:
                fate = 3
            else:
                fate = 1 if at_sea < 0.8 * blockade * 0.6 else 2
            volume[fate] += 100 + 400 * size
            cargo += 1
            term *= 1.5 / cargo
            total += term
        told.append(volume)
    return np.array(told)


@pytest.mark.parametrize(("name", "willing"), [("venezuela", 0.8), ("mexico", 1.0)])
def test_cargoes_are_withheld_deterred_turned_back_or_delivered(name, willing) -> None:
    model = morning(OIL, replicates=RUNS)
    model.washington.blockade[:] = 0.5
    model.washington.measures = {name}
    model.caracas.posture[:] = 1  # hedge: lets 0.8 of the cargoes sail
    supplier, seen = model.suppliers[name], np.zeros(4)
    for model.day in range(3):
        supplier.trade()
        assert supplier.volume == pytest.approx(by_hand(model, name, willing))
        assert supplier.delivered.tolist() == supplier.volume[:, 3].tolist()
        seen += supplier.volume.sum(axis=0)
    assert (seen > 0).tolist() == [name == "venezuela", True, True, True]


def test_nothing_arrives_again_on_a_day_without_cargoes() -> None:
    model = morning(OIL)
    supplier = model.suppliers["venezuela"]
    supplier.volume[:] = 7.0
    supplier.ready[:] = 0
    supplier.trade()
    assert (supplier.volume == 0).all()


def test_a_supplier_that_has_stopped_withholds_everything() -> None:
    model = morning(OIL, replicates=RUNS)
    supplier = model.suppliers["mexico"]
    supplier.stops = 1
    supplier.trade()
    assert supplier.volume[:, 0].sum() > 0
    assert (supplier.volume[:, 1:] == 0).all()


def test_the_usual_flow_is_the_rate_times_the_mean_cargo() -> None:
    model = morning(OIL)
    assert model.suppliers["venezuela"].usual == pytest.approx(np.array([450, 450]))


def test_consent_counts_for_venezuela_once_its_exports_are_under_control() -> None:
    """Stopped: 1 - (1 - 0.8*0.5) * consent for Venezuela, 0.8*0.5 for who is under measures, else nothing."""
    model = morning({"levers.consent": {"level": 0.25}, "levers.blockade": {"level": 0.5}})
    washington, full = model.washington, np.array([0.8, 0.8])
    assert washington.target("consent", model.today).tolist() == [1, 1]  # nobody has to ask
    washington.exports_controlled = True
    assert washington.target("consent", model.today).tolist() == [0.25, 0.25]
    washington.measures = {"venezuela", "mexico"}
    washington.blockade, washington.consent = np.array([0.5, 0.5]), np.array([0.25, 1.0])
    assert washington.stopped("venezuela", full) == pytest.approx(np.array([0.85, 0.4]))
    assert washington.stopped("mexico", full) == pytest.approx(np.array([0.4, 0.4]))
    assert washington.stopped("others", full).tolist() == [0, 0]


def test_a_deal_lifts_consent_like_the_blockade() -> None:
    model = morning({"levers.consent": {"level": 0.2}, "levers.blockade": {"level": 0.5}})
    washington = model.washington
    washington.exports_controlled, washington.measures = True, {"venezuela"}
    model.table.relief = np.array([0.0, 0.5])
    assert washington.target("consent", model.today) == pytest.approx(np.array([0.2, 0.6]))
    assert washington.target("blockade", model.today) == pytest.approx(np.array([0.5, 0.25]))
