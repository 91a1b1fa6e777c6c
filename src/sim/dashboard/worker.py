"""One thread that computes, for all pages in turn: who waits for the fewest runs is served first."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from queue import PriorityQueue
from typing import Any


class Ticket:
    """What one page waits for; `stop` takes it back, whether it is computed or still waits."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Nobody waits any more."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self._stopped.is_set()


class Worker:
    """Computes one thing after the other, in the order of urgency and then of asking."""

    def __init__(self) -> None:
        self._asked: PriorityQueue[tuple[int, int, Callable[[], None]]] = PriorityQueue()
        self._numbers = itertools.count()
        self._thread = threading.Thread(target=self._work, name="sim-worker", daemon=True)
        self._thread.start()

    async def compute[Found](self, urgency: int, what: Callable[[], Found]) -> Found:
        """What a function gives, computed when its turn comes; the lowest `urgency` number is first."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Found] = loop.create_future()

        def work() -> None:
            try:
                found, error = what(), None
            except BaseException as raised:  # noqa: BLE001 - it is raised where it is waited for
                found, error = None, raised
            loop.call_soon_threadsafe(_settle, answer, found, error)

        self._asked.put((urgency, next(self._numbers), work))
        return await answer

    def _work(self) -> None:
        while True:
            _, _, work = self._asked.get()
            work()


def _settle(answer: "asyncio.Future[Any]", found: object, error: BaseException | None) -> None:
    if answer.cancelled():
        return
    if error is None:
        answer.set_result(found)
    else:
        answer.set_exception(error)


class Desk:
    """Which page waits for what: never for two things at a time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._tickets: dict[str, Ticket] = {}

    def take(self, page: str) -> Ticket | None:
        """A ticket for a page, whose former one is stopped; None where too many pages wait."""
        if page in self._tickets:
            self._tickets[page].stop()
        elif len(self._tickets) >= self.most:
            return None
        self._tickets[page] = Ticket()
        return self._tickets[page]

    def give_back(self, page: str, ticket: Ticket) -> None:
        """A page has what it waited for, or is gone."""
        ticket.stop()
        if self._tickets.get(page) is ticket:
            del self._tickets[page]

    @property
    def n_waiting(self) -> int:
        """Pages that wait for something."""
        return len(self._tickets)
