"""From the text of a file to a tree with places, by PyYAML's event stream and nothing above it.

Nothing is composed or constructed: tags, anchors and aliases are refused as they come by, and
reading stops at the first limit exceeded, long before a hostile file can cost time or memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

import yaml

from sim.core.wording import codepoint, shown, space_hint
from sim.scenario.problems import Code, Place, Problem
from sim.scenario.scalars import resolve
from sim.scenario.tree import Entry, Keys, Listing, Node, Refused, Scalar
from sim.scenario.yaml_errors import ANCHORS, DIRECTIVES, DOCUMENTS, TAGS, syntax_mistake

DEEPEST = 24
MOST_NODES = 20_000
LONGEST_VALUE = 4096
# What no text may have: YAML's own rule, and the line breaks that only YAML 1.1 knows.
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
LONGEST_NUMBER = 20
_WHOLE_AND_COMMA = re.compile(r"(?<![\w.])([-+]?\d+),$", re.ASCII)
LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of one file, or None where none could be built, with all that is wrong in it."""

    tree: Keys | None
    problems: tuple[Problem, ...]


class _StopReading(Exception):  # noqa: N818 - control flow inside this module
    """The rest of the file should not be read."""


def parse(text: str, file: str, loader: type = LOADER) -> Parsed:
    """Read one file; `file` is the name its places carry, `loader` a class of PyYAML."""
    reader = _EventReader(text, file, loader)
    root: Node | None = None
    try:
        root = reader.document()
    except _StopReading:
        pass
    except yaml.YAMLError as error:
        code, sentence, line, column = syntax_mistake(error, text)
        if code is Code.TOO_DEEP and loader is not yaml.SafeLoader:
            # libyaml has a limit of its own and reads ahead; the other parser says where ours is.
            return parse(text, file, yaml.SafeLoader)
        reader.problems.append(Problem(code, sentence, Place(file, line, column)))
    except (ValueError, OverflowError):  # the pure Python parser, on escapes beyond Unicode
        reader.problems.append(Problem(Code.SYNTAX, "not valid YAML", Place(file, 1, 1)))
    return Parsed(root if isinstance(root, Keys) else None, tuple(reader.problems))


class _EventReader:
    def __init__(self, text: str, file: str, loader: type) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.nodes = 0
        self.depth = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader=loader)

    def document(self) -> Node | None:
        """The one document of the file."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.stop(event, Code.MORE_DOCUMENTS, DOCUMENTS)
                if self.starts_with("%", event):
                    self.stop(event, Code.DIRECTIVE, DIRECTIVES)
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event)
        if root is None or (isinstance(root, Scalar) and root.value is None):
            empty = Problem(Code.EMPTY_FILE, "the scenario is empty", Place(self.file))
            self.problems.append(empty)
        elif not isinstance(root, Keys) and not self.problems:
            hint = space_hint(root.text) if isinstance(root, Scalar) else ""
            text = f"a scenario must be a mapping of keys to values{hint}"
            self.problems.append(Problem(Code.NOT_A_MAPPING, text, root.place))
        return root

    def node(self, event: Any) -> Node:  # noqa: ANN401 - the stubs do not know an event's fields
        """The value that starts with `event`; consumes its events."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.stop(event, Code.TOO_MANY, f"more than {MOST_NODES} items")
        if isinstance(event, yaml.AliasEvent):
            self.note(event, Code.ANCHOR, ANCHORS)
            return Refused(self.place(event))
        tagged = event.tag is not None
        if tagged:
            self.note(event, Code.TAG, TAGS)
        if event.anchor is not None:
            self.note(event, Code.ANCHOR, ANCHORS)
        if isinstance(event, yaml.ScalarEvent):
            scalar = self.scalar(event)
            return Refused(scalar.place) if tagged else scalar
        return self.collection(event)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar | Refused:
        """A single value within its limits."""
        text = event.value
        if len(text) > LONGEST_VALUE:
            self.stop(event, Code.TOO_LONG, f"value is longer than {LONGEST_VALUE} characters")
        quoted = bool(event.style)  # a plain scalar has '' in the C parser and None in the other
        if quoted and (hidden := CONTROL.search(text.replace("\r", "\x00"))):
            sentence = f"character {codepoint(text[hidden.start()])} is not allowed"
            self.note(event, Code.CONTROL_CHARACTER, sentence)
            return Refused(self.place(event))
        return Scalar(text if quoted else resolve(text), text, quoted, self.place(event))

    def collection(self, event: yaml.Event) -> Node:
        """A mapping or a list."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.stop(event, Code.TOO_DEEP, f"nested deeper than {DEEPEST}")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = self.mapping(event) if is_mapping else self.listing(event)
        self.depth -= 1
        return node

    def listing(self, start: yaml.Event) -> Listing:
        """The items up to the end of the list."""
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return Listing(tuple(items), self.place(start))

    def mapping(self, start: yaml.Event) -> Keys:
        """The entries up to the end of the mapping; a refused key takes its value along."""
        entries: dict[str, Entry] = {}
        incomplete = False
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            node = self.node(next(self.events))
            if key is None:
                incomplete = True
            elif key in entries:
                first = entries[key].key
                text = f"the key {shown(key)} is given twice (first on line {first.line})"
                self.note(event, Code.KEY_TWICE, text)
            else:
                entries[key] = Entry(self.place(event), node)
        return Keys(entries, self.place(start), incomplete)

    def key(self, event: yaml.Event) -> str | None:
        """The text of a key in Unicode's composed form, or None if it was refused."""
        node = self.node(event)
        if isinstance(node, Refused):
            return None
        if isinstance(node, Scalar) and (whole := self.before_comma(event)) and node.text.isdigit():
            number = f"{whole}.{node.text} with a decimal point, is '{whole},{node.text}'"
            self.note(event, Code.BAD_NUMBER, f"write {number}")
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.note(event, Code.KEY_NOT_TEXT, "keys must be text; put quotes around it")
            return None
        if node.value == "<<" and not node.quoted:
            self.note(event, Code.ANCHOR, ANCHORS)
            return None
        return normalize("NFC", node.value)

    def before_comma(self, event: Any) -> str:  # noqa: ANN401 - as in `node`
        """The whole number that ends in a comma right before the event, as in ``{share: 0,8}``."""
        begins = event.start_mark.index
        found = _WHOLE_AND_COMMA.search(self.text[max(begins - LONGEST_NUMBER, 0) : begins])
        return found[1] if found else ""

    def starts_with(self, character: str, event: Any) -> bool:  # noqa: ANN401 - as in `node`
        """Whether the text of the event begins with the character."""
        return self.text.startswith(character, event.start_mark.index)

    def place(self, event: Any) -> Place:  # noqa: ANN401 - as in `node`
        """Where the event starts."""
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def note(self, event: yaml.Event, code: Code, text: str) -> None:
        """Keep a problem and go on."""
        self.problems.append(Problem(code, text, self.place(event)))

    def stop(self, event: yaml.Event, code: Code, text: str) -> None:
        """Keep a problem and read no further."""
        self.note(event, code, text)
        raise _StopReading
