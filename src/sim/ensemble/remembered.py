"""What replicates took before, on this machine and with this code; no result depends on it.

A file in the user's cache folder keeps it, since trying a few runs takes longer than many a run. Where no
such folder can be written, or what is in it cannot be read, nothing is remembered and nothing else changes.
"""

import json
import os
import platform
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Any

from sim.core.errors import SimError
from sim.core.intake import SETTINGS, UnfitFileError, from_json, read
from sim.ensemble.costs import Measured
from sim.ensemble.plan import LARGEST_BATCH
from sim.ensemble.store import write_file

NAME = "costs.json"
#: Shapes of scenarios that are kept; the oldest goes first.
MOST_SHAPES = 64

#: Batches as they were computed: replicates in each, and seconds.
type Took = Sequence[tuple[int, float]]


def cache_folder() -> Path:
    """Where this program keeps for a user what it can find out again."""
    chosen = os.environ.get("XDG_CACHE_HOME")
    return (Path(chosen) if chosen else Path.home() / ".cache") / "alliance-sim"


def recall(version: str, shape: str) -> Measured | None:
    """What replicates of a shape (days, persons) took with the code called `version`, if it is known."""
    with suppress(KeyError, TypeError, AttributeError):
        return Measured(**_known(version)[shape])
    return None


def remember(version: str, shape: str, sample: Measured) -> None:
    """Keep what was measured; other code and other machines begin anew."""
    known = {key: value for key, value in _known(version).items() if key != shape}
    newest = dict(list(known.items())[1 - MOST_SHAPES :]) | {shape: asdict(sample)}
    content = {"version": version, "machine": _machine(), "measured": newest}
    with suppress(SimError, OSError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / NAME, json.dumps(content, indent=1).encode())


def learn(version: str, shape: str, took: Took) -> None:
    """Bring what is known of a shape closer to what real batches took."""
    known = recall(version, shape)
    whole = [(n, seconds) for n, seconds in took if n <= LARGEST_BATCH and seconds > 0]
    if known is None or not whole:
        return
    factor = median(seconds / (known.fixed + n * known.each) for n, seconds in whole)
    remember(version, shape, replace(known, fixed=known.fixed * factor, each=known.each * factor))


def _known(version: str) -> dict[str, Any]:
    """What the file says, if this code on this machine has written it."""
    try:
        content = from_json(read(cache_folder() / NAME, SETTINGS), NAME)
    except (UnfitFileError, RuntimeError):  # there is none yet, or nobody's home to look in
        return {}
    if not isinstance(content, dict) or content.get("version") != version:
        return {}
    known = content.get("measured")
    return known if content.get("machine") == _machine() and isinstance(known, dict) else {}


def _machine() -> str:
    return f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores"
