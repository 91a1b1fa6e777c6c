"""`--set levers.blockade.level=0.5`: values given on the command line, applied last."""

from collections.abc import Sequence
from unicodedata import normalize

from sim.scenario.problems import OVERRIDE, Code, Place, Problem
from sim.scenario.scalars import resolve
from sim.scenario.tree import Entry, Keys, Listing, Node, Refused, Scalar, dotted
from sim.scenario.yaml_events import CONTROL, DEEPEST, LONGEST_VALUE, parse

PLACE = Place(OVERRIDE)
REASONS = "reasons"


class _OverrideError(Exception):
    """Why an override cannot be applied."""

    def __init__(self, code: Code, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(text)


def apply(tree: Keys, overrides: Sequence[str]) -> tuple[Keys, tuple[Problem, ...]]:
    """The tree with each ``path=value`` in it, and what is wrong with those left out."""
    problems = []
    for override in overrides:
        try:
            steps, value = _parts(override)
            changed = _put(tree, steps, _value(value))
        except _OverrideError as error:
            path = override.partition("=")[0]
            problems.append(Problem(error.code, error.text, PLACE, path))
        else:
            tree = changed if isinstance(changed, Keys) else tree
    return tree, tuple(problems)


def _parts(override: str) -> tuple[list[str], str]:
    """The steps of the path, and the text of the value."""
    path, equals, value = override.partition("=")
    if not equals or not path or CONTROL.search(override):
        raise _OverrideError(Code.SET_SYNTAX, "write PATH=VALUE")
    if path == "extends":
        raise _OverrideError(Code.SET_PATH, "cannot be changed on the command line")
    group, _, inside = normalize("NFC", path).partition(".")
    # The keys of `reasons` are paths themselves.
    steps = [group, inside] if group == REASONS and inside else [group, *inside.split(".")]
    steps = steps if inside else [group]
    if len(steps) > DEEPEST:
        raise _OverrideError(Code.SET_PATH, f"nested deeper than {DEEPEST}")
    return steps, value


def _put(node: Node | None, steps: list[str], value: Node, above: tuple[str, ...] = ()) -> Node:
    """`node` with `value` at the end of `steps`; mappings that are missing are made."""
    if not steps:
        return value
    step, rest, here = steps[0], steps[1:], dotted(above)
    if isinstance(node, Listing):
        size = len(node.items)
        positions = [str(position) for position in range(size)]
        if step not in positions:
            entries = "1 entry" if size == 1 else f"{size} entries"
            raise _OverrideError(Code.SET_PATH, f"{here} has {entries}")
        items = list(node.items)
        items[int(step)] = _put(items[int(step)], rest, value, (*above, step))
        return Listing(tuple(items), node.place)
    if isinstance(node, Scalar) and node.value is not None:
        raise _OverrideError(Code.SET_PATH, f"{here} is a single value")
    entries_of = node.entries if isinstance(node, Keys) else {}
    before = entries_of[step].node if step in entries_of else None
    # A key on the way keeps its place in the file, so that other faults below it are shown there.
    key = entries_of[step].key if before is not None and rest else PLACE
    changed = Entry(key, _put(before, rest, value, (*above, step)))
    if not isinstance(node, Keys):
        return Keys({step: changed}, PLACE)
    return Keys({**node.entries, step: changed}, node.place, node.incomplete)


def _value(text: str) -> Node:
    """A scalar as it would stand in a file, or a ``[..]``, a ``{..}`` or a text in quotes."""
    text = text.strip()
    if len(text) > LONGEST_VALUE:
        raise _OverrideError(Code.TOO_LONG, f"value is longer than {LONGEST_VALUE} characters")
    if not text.startswith(("[", "{", '"', "'")):
        return Scalar(resolve(text), text, quoted=False, place=PLACE)
    parsed = parse(f"value: {text}", OVERRIDE)
    if parsed.problems or parsed.tree is None or list(parsed.tree.entries) != ["value"]:
        text = parsed.problems[0].text if parsed.problems else "write one value"
        raise _OverrideError(Code.SET_SYNTAX, text)
    return _moved(parsed.tree.entries["value"].node)


def _moved(node: Node) -> Node:
    """The same values, all of them at the place of the command line."""
    match node:
        case Keys():
            moved = {key: Entry(PLACE, _moved(entry.node)) for key, entry in node.entries.items()}
            return Keys(moved, PLACE, node.incomplete)
        case Listing():
            return Listing(tuple(_moved(item) for item in node.items), PLACE)
        case Scalar():
            return Scalar(node.value, node.text, node.quoted, PLACE)
        case Refused():
            return Refused(PLACE)
