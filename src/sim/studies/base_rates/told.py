"""Base rates beside the prior as a page in Markdown and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sim.evidence.base_rates import Rate
from sim.studies.base_rates.answer import RateRow
from sim.studies.base_rates.question import SCENARIOS

HEAD = """# Base rates beside the prior

What the model says before it is fitted to anything, beside how often such things happened. Historical rates come
from `src/sim/evidence/data/base_rates.toml`; of both, mean and 90 % interval (Jeffreys), a year. The prior's are those of
{runs} runs a scenario with `--prior`, from 22 February 2026 on: the interval is what that many runs leave open. Where the
intervals share no point and the scenario belongs to the reference class, the row says why. Figures in brackets
belong to scenarios outside the class. Made by `sim base-rates --runs {runs} > docs/base-rates.md`.
"""


def page(rows: Sequence[RateRow], runs: int) -> str:
    """The whole page."""
    return "\n".join(
        [HEAD.format(runs=runs), *_table(rows), "", *_disagreements(rows), *_sources(rows)]
    )


def _table(rows: Sequence[RateRow]) -> Iterator[str]:
    yield f"| outcome | counted | history | {' | '.join(f'`{name}`' for name in SCENARIOS)} |"
    yield f"|---|---|---|{'---|' * len(SCENARIOS)}"
    for number, row in enumerate(rows, 1):
        cells = " | ".join(_cell(row, name) for name in SCENARIOS)
        past = row.past
        yield f"| {number}. {past.outcome} | {past.label}: {past.counted} | {_told(past.past)} | {cells} |"


def _cell(row: RateRow, scenario: str) -> str:
    told = _told(row.prior[scenario].rate)
    if scenario not in row.past.compares:
        return f"[{told}]"
    return told if row.agrees(scenario) else f"**{told}**"


def _told(rate: Rate | None) -> str:
    if rate is None:
        return "happened before in every run"
    return f"{rate.mid:.2g} ({rate.low:.2g} to {rate.high:.2g})"


def _disagreements(rows: Sequence[RateRow]) -> Iterator[str]:
    yield "## Where they disagree\n"
    told = list(_each_disagreement(rows))
    yield from told or ["Nowhere beyond the intervals.\n"]


def _each_disagreement(rows: Sequence[RateRow]) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        for name in row.past.compares:
            if not row.agrees(name):
                why = row.past.why.get(name, "not explained yet")
                yield f"- Row {number}, `{name}`: {why}\n"


def _sources(rows: Sequence[RateRow]) -> Iterator[str]:
    yield "## Sources\n"
    yield from (f"{number}. {row.past.source}" for number, row in enumerate(rows, 1))


def plain(row: RateRow) -> dict[str, Any]:
    """One row as JSON."""
    past = row.past
    return {
        "outcome": past.outcome,
        "label": past.label,
        "counted": past.counted,
        "historical": asdict(past.past),
        "prior": {
            name: {"low": None, "mid": None, "high": None}
            | (asdict(each.rate) if each.rate else {})
            | {"events": each.events, "years": each.years}
            for name, each in row.prior.items()
        },
        "compares": list(past.compares),
        "agrees": {name: row.agrees(name) for name in past.compares},
        "why": dict(past.why),
        "source": past.source,
    }
