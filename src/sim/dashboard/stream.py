"""Events that a page is sent while its ensemble grows."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from sim.api.scenario import Scenario
from sim.core.errors import SimError
from sim.dashboard.drafts import DraftError
from sim.dashboard.growing import STAGES, Growing, StoppedError
from sim.dashboard.summary import pairs, summary
from sim.dashboard.worker import Desk, Ticket, Worker
from sim.experiments.posterior.meant import pinned
from sim.scenario.resolve import digest

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST_KEPT = 4  # ensembles that are kept for who comes back to them
STALLED = 20.0  # seconds that a browser may take to read what it was sent


def event(kind: str, content: object) -> bytes:
    """One server-sent event."""
    told = json.dumps(content, allow_nan=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {told}\n\n".encode()


class EventStream(StreamingResponse):
    """Server-sent events; a browser that stops reading is given up."""

    media_type = "text/event-stream"

    async def stream_response(self, send: "Send") -> None:
        """Send as always, but wait for nobody for ever."""

        async def patiently(message: Any) -> None:  # noqa: ANN401 - an ASGI message
            await asyncio.wait_for(send(message), STALLED)

        await super().stream_response(patiently)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer; a stalled browser ends it without a word."""
        with suppress(TimeoutError):
            await super().__call__(scope, receive, send)


class Futures:
    """The ensembles of all pages, and who waits for them."""

    def __init__(self, worker: Worker, desk: Desk) -> None:
        self.worker, self.desk = worker, desk
        self._known: OrderedDict[str, Growing] = OrderedDict()

    def growing(self, scenario: Scenario) -> Growing:
        """The ensemble of a scenario: the one that is there, as far as it has come."""
        key = f"{digest(pinned(scenario.resolved))} {scenario.resolved.seed}"
        found = self._known.setdefault(key, Growing(scenario.resolved))
        found.scenario = scenario.resolved  # title and reasons are not in the digest
        self._known.move_to_end(key)
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return found

    async def events(
        self, page: str, ticket: Ticket, scenarios: Sequence[Scenario]
    ) -> AsyncIterator[bytes]:
        """What a page is told: its ensembles, in ever larger sets, and how they differ."""
        try:
            refuse_unpaired(scenarios)
            yield event("accepted", [_accepted(each) for each in scenarios])
            ensembles = [self.growing(each) for each in scenarios]
            for urgency, up_to in enumerate(STAGES):
                async for told in self._grown(ensembles, up_to, urgency, ticket):
                    yield told
                shown = await self.worker.compute(urgency, lambda n=up_to: _shown(ensembles, n))  # type: ignore[misc]
                yield event("futures", shown)
            yield event("done", {"n": STAGES[-1]})
        except StoppedError:
            yield event("stopped", {})
        except SimError as error:
            yield event("problem", {"sentences": str(error).splitlines()})
        finally:
            self.desk.give_back(page, ticket)

    async def _grown(
        self, ensembles: Sequence[Growing], up_to: int, urgency: int, ticket: Ticket
    ) -> AsyncIterator[bytes]:
        while any(each.n_runs < up_to for each in ensembles):
            for each in ensembles:
                await self.worker.compute(
                    urgency,
                    lambda of=each: of.grow(up_to, lambda: ticket.stopped),  # type: ignore[misc]
                )
            done = min(each.n_runs for each in ensembles)
            yield event("progress", {"done": done, "of": up_to})


def refuse_unpaired(scenarios: Sequence[Scenario]) -> None:
    """Refuse two scenarios whose runs are no pairs.

    Raises
    ------
    DraftError
        If they have other days, another seed, or draw from something else.
    """
    first, *others = [each.resolved for each in scenarios]
    for other in others:
        if other.window != first.window:
            raise DraftError("the two scenarios have other days: their runs are no pairs")
        if (other.draws, other.seed) != (first.draws, first.seed):
            raise DraftError(
                "the two scenarios have other draws or another seed: their runs are no pairs"
            )


def _accepted(scenario: Scenario) -> dict[str, Any]:
    content = scenario.resolved
    return {"name": content.name, "title": content.title, "remarks": list(scenario.remarks)}


def _shown(ensembles: Sequence[Growing], n: int) -> dict[str, Any]:
    """What is drawn of the first `n` runs of one or two ensembles."""
    results = [each.results(n) for each in ensembles]
    told: dict[str, Any] = {
        "futures": [
            summary(found, each.scenario) for found, each in zip(results, ensembles, strict=True)
        ]
    }
    if len(results) > 1:
        told["pairs"] = pairs(results[0], results[1], ensembles[0].scenario)
    return told
