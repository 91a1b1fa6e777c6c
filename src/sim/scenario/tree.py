"""A scenario as it is written: plain values, each with the place where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.core.wording import cut, shown
from sim.scenario.problems import Place

type Plain = bool | int | float | str | None
type Step = str | int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `text` is what was written, and `quoted` whether in quotes or as a block."""

    value: Plain
    text: str
    quoted: bool
    place: Place

    def __str__(self) -> str:
        """How a message shows the value: numbers as they were written, text in quotes."""
        plain = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return cut(self.text) if plain else shown(self.value)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    items: tuple["Node", ...]
    place: Place

    def __str__(self) -> str:
        """How a message shows it."""
        return "a list"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its own place, and what stands behind it."""

    key: Place
    node: "Node"


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping of keys to values, in the order they were written.

    `incomplete` if a key was refused, so that nobody can say what else is missing.
    """

    entries: dict[str, Entry]
    place: Place
    incomplete: bool = False

    def __str__(self) -> str:
        """How a message shows it."""
        return "a mapping"


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that was reported already and takes no further part."""

    place: Place


type Node = Scalar | Listing | Keys | Refused


def plain(node: Node) -> object:
    """The value without places: dicts, tuples and scalars."""
    match node:
        case Keys():
            return {key: plain(entry.node) for key, entry in node.entries.items()}
        case Listing():
            return tuple(plain(item) for item in node.items)
        case Scalar():
            return node.value
        case Refused():
            return None


def below(node: Node, step: Step) -> Node | None:
    """The value one step down, or None where there is none."""
    if isinstance(node, Keys) and isinstance(step, str) and step in node.entries:
        return node.entries[step].node
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def dotted(steps: Sequence[Step]) -> str:
    """The path to a value as a person reads it, ``events[0].date``."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def leaves(node: Node, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Place]]:
    """Every single value, and every empty list or mapping, with its place."""
    if isinstance(node, Keys) and node.entries:
        for key, entry in node.entries.items():
            yield from leaves(entry.node, (*steps, key))
    elif isinstance(node, Listing) and node.items:
        for index, item in enumerate(node.items):
            yield from leaves(item, (*steps, index))
    else:
        yield steps, node.place
