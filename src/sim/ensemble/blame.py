"""What to try next, and which replicate is to blame when something fails; decisions only.

A batch that raises is cut into single replicates. When a worker dies, all batches lost with it are
suspects, so each is tried again with nothing else running: whoever dies then is to blame.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: Blamed once in a batch, then tried this often alone.
RETRIES = 2
#: When nothing ever succeeded and this many replicates failed, the fault is not in the replicates.
HOPELESS = 8


@dataclass(frozen=True, slots=True)
class Work:
    """A batch to try; `blamed` counts the failures that are certainly its own."""

    replicates: range
    blamed: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Culprit:
    """A replicate given up."""

    replicate: int
    attempts: int
    error: str


class Queue:
    """Work to be done, in the order to do it: the unsuspected first, so that they all finish."""

    def __init__(self, batches: Iterable[range]) -> None:
        self._ready = deque(Work(batch) for batch in batches)
        self._suspects: deque[Work] = deque()
        self.culprits: list[Culprit] = []

    def take(self, n_in_flight: int, width: int) -> Work | None:
        """Next work to start while `n_in_flight` of `width` are running, or None to wait."""
        if self._ready and n_in_flight < width:
            return self._ready.popleft()
        if self._suspects and n_in_flight == 0:
            return self._suspects.popleft()
        return None

    def put_back(self, work: Work) -> None:
        """Take back work that could not even be started; that is no one's fault."""
        (self._suspects if work.alone else self._ready).appendleft(work)

    def raised(self, work: Work, error: str) -> None:
        """Take note that `work` failed by itself, in a worker that lives on."""
        (self._suspects if work.alone else self._ready).extend(self._blame(work, error))

    def died(self, lost: list[Work], error: str, n_others: int = 0) -> None:
        """Take note that a worker died and `lost` with it, while `n_others` live on."""
        certain = len(lost) + n_others == 1
        tried_next = self._blame(lost[0], error) if certain else lost
        self._suspects.extend(replace(work, alone=True) for work in tried_next)

    def _blame(self, work: Work, error: str) -> list[Work]:
        blamed = work.blamed + 1
        if len(work.replicates) > 1:
            return [
                replace(work, replicates=range(r, r + 1), blamed=blamed) for r in work.replicates
            ]
        if blamed <= RETRIES:
            return [replace(work, blamed=blamed)]
        self.culprits.append(Culprit(work.replicates[0], blamed, error))
        return []
