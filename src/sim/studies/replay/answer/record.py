"""The verdicts as plain data, for the file of a result folder and for ``--json``."""

from collections.abc import Sequence

import numpy as np

from sim.scenario.resolve import Form, resolved
from sim.studies.replay.answer.predict import DRAWS, Intervals
from sim.studies.replay.answer.rivals import Seen
from sim.studies.replay.answer.score import Predicted, Verdict, totals

SCHEMA = 1


def record(verdicts: Sequence[Verdict], seed: int, version: str, without: str) -> dict[str, Form]:
    """Every case with its prediction and scores, the totals, and what repeats them."""
    found = totals(verdicts)
    return {
        "schema": SCHEMA,
        "seed": seed,
        "draws": DRAWS,
        "version": version,
        "predicted_from": without,
        "cases": [_case(verdict) for verdict in verdicts],
        "totals": {
            "cases": found.cases,
            "median_half_life_error": _rounded(found.median_half_life_error, 4),
            "median_half_life_error_beyond_counts": _rounded(found.median_half_life_beyond, 4),
            "crps_share": _rounded(found.crps, 4),
            "counts": found.counts,
            "inside_50": _rounded(found.inside50, 2),
            "inside_90": _rounded(found.inside90, 2),
        },
    }


def _case(verdict: Verdict) -> dict[str, Form]:
    case = verdict.case
    (in50, seen), (in90, _) = verdict.inside(50), verdict.inside(90)
    return {
        "name": case.name,
        "title": case.title,
        "decision": resolved(case.decision),
        "half_life_days": _spread(verdict.half_life, 1),
        "stay_behind_persons": _spread(verdict.stay_behind, 1),
        "counts": [_count(count) for count in verdict.counts],
        "scores": {
            "half_life_seen_days": _rounded(verdict.half_life_seen, 1),
            "half_life_between_days": list(verdict.bracket) if verdict.bracket else None,
            "half_life_error": _rounded(verdict.half_life_error, 4),
            "half_life_error_beyond_counts": _rounded(verdict.half_life_beyond, 4),
            "crps_share": _rounded(verdict.crps, 4),
            "counts": seen,
            "inside_50": _rounded(in50, 2),
            "inside_90": _rounded(in90, 2),
            "stay_behind_seen": case.stayed_behind.value if case.stayed_behind else None,
            "stay_behind_inside_90": bool(
                verdict.stay_behind.holds(np.array(case.stayed_behind.value), 90)
            )
            if case.stayed_behind
            else None,
        },
    }


def _count(count: Predicted) -> dict[str, Form]:
    return {
        "date": count.date.isoformat(),
        "quantity": count.quantity,
        "unit": "persons",
        **_spread(count.spread, 0),
        **_seen(count.seen),
    }


def _seen(seen: Seen | None) -> dict[str, Form]:
    """The number with its range, and the numbers of single sources where there are several for a day."""
    if seen is None:
        return {"seen": None, "seen_low": None, "seen_high": None, "said": []}
    said: list[Form] = [{"value": each.value, "source": each.source} for each in seen.counts]
    return {"seen": seen.value, "seen_low": seen.low, "seen_high": seen.high, "said": said}


def _spread(spread: Intervals, decimals: int) -> dict[str, Form]:
    names = ("median", "low50", "high50", "low90", "high90")
    return {name: _rounded(getattr(spread, name), decimals) for name in names}


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
