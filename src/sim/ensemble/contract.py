"""What a simulator must give, and what the ensemble layer promises to ask of it.

A *replicate* is a pure function of (scenario, seed, index): the same bits alone, in any batch, in
any order and on any worker. The whole layer rests on that sentence and on nothing else about the
model, so any model that keeps it can be run, resumed, merged and verified.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[Any]
type Event = dict[str, Any]

#: Numbers that netCDF-4 can hold; a name or a date is recorded as a code or a day number.
STORABLE = frozenset(f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)) | {"f4", "f8", "b1"}


@dataclass(frozen=True, slots=True)
class DrawTable:
    """Values of uncertain quantities chosen beforehand: a posterior, or the design of an experiment.

    Row ``r - first`` of `values`, shape (replicates, paths), is for replicate r; a quantity that is
    not among `paths` is drawn as its scenario says.
    """

    paths: tuple[str, ...]
    values: Array
    first: int = 0

    def __post_init__(self) -> None:
        """Refuse a table whose columns are not its paths, or that holds what is no number."""
        if self.values.ndim != 2 or self.values.shape[1] != len(self.paths):  # noqa: PLR2004
            message = f"a table of {len(self.paths)} quantities has shape {self.values.shape}"
            raise ContractError(message)
        if not np.isfinite(self.values).all():
            message = "a table of draws must hold finite numbers only"
            raise ContractError(message)

    def part(self, replicates: Sequence[int]) -> "DrawTable":
        """Only the rows from the first to the last of `replicates`: what a worker has to know."""
        start, stop = min(replicates) - self.first, max(replicates) - self.first + 1
        if not 0 <= start < stop <= len(self.values):
            message = f"no draws for replicates {min(replicates)} to {max(replicates)}"
            raise ContractError(message)
        return DrawTable(self.paths, self.values[start:stop], min(replicates))

    def columns(self, replicates: Sequence[int]) -> dict[str, Array]:
        """Values of every path for `replicates`, in their order."""
        rows = self.values[np.asarray(replicates) - self.first]
        return {path: rows[:, column] for column, path in enumerate(self.paths)}

    def hash(self) -> str:
        """Sha256 of paths and numbers."""
        return hash_of_draws(self.paths, [self.values])


def hash_of_draws(paths: Sequence[str], parts: Iterable[Array]) -> str:
    """Hash of a table of draws whose rows come in parts, so that nobody has to hold all of them."""
    digest = hashlib.sha256("\n".join(paths).encode())
    for values in parts:
        digest.update(np.ascontiguousarray(values, "<f8").tobytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """What is computed: everything a worker needs to know, and all that a result depends on.

    `scenario_json` is the canonical resolved scenario, `digest` its hash, and `simulator` the
    ``module:function`` of type `Simulator` that a worker imports by name. Where some draws are
    `given`, the digest covers them too: see `with_draws`.
    """

    scenario_json: str
    digest: str
    seed: int
    simulator: str
    given: DrawTable | None = field(default=None, compare=False)

    def with_draws(self, table: DrawTable) -> "Job":
        """The same job with draws chosen beforehand, which is another job with another digest."""
        return replace(self.covering(table.hash()), given=table)

    def covering(self, draws: str) -> "Job":
        """The same job whose digest covers draws of that hash, without the draws."""
        both = hashlib.sha256(f"{self.digest}\n{draws}".encode()).hexdigest()
        return replace(self, digest=both)

    def part(self, replicates: Sequence[int]) -> "Job":
        """The same job with no more of the given draws than `replicates` need."""
        return self if self.given is None else replace(self, given=self.given.part(replicates))


@dataclass(frozen=True, slots=True)
class Batch:
    """What a simulator gives for the replicates asked for, in the order they were asked for.

    Every array has the replicate axis first; names, types and trailing shapes are the same for any
    batch of a job. `events` has one list of JSON-able records for each replicate, such as
    ``{"day": 33, "date": "2026-01-03", "kind": "strike"}``. A simulator leaves `counts` empty: there
    `sim.ensemble.counting` puts the variables of which no path is kept.
    """

    arrays: dict[str, Array]
    events: list[list[Event]]
    counts: dict[str, Array] = field(default_factory=dict)


#: Called with the scenario, the seed, the replicates, and the draws given for them by path.
type Simulator = Callable[[str, int, tuple[int, ...], Mapping[str, Array]], Batch]


@dataclass(frozen=True, slots=True)
class Variable:
    """How one array is described in the results; `dims` are those after ``replicate``.

    `kind` says how to read it (stock, flow, outcome ...). Where the numbers are codes, `meanings`
    names them in order, the first being 0. Where they are days, counted like the coordinate ``day``, on
    which something first happens, `never` is the number for what did not.
    """

    name: str
    dims: tuple[str, ...]
    unit: str
    label: str
    kind: str
    meanings: tuple[str, ...] = ()
    never: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of the results: variables, the coordinates of their dims, and the date of day 0.

    A coordinate is a list of names or numbers; the coordinate ``day`` counts days since `start`.
    """

    variables: tuple[Variable, ...]
    coordinates: dict[str, list[str] | list[int] | list[float]] = field(default_factory=dict)
    start: date = date(1970, 1, 1)
    title: str = ""

    @property
    def daily(self) -> tuple[Variable, ...]:
        """Variables with a number for every day: nearly all that there is to keep."""
        return tuple(variable for variable in self.variables if "day" in variable.dims)

    def without_paths(self) -> "Layout":
        """The same without daily variables, and without the coordinates that only those have."""
        kept = tuple(variable for variable in self.variables if "day" not in variable.dims)
        dims = {dim for variable in kept for dim in variable.dims}
        coordinates = {name: each for name, each in self.coordinates.items() if name in dims}
        return replace(self, variables=kept, coordinates=coordinates)


