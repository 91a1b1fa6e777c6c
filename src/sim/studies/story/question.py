"""Which run is asked for, and whether the results can tell of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.core.errors import BadValueError, SimError
from sim.model.outcomes import OUTCOME_NAMES

type Way = Literal["number", "typical", "surprising", "outcome"]


@dataclass(frozen=True, slots=True)
class Pick:
    """One way to choose a run; `run` is for a number, `outcome` for the most typical run with it."""

    way: Way
    run: int = 0
    outcome: str = ""


def picked(
    run: int | None, outcome: str | None, *, typical: bool = False, surprising: bool = False
) -> Pick:
    """The one way that was asked for; the typical run if none was.

    Raises
    ------
    SimError
        If several were, or there is no such outcome.
    """
    named = {
        "--run": run is not None,
        "--typical": typical,
        "--surprising": surprising,
        "--outcome": outcome is not None,
    }
    given = [name for name, is_given in named.items() if is_given]
    if len(given) > 1:
        raise SimError(f"{given[1]}: a story is of one run; leave out {given[0]} or {given[1]}")
    if run is not None:
        return Pick("number", run=run)
    if outcome is not None:
        if outcome not in OUTCOME_NAMES:
            message = f"--outcome: must be one of {', '.join(OUTCOME_NAMES)}"
            raise BadValueError(message, options=OUTCOME_NAMES, given=outcome)
        return Pick("outcome", outcome=outcome)
    return Pick("surprising" if surprising else "typical")


def row_of(run: int, replicates: Sequence[int], n_asked: int) -> int:
    """The row of a run in results that hold `replicates`.

    Raises
    ------
    SimError
        If no run has that number, or it failed.
    """
    if not 0 <= run < n_asked:
        raise SimError(f"--run: must be from 0 to {n_asked - 1}, is {run}")
    if run not in replicates:
        raise SimError(f"--run: run {run} failed and is not in the results")
    return list(replicates).index(run)
