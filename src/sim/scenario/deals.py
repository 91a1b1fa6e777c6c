"""Deals that a scenario expects and its own scripts rule out: a contradiction, told at the claim.

No event of a scenario signs a deal; deals are made at the table. What a scenario can say of one is a
claim, that a deal, or what it brings, is seen more often than in another scenario.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.core.contradictions import Contradiction
from sim.scenario.held import ready_to_settle

if TYPE_CHECKING:
    from sim.scenario.claims import Claim
    from sim.scenario.schema import Scenario

#: Outcomes and observables that say something only where a deal was signed.
OF_A_DEAL = frozenset({"havana_deal", "deal_broken", "deal_relief", "deal_concession"})


def ruled_out(scenario: "Scenario") -> Iterator[Contradiction]:
    """Claims that expect a signed deal by a day on which scripts have left no day to sign one."""
    expected = [
        (position, claim)
        for position, claim in enumerate(scenario.claims)
        if claim.observable in OF_A_DEAL and claim.expect == "higher"
    ]
    if not expected:
        return
    ready = ready_to_settle(scenario)
    for position, claim in expected:
        n_days = _days_until(scenario, claim)
        if n_days < 1:
            continue
        if any(map(all, zip(*(days[:n_days] for days in ready.values()), strict=True))):
            continue
        at = ("claims", position, "observable")
        by = f" by {claim.on}" if claim.on else ""
        barred = [actor for actor, days in ready.items() if not any(days[:n_days])]
        if not barred:
            told = "on no day are Washington and Havana both free to be ready for one"
            yield Contradiction(at, f"expects a signed deal{by}, but by their scripts {told}")
            continue
        yield _barred(
            scenario, barred[0], n_days, Contradiction(at, f"expects a signed deal{by}, but")
        )


def _days_until(scenario: "Scenario", claim: "Claim") -> int:
    """Days of the window up to that of the claim, which is the last if it names none."""
    end = min(claim.on or scenario.window.end, scenario.window.end)
    return max((end - scenario.window.start).days + 1, 0)


def _barred(scenario: "Scenario", actor: str, n_days: int, begun: Contradiction) -> Contradiction:
    """The sentence to the end: which entry of the script rules it out, or that no posture would do."""
    script, start = getattr(scenario.actors, actor).script, scenario.window.start
    entries = [i for i, entry in enumerate(script) if (entry.start - start).days < n_days]
    if not entries:
        told = f"no posture of {actor.capitalize()} has readiness above 0"
        return replace(begun, text=f"{begun.text} {told}")
    told = f"the script of {actor.capitalize()} ({{other}}) keeps it from being ready for one"
    rule = f"{told}: '{script[entries[-1]].posture}' has readiness 0"
    other = ("actors", actor, "script", entries[-1])
    return replace(begun, text=f"{begun.text} {rule}", other=other)
