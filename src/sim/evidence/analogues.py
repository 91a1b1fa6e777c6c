"""Earlier drawdowns elsewhere: what set them off, who decided, who had left when."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sim.core.errors import BadValueError
from sim.evidence import tables
from sim.evidence.tables import Reliability

_PLANNED = ("target_", "expected_")


@dataclass(frozen=True, slots=True)
class Analogue:
    """One earlier drawdown: whose people left whose country, and what set it off."""

    id: str
    case_id: str
    guest: str
    host: str
    category: str
    start_count: float | None
    trigger_date: date
    trigger: str
    who_decided: str
    transport: str
    source_name: str
    source_url: str
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class CaseCount:
    """One printed count of a case and the range the sources leave; conflicting ones stay apart."""

    id: str
    case_id: str
    date: date
    quantity: str
    value: float
    low: float
    high: float
    unit: str
    source_name: str
    source_url: str
    note: str
    reliability: Reliability

    @property
    def planned(self) -> bool:
        """Whether it is a plan or an expectation and not something that was seen."""
        return self.quantity.startswith(_PLANNED)


@dataclass(frozen=True, slots=True)
class AnaloguePrior:
    """What earlier drawdowns say about a quantity: median, 90% range, and how it was found."""

    id: str
    parameter: str
    unit: str
    shape: str
    median: float
    p05: float
    p95: float
    evidence: str
    use: str
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class OilCut:
    """What Cuba received in one period and what became of its economy; None is not printed.

    `oil_per_day` is in thousand barrels a day, `gdp_change` in percent over the period.
    """

    id: str
    period: str
    deliveries: float | None
    unit: str
    oil_per_day: float | None
    gdp_change: float | None
    other_effects: str
    source_name: str
    source_url: str
    note: str
    reliability: Reliability


@cache
def cases() -> tuple[Analogue, ...]:
    """All earlier drawdowns, in the order of their file."""
    return tuple(
        Analogue(
            id=f"cases:{row['id']}",
            case_id=row["case_id"],
            guest=row["guest"],
            host=row["host"],
            category=row["category"],
            start_count=tables.number(row["start_count"]),
            trigger_date=date.fromisoformat(row["trigger_date"]),
            trigger=row["trigger"],
            who_decided=row["who_decided"],
            transport=row["transport"],
            source_name=row["source_name"],
            source_url=row["source_url"],
            reliability=tables.reliability(row["reliability"]),
        )
        for row in tables.rows("cases")
    )


@cache
def _all_counts() -> tuple[CaseCount, ...]:
    return tuple(
        CaseCount(
            id=f"series:{row['id']}",
            case_id=row["case_id"],
            date=date.fromisoformat(row["date"]),
            quantity=row["quantity"],
            value=float(row["value"]),
            low=float(row["low"]),
            high=float(row["high"]),
            unit=row["unit"],
            source_name=row["source_name"],
            source_url=row["source_url"],
            note=row["note"],
            reliability=tables.reliability(row["reliability"]),
        )
        for row in tables.rows("series")
    )


def counts(case_id: str) -> tuple[CaseCount, ...]:
    """All printed counts of a case, by date.

    Raises
    ------
    BadValueError
        If there is no such case.
    """
    case_ids = tuple(case.case_id for case in cases())
    if case_id not in case_ids:
        raise BadValueError(f"no case '{case_id}'", options=case_ids, given=case_id)
    of_case = [count for count in _all_counts() if count.case_id == case_id]
    return tuple(sorted(of_case, key=lambda count: count.date))


@cache
def analogue_priors() -> tuple[AnaloguePrior, ...]:
    """Priors read off the earlier drawdowns, in the order of their file."""
    return tuple(
        AnaloguePrior(
            id=f"priors:{row['id']}",
            parameter=row["parameter"],
            unit=row["unit"],
            shape=row["shape"],
            median=float(row["median"]),
            p05=float(row["p05"]),
            p95=float(row["p95"]),
            evidence=row["evidence"],
            use=row["use"],
            reliability=tables.reliability(row["reliability"]),
        )
        for row in tables.rows("priors")
    )


@cache
def oil_cuts() -> tuple[OilCut, ...]:
    """Cuba's earlier oil cuts and their effects, in the order of their file."""
    return tuple(
        OilCut(
            id=f"oil_cut:{row['id']}",
            period=row["period"],
            deliveries=tables.number(row["deliveries"]),
            unit=row["unit"],
            oil_per_day=tables.number(row["kb_per_day_equiv"]),
            gdp_change=tables.number(row["gdp_change_pct"]),
            other_effects=row["other_effects"],
            source_name=row["source_name"],
            source_url=row["source_url"],
            note=row["note"],
            reliability=tables.reliability(row["reliability"]),
        )
        for row in tables.rows("oil_cut")
    )
