"""Robust policies: how often another choice would have been better, over the same draws and streams.

Regret of a policy in one run is 1 where what should be avoided happens under it, and would not have
happened under another policy of the list in the same run (Savage 1951, with draws as states).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Regret:
    """A policy: in how many of `n` runs the thing happens, and in how many it is regretted.

    `n_inside` and `regretted_inside` count the runs inside the box only.
    """

    name: str
    n: int
    happened: int
    regretted: int
    n_inside: int
    regretted_inside: int


def regrets(
    happened: Mapping[str, Mapping[int, bool]], inside: Collection[int]
) -> tuple[Regret, ...]:
    """Regret of every policy, least first.

    `happened` says for each policy whether the thing happens in each run, by the number of the run;
    only runs that all policies have count. `inside` are the numbers of the runs inside the box.
    """
    runs = [
        run for run in next(iter(happened.values())) if all(run in h for h in happened.values())
    ]
    in_box = np.isin(runs, list(inside))
    flags = {
        name: np.array([by_run[run] for run in runs], bool) for name, by_run in happened.items()
    }
    avoidable = ~np.logical_and.reduce(list(flags.values()))
    found = []
    for name, happens in flags.items():
        regretted = happens & avoidable
        counts = (happens, regretted, in_box, regretted & in_box)
        found.append(Regret(name, len(runs), *(int(np.count_nonzero(each)) for each in counts)))
    return tuple(sorted(found, key=lambda each: (each.regretted, each.name)))
