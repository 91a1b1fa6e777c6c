"""Shards in, one results file out: streamed in index order, verified, put in place, then sealed."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from sim.core.wording import quoted
from sim.ensemble import faults, store
from sim.ensemble.cf import CONVENTIONS
from sim.ensemble.contract import Array, Batch, ContractError, Event, Layout, same_kind
from sim.ensemble.errors import MismatchError
from sim.ensemble.forms import FORMATS, Format
from sim.ensemble.manifest import Manifest
from sim.ensemble.plan import Plan
from sim.ensemble.quantiles import QUANTILES, Summary

EVENTS = "events.jsonl"


def merge(
    folder: Path,
    plan: Plan,
    layout: Layout,
    manifest: Manifest,
    breathe: Callable[[], None],
    inputs: Sequence[str] = (),
) -> None:
    """Merge the shards that `manifest` lists and seal it; the shards are the caller's to remove.

    The `inputs` are files in the folder that the results were made from; they are sealed together.
    Replicates that failed have no row, so that nothing can be taken for their outcome, and the
    shards of the others stay listed for another try. The bytes written depend
    on the replicates alone and not on how they were batched. `breathe` is called between blocks.
    """
    began = time.monotonic()
    faults.reached("merge.start")
    failed = {failure.replicate for failure in manifest.failed}
    replicates = [r for r in range(plan.n_replicates) if r not in failed]
    summary = Summary(layout) if plan.form == "summary" else None
    rows = layout.without_paths() if summary else layout
    form = FORMATS[plan.form]
    merging = _Merging(folder, plan, rows, manifest.shards, replicates, breathe, form, summary)
    with (
        store.staged(folder / form.results, "results", folder=form.is_folder) as results,
        store.staged(folder / EVENTS, "events") as events,
    ):
        written = merging.write(results, events)
        faults.reached("merge.verify")
        if merging.read_back(results) != written:
            message = f"{folder / form.results} does not read back as it was written"
            raise MismatchError(message)
    names = [EVENTS, form.results, *inputs]
    if summary:
        content = summary.to_netcdf(merging.attributes())
        store.write_file(folder / QUANTILES, content, "results")
        names.append(QUANTILES)
    manifest.files = {name: store.sha256_of(folder / name) for name in sorted(names)}
    manifest.n_done = len(replicates)
    manifest.status = "partial" if failed else "complete"
    if not failed:
        manifest.shards = {}
    manifest.timings["merging"] = round(time.monotonic() - began, 3)
    manifest.save(folder)


def check_layout(layout: Layout, batch: Batch) -> None:
    """Check, as soon as there is a first batch, that it can be described and merged at the end.

    Raises
    ------
    ContractError
        If the simulator records other variables than `layout` describes, or of other sizes.
    """
    described = {variable.name: variable for variable in layout.variables}
    if differing := sorted(described.keys() ^ batch.arrays.keys()):
        message = f"recorded or described, but not both: {', '.join(differing)}"
        raise ContractError(message)
    for name, variable in described.items():
        expected = tuple(len(layout.coordinates[dim]) for dim in variable.dims)
        if batch.arrays[name].shape[1:] != expected:
            message = (
                f"{name} is {batch.arrays[name].shape[1:]} for {variable.dims}, expected {expected}"
            )
            raise ContractError(message)


@dataclass(frozen=True, slots=True)
class _Merging:
    folder: Path
    plan: Plan
    layout: Layout
    shards: dict[str, str]
    replicates: list[int]
    breathe: Callable[[], None]
    form: Format
    summary: Summary | None

    def write(self, results_path: Path, events_path: Path) -> dict[str, str]:
        """Write both files in one pass over the shards; return a digest for each variable."""
        digests = {variable.name: hashlib.sha256() for variable in self.layout.variables}
        blocks = _blocks(self._in_order(), self.form.block)
        first = next(blocks)
        check_layout(self.layout, first)
        with (
            self.form.write(results_path, self.layout, first.arrays, self.replicates) as results,
            events_path.open("w", encoding="utf-8", newline="\n") as events,
        ):
            results.set_attributes(self.attributes())
            start = 0
            for block in chain([first], blocks):
                faults.reached("merge.block")
                results.write(start, block.arrays)
                for name, digest in digests.items():
                    digest.update(block.arrays[name].tobytes())
                rows = self.replicates[start : start + len(block.events)]
                for replicate, records in zip(rows, block.events, strict=True):
                    events.writelines(event_line(replicate, event) for event in records)
                start += len(block.events)
                self.breathe()
        return {name: digest.hexdigest() for name, digest in digests.items()}

    def read_back(self, results_path: Path) -> dict[str, str]:
        """Digest the variables of the staged file, to compare with what was written."""
        digests = {variable.name: hashlib.sha256() for variable in self.layout.variables}
        with self.form.opened(results_path) as file:
            for name, digest in digests.items():
                for start in range(0, len(self.replicates), self.form.block):
                    rows = self.form.read_rows(file, name, start, start + self.form.block)
                    digest.update(rows.tobytes())
                    self.breathe()
        return {name: digest.hexdigest() for name, digest in digests.items()}

    def attributes(self) -> dict[str, str | int]:
        """Describe the file without time, machine or version: the same numbers are the same bytes."""
        return {
            "Conventions": CONVENTIONS,
            "title": self.layout.title or self.plan.name,
            "scenario_digest": self.plan.job.digest,
            "seed": self.plan.job.seed,
            "n_asked": self.plan.n_replicates,
            "n_done": len(self.replicates),
        }

    def _in_order(self) -> Iterator[Batch]:
        """Give the shards in index order, each replicate once; prove that none is missing."""
        expected = iter(self.replicates)
        following = 0
        for name, held in store.shards_on_disk(self.folder).items():
            if name not in self.shards or held.stop <= following:
                continue
            if self.summary and held.start < following:
                continue  # counts cannot be cut, and what follows is held by other shards
            batch = store.read_shard(
                self.folder, name, self.plan.job, self.plan.version, self.shards[name]
            )
            if bool(batch.counts) != bool(self.summary):
                kept = "quantiles" if batch.counts else "every path"
                message = (
                    f"{self.folder}: shard {name.removesuffix('.npz')} keeps {kept}, other parts do"
                    f" not; run its part again with --keep {self.plan.form}"
                )
                raise MismatchError(message)
            skip = max(following - held.start, 0)
            if any(next(expected, None) != replicate for replicate in held[skip:]):
                break
            following = held.stop
            if self.summary:
                self.summary.add(batch)
            arrays = {variable: array[skip:] for variable, array in batch.arrays.items()}
            yield Batch(arrays, batch.events[skip:])
        if (missing := next(expected, None)) is not None:
            message = f"{self.folder}: replicate {missing} is missing; run: sim resume {quoted(self.folder)}"
            raise MismatchError(message)


def event_line(replicate: int, event: Event) -> str:
    """Write an event as a line of its own, with the replicate it happened in."""
    return store.to_json({"replicate": replicate} | event) + "\n"


def _blocks(shards: Iterator[Batch], size: int) -> Iterator[Batch]:
    """Cut the stream anew, into blocks of a `size` that does not depend on that of the shards."""
    held: dict[str, Array] = {}
    events: list[list[Event]] = []
    for shard in shards:
        if held and not same_kind(held, shard.arrays):
            message = "shards hold different variables; they cannot come from one simulator"
            raise MismatchError(message)
        new = shard.arrays
        held = {name: np.concatenate([held[name], new[name]]) for name in held} if held else new
        events += shard.events
        while len(events) >= size:
            head = {name: array[:size] for name, array in held.items()}
            yield Batch(head, events[:size])
            held = {name: array[size:] for name, array in held.items()}
            events = events[size:]
    if events:
        yield Batch(held, events)