class ContractError(Exception):
    """The simulator broke its side of the contract."""


def simulate(job: Job, replicates: tuple[int, ...]) -> Batch:
    """Run `replicates` of `job` in this process and check what comes back.

    Raises
    ------
    ContractError
        If the simulator cannot be found or its batch has another shape than the contract asks for.
    """
    given = {} if job.given is None else job.given.columns(replicates)
    batch = find_simulator(job)(job.scenario_json, job.seed, replicates, given)
    _check(batch, len(replicates))
    return batch


def find_simulator(job: Job) -> Simulator:
    """Import the simulator of `job` by its name."""
    module, _, function = job.simulator.partition(":")
    try:
        simulator: Simulator = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        message = f"no simulator {job.simulator!r}: {error}"
        raise ContractError(message) from error
    return simulator


def _check(batch: Batch, n_replicates: int) -> None:
    for name, array in batch.arrays.items():
        if array.ndim == 0 or len(array) != n_replicates:
            message = (
                f"{name} has shape {array.shape}, the first axis must be {n_replicates} replicates"
            )
            raise ContractError(message)
        if array.dtype.str[1:] not in STORABLE or array.dtype != array.dtype.newbyteorder("="):
            message = f"{name} has type {array.dtype}, which results cannot hold"
            raise ContractError(message)
    if len(batch.events) != n_replicates:
        message = f"{len(batch.events)} lists of events for {n_replicates} replicates"
        raise ContractError(message)


def same_kind(one: dict[str, Array], other: dict[str, Array]) -> bool:
    """Whether two batches hold the same variables, of the same types and trailing shapes."""
    return one.keys() == other.keys() and all(
        array.dtype == other[name].dtype and array.shape[1:] == other[name].shape[1:]
        for name, array in one.items()
    )


def same_bits(one: Array, other: Array) -> bool:
    """Whether two arrays agree in type, shape and every bit: NaN is NaN, 0.0 is not -0.0."""
    return (
        one.dtype == other.dtype
        and one.shape == other.shape
        and np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()
    )
