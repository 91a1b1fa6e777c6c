"""Do draws from the prior look like 21 February 2026? The patterns as the package scores them, counted.

Nothing is fitted here; as in the fit, Caracas is free from the first day. Patterns that are scripted or
structural must hold in every draw; of the others the share of draws that meets them must be neither nothing nor absurd.
"""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.model.model import AllianceModel
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.calibration.question.film import Film
from sim.studies.calibration.question.readings import READINGS, asked
from sim.studies.calibration.question.scoring import read, score, share_met

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DRAWS = 100
ARTICLE = date(2026, 2, 21)
BLOCKADE = date(2025, 12, 16)
ENDS = {"article": ("baseline", date(2026, 8, 20)), "calm": ("no_shock", date(2026, 3, 1))}


@cache
def film(world):
    name, end = ENDS[world]
    changes = [f"window.end={end}", "draws=prior"]
    changes += ["actors.caracas.script=[]"] if world == "article" else []
    scenario = load(SCENARIOS / f"{name}.yaml", Scenario, changes).scenario
    return Film(AllianceModel(scenario, range(DRAWS)))


@cache
def readings():
    targets = asked()
    of_article, of_calm = (read(film(world), world, targets) for world in ("article", "calm"))
    return np.where(np.isnan(of_article), of_calm, of_article)


@cache
def shares():
    return {
        (each.pattern.id, each.number): share_met(each, readings()[:, column])
        for column, each in enumerate(asked())
    }


# Scripted, structural or a matter of arithmetic: every draw meets them.
CERTAIN = {
    ("p01", 0),  # the strike kills 32 among guard and military advisers
    ("p15", 0),  # Washington is scripted to coerce, and talks at the same time
    ("p16", 0),  # the levers of that posture, after ten weeks
    ("p17", 0),
    ("p19", 0),
    ("p21", 0),  # health staff are at least 10,500
    ("p22", 0),  # at most 1 - 0.6 (1 - 1/90)^50 = 0.66 after seven weeks
    ("p27", 0),  # the blockade begins in mid-December
}
# Share of draws that meets a pattern: what was seen with 100 draws, and loose bounds around it.
SEEN = {
    ("p02", 0): (0.59, 0.35, 0.85),
    ("p03", 0): (0.87, 0.65, 1),
    ("p03", 1): (0.47, 0.25, 0.75),
    ("p04", 0): (1.0, 0.9, 1),
    ("p04", 1): (1.0, 0.9, 1),
    ("p05", 0): (0.99, 0.85, 1),
    ("p05", 1): (0.99, 0.8, 1),
    ("p06", 0): (1.0, 0.95, 1),
    ("p06", 1): (0.96, 0.8, 1),
    ("p07", 0): (1.0, 1, 1),
    ("p08", 0): (0.78, 0.5, 0.98),
    ("p08", 1): (0.99, 0.9, 1),
    ("p09", 0): (0.81, 0.5, 1),
    ("p10", 0): (1.0, 0.9, 1),
    ("p10", 1): (1.0, 0.95, 1),
    ("p10", 2): (1.0, 0.95, 1),
    ("p11", 0): (1.0, 0.9, 1),
    ("p12", 0): (0.74, 0.5, 0.95),  # Caracas is free: hedging is a result
    ("p12", 1): (0.74, 0.5, 0.95),
    ("p13", 0): (0.98, 0.8, 1),
    ("p13", 1): (1.0, 0.8, 1),
    ("p13", 2): (0.71, 0.5, 0.95),
    ("p14", 0): (0.94, 0.7, 1),
    ("p14", 1): (0.99, 0.8, 1),
    ("p15", 1): (0.99, 0.9, 1),
    ("p18", 0): (1.0, 0.9, 1),
    ("p20", 0): (0.48, 0.2, 1),
    ("p20", 1): (1.0, 1, 1),
    ("p21", 1): (0.95, 0.8, 1),
    ("p23", 0): (0.98, 0.9, 1),
    ("p24", 0): (1.0, 1, 1),
    ("p25", 0): (0.32, 0.15, 0.6),  # half a million barrels, give or take 150,000
    ("p25", 1): (0.75, 0.5, 0.95),
    ("p25", 2): (0.66, 0.4, 0.9),
    ("p26", 0): (0.89, 0.7, 1),
    ("p26", 1): (0.98, 0.8, 1),
    ("p28", 0): (0.77, 0.45, 0.9),  # both allies stay as steady as two decades of alliance ask
    ("p28", 1): (0.72, 0.4, 0.9),
    ("p29", 0): (0.78, 0.55, 0.95),
}


def test_every_pattern_is_read() -> None:
    assert {each.target.variable for each in asked()} == set(READINGS)
    assert shares().keys() == CERTAIN | set(SEEN)
    assert not np.isnan(readings()).any()


@pytest.mark.parametrize(("pattern", "number"), sorted(CERTAIN))
def test_what_is_built_in_holds_in_every_draw(pattern: str, number: int) -> None:
    assert shares()[pattern, number] == 1


@pytest.mark.parametrize(("pattern", "number"), sorted(SEEN))
def test_a_pattern_is_met_by_about_as_many_draws_as_before(pattern: str, number: int) -> None:
    seen, low, high = SEEN[pattern, number]
    assert low <= seen <= high
    assert low <= shares()[pattern, number] <= high


def test_some_draws_of_the_prior_meet_all_hard_patterns_but_not_most() -> None:
    assert 0.1 < score(asked(), readings()).stands.mean() < 0.5


def test_little_that_is_sudden_happens_before_the_strike() -> None:
    """Coups and deals are possible and rare; a strike on its date, with 32 dead on that day only."""
    run, strike = film("article"), date(2026, 1, 3)
    assert run.model.strike_day == run.day(strike)
    assert run.happened(("coup_attempt", "havana_deal"), date(2026, 1, 2)).mean() < 0.05
    killed = run.arrays["exited"][..., cause("killed")].sum(axis=2)
    assert (killed[:, run.day(strike) - 1] == 0).all()
    assert (killed[:, run.day(strike) :] == 32).all()
    blockade = run.arrays["blockade"]
    assert (blockade[:, : run.day(BLOCKADE)] == 0).all()
    assert (blockade[:, run.day(BLOCKADE) :] > 0).all()


def test_the_causes_of_departure_are_all_there_by_the_article() -> None:
    """No cause of the seven is dead, and none is nearly all: draws differ in who decides."""
    gone = film("article").on("triggered", ARTICLE)
    for name, share in zip(CAUSE_NAMES, (gone / gone.sum(axis=1, keepdims=True)).T, strict=True):
        assert share.max() > 0.005, name
        assert np.median(share) < 0.9, name
