"""What is not as it was recorded, named: the scenario, the observable, the old number and the new."""

from collections.abc import Iterator
from math import isclose
from typing import Any

from regression.record import Record

SAME = 1e-5  # relative: a unit in the last of the digits recorded
WORDS = {"first": "first day", "last": "last day", "all": "mean of all days"}


def differences(name: str, old: Record, new: Record) -> list[str]:
    """One line for each headline and each array that is not as recorded; nothing for what is new."""
    return [
        *(f"{name}: {line}" for line in _headlines(old["headlines"], new["headlines"])),
        *(f"{name}: {line}" for line in _arrays(old["arrays"], new["arrays"])),
    ]


def unrecorded(name: str, old: Record, new: Record) -> list[str]:
    """What the program gives and the record does not have: an observable added since."""
    return [f"{name}: {each}: new" for part in new for each in new[part] if each not in old[part]]


def _headlines(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for what, was in old.items():
        if what not in new:
            yield f"{what}: gone, was {was}"
        elif not same(was, new[what]):
            yield f"{what}: {was} → {new[what]}"


def _arrays(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for what, was in old.items():
        if what not in new:
            yield f"array {what}: gone"
        elif was["bits"] != new[what]["bits"]:
            moved = [
                f"{WORDS.get(key, key)} {value} → {new[what].get(key)}"
                for key, value in was.items()
                if key != "bits" and not same(value, new[what].get(key))
            ]
            yield f"array {what}: {', '.join(moved) or 'other bits, these numbers as before'}"


def same(old: object, new: object) -> bool:
    """Whether two recorded numbers agree to the digits that are recorded."""
    if isinstance(old, float) and isinstance(new, float):
        return isclose(old, new, rel_tol=SAME)
    return old == new
