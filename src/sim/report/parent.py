"""The scenario that a scenario starts from: found, and kept beside results so that they can say what has changed."""

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.core.errors import SimError
from sim.ensemble import store
from sim.ensemble.lock import locked
from sim.ensemble.manifest import add_files
from sim.ensemble.manifest import load as record_of
from sim.experiments.posterior.meant import pinned, pinned_file
from sim.experiments.run import RESOLVED
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml

#: The whole parent in a result folder, on the days, streams and draws of the scenario itself.
PARENT = "parent.resolved.yaml"


def parent_of(file: Path, loaded: Loaded[Scenario]) -> Loaded[Scenario] | None:
    """The scenario that `file` starts from, on the same days, streams and draws; None if it starts from none.

    A complete scenario in a result folder starts from what is kept beside it. So does a scenario whose
    parent is none by itself from nothing.
    """
    if len(loaded.files) > 1:
        above = file.parent / posixpath.normpath(loaded.files[1].name)
    elif file.name == RESOLVED and (file.parent / PARENT).exists():
        above = file.parent / PARENT
    else:
        return None
    scenario = loaded.scenario
    same = [f"seed={scenario.seed}", f"replicates={scenario.replicates}"]
    same += [f"window.{end}={getattr(scenario.window, end)}" for end in ("start", "end")]
    try:
        found = load(above, Scenario, same)
    except SimError:  # what it gives to others may be too little to be run
        return None
    drawn = {"draws": scenario.draws, "posterior_sha256": scenario.posterior_sha256}
    return replace(found, scenario=found.scenario.model_copy(update=drawn))


def keep_parent(folder: Path, parent: Loaded[Scenario] | None, shows: Sequence[str]) -> None:
    """Leave the parent in a finished result folder; what `shows` another one is removed, to be made again."""
    if parent is None:
        return
    before = parent_in(folder)
    if before is not None and _same(before.scenario, parent.scenario):
        return
    store.write_file(folder / PARENT, resolved_yaml(pinned_file(parent)).encode())
    with locked(folder):
        record = record_of(folder)
        stale = [name for name in shows if record.files.pop(name, None) is not None]
        if stale:
            record.save(folder)
        for name in stale:
            store.remove(folder / name)
        add_files(folder, [PARENT])


def parent_in(folder: Path) -> Loaded[Scenario] | None:
    """The parent kept in a result folder; None if the scenario has none, or it is from an older version."""
    if not (folder / PARENT).exists():
        return None
    return load(folder / PARENT, Scenario)


def _same(one: Scenario, other: Scenario) -> bool:
    ours, theirs = pinned(one), pinned(other)
    return (ours.title, digest(ours)) == (theirs.title, digest(theirs))
