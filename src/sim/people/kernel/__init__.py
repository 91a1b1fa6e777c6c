r"""The individuals: every person's clocks, compiled, at the cost of contingents plus leavers.

A *clock* belongs to one cause (or to relief of post) and one person: it rings when the cumulative
hazard of the person's contingent passes the person's threshold. Thresholds are unit exponentials;
with frailty of variance :math:`\theta` they are Lomax, because gamma frailty integrates out exactly.
The clocks of a contingent ring in sorted order, and sorted exponentials follow Rényi's recursion

.. math:: S_j = S_{j-1} + E_j/(n-j+1), \qquad \text{threshold}_j = (e^{\theta S_j}-1)/\theta,

so only clocks that ring are ever computed; whose clock it is comes from a lazy Fisher-Yates
permutation. Persons are numbered in the order in which relief would reach them, so relief needs none.
Clocks exist for everyone: one that rings for a person who has left does nothing. Draws are addressed by
(contingent, clock, rank), never by order of calls, which is what pairs two scenarios person by person
and makes "a higher hazard delays nobody" a theorem.

A clock stands at a *post*. A replacement takes over the post with its clocks: for exponential
clocks that is the law of a fresh clock, and it keeps replicates of two scenarios paired.

The files read in this order: `marks`, `persons`, `clocks`, `order` of the rings, `day`, `flights`,
`strikes`, `counts`. Throughout, `r` is a replicate, `c` a contingent and `here` its record, `k` a clock.
"""

from sim.people.kernel.clocks import wind_all
from sim.people.kernel.counts import report_exits, tally
from sim.people.kernel.day import advance_clocks
from sim.people.kernel.flights import fly_home
from sim.people.kernel.marks import read_ticket
from sim.people.kernel.strikes import strike

__all__ = [
    "advance_clocks",
    "fly_home",
    "read_ticket",
    "report_exits",
    "strike",
    "tally",
    "wind_all",
]
