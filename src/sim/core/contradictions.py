"""Several faults found by one check across fields, each with the place it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value that is fine by itself but not beside the others.

    `at` leads from the model whose validator found it to the value: ``("events", 2, "date")``.
    `other` is the value that it contradicts, if there is one; where `text` says ``{other}``, the
    loader puts the line on which it stands. `given` is a word that is none of the `options`.
    """

    at: tuple[str | int, ...]
    text: str
    other: tuple[str | int, ...] = ()
    given: str = ""
    options: tuple[str, ...] = ()


class ContradictionsError(ValueError):
    """All contradictions of one model; a ValueError, so that pydantic collects it."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(each.text for each in found))


def refuse(found: Sequence[Contradiction]) -> None:
    """Raise `ContradictionsError` if anything was found; the last line of a model validator."""
    if found:
        raise ContradictionsError(found)
