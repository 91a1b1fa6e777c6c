"""What is recorded of a scenario: headline numbers to read, and of every array its course and its bits."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from regression.program import Array, Runs

FOLDER = Path(__file__).parent / "recorded"
DIGITS = 6  # of the numbers to read; the last bits are what the hashes are for
OIL_DAYS = 30  # cargoes are few and large

type Record = dict[str, dict[str, Any]]


def record_of(runs: Runs) -> Record:
    """Headline numbers and arrays of one scenario, ready to be written."""
    log = json.dumps(runs.events, sort_keys=True)
    arrays = {name: _array(each, runs.axes[name]) for name, each in sorted(runs.arrays.items())}
    return {
        "headlines": dict(_headlines(runs)),
        "arrays": arrays | {"events": {"entries": sum(map(len, runs.events)), "bits": _hash(log)}},
    }


def _array(array: Array, axes: tuple[str, ...]) -> dict[str, Any]:
    """Mean over runs on the first day, the last and all days, summed over the other axes, and the bits."""
    told: dict[str, Any] = {"type": f"{array.dtype} {'×'.join(map(str, array.shape))}"}
    numbers = np.asarray(array, float)
    if axes[:1] == ("day",):
        daily = numbers.reshape(*numbers.shape[:2], -1).sum(axis=2).mean(axis=0)
        told |= {"first": _short(daily[0]), "last": _short(daily[-1]), "all": _short(daily.mean())}
    else:
        told |= {"mean": _short(np.nanmean(numbers))}
    return told | {"bits": _hash(np.ascontiguousarray(array).tobytes())}


def _headlines(runs: Runs) -> Iterator[tuple[str, Any]]:
    """Median over runs at the end; of what may or may not happen, the number of runs."""
    arrays, entries = runs.arrays, runs.entries
    for position, mission in enumerate(entries["mission"]):
        yield f"present {mission}", _median(arrays["present"][:, -1, position])
    exited = arrays["exited"][:, -1].sum(axis=1)
    for position, cause in enumerate(entries["cause"]):
        yield f"left {cause}", _median(exited[:, position])
    oil = arrays["oil_delivered"][:, -OIL_DAYS:].sum(axis=2).mean(axis=1)
    yield f"oil delivered, last {OIL_DAYS} days", _median(oil)
    for name in ("days_of_cover", "hardship", "presence_share"):
        yield name, _median(arrays[name][:, -1])
    for position, outcome in enumerate(entries["outcome"]):
        yield f"runs with {outcome}", int((arrays["first_day"][:, position] >= 0).sum())
    classes = arrays["presence_class"]
    yield "who is left, by run", " ".join(str(each) for each in classes)


def _median(values: Array) -> float:
    return _short(np.median(values))


def _short(value: np.floating[Any] | float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _hash(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def read(name: str) -> Record | None:
    """What is recorded of a scenario, or None."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


def write(name: str, record: Record) -> None:
    """One line for each number or array, so that a diff of the file reads like a list of changes."""
    FOLDER.mkdir(exist_ok=True)
    parts = []
    for part, lines in record.items():
        body = ",\n".join(f"  {_json(key)}: {_json(value)}" for key, value in lines.items())
        parts.append(f" {_json(part)}: {{\n{body}\n }}")
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
