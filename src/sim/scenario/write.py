"""A scenario as YAML that says where each value comes from."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sim.core.wording import escaped
from sim.scenario.files import LARGEST
from sim.scenario.problems import Place
from sim.scenario.resolve import Form, digest, resolved
from sim.scenario.scalars import resolve
from sim.scenario.tree import Step, dotted
from sim.scenario.yaml_events import MOST_NODES

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

COMMENT_COLUMN = 48
INDENT = 2
ROOM = 1024  # for the first line, and for what is written into a scenario before it is run
DEFAULT = "default"

# What certainly means the same without quotes; everything else is put into quotes.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_+./(),% -]*[A-Za-z0-9_+./()%-])?")


def resolved_yaml(loaded: "Loaded[Any]") -> str:
    """The complete scenario, a value a line, each with its origin as a comment.

    The text is a scenario file by itself; reading it gives the same scenario again.
    """
    content = resolved(loaded.scenario)
    head = (
        "# Every value of the scenario and where it comes from.",
        f"# Digest of all that it chooses and assumes: {digest(loaded.scenario)}",
        "# Files read:",
        *(f"#   {escaped(file.name)}  sha256 {file.sha256}" for file in loaded.files),
    )
    text = _text((*head, *_lines(content, loaded.origins, ())))
    if len(text.encode()) <= LARGEST:
        return text
    return _text(
        (
            "# Every value of the scenario; too many to say where each comes from.",
            *_lines(content, None, ()),
        )
    )


def too_much(scenario: BaseModel) -> str:
    """Why the resolved form could not be read again, or an empty text.

    What is compared are the values alone: comments are left out where there is no room for them.
    """
    content = resolved(scenario)
    size, nodes = len(_text(_lines(content, None, ())).encode()) + ROOM, _nodes(content)
    if size > LARGEST:
        return f"written out it has {size} bytes, at most {LARGEST} can be read again"
    if nodes > MOST_NODES:
        return f"written out it has {nodes} keys and values, at most {MOST_NODES} can be read again"
    return ""


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _nodes(value: Form) -> int:
    """Keys, values and groups, as a reader counts them."""
    match value:
        case dict():
            return 1 + sum(1 + _nodes(item) for item in value.values())
        case list():
            return 1 + sum(map(_nodes, value))
        case _:
            return 1


def resolved_record(loaded: "Loaded[Any]") -> dict[str, Any]:
    """The same for programs: the digest, the files read, the scenario, and the origin of each value."""
    scenario = resolved(loaded.scenario)
    return {
        "digest": digest(loaded.scenario),
        "files": [{"name": file.name, "sha256": file.sha256} for file in loaded.files],
        "scenario": scenario,
        "origins": {path: str(loaded.origins.get(path, DEFAULT)) for path in _paths(scenario, ())},
    }


def _paths(value: Form, steps: tuple[Step, ...]) -> Iterator[str]:
    """Paths of all single values, and of empty groups."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _paths(item, (*steps, key))
    elif isinstance(value, list) and value:
        for position, item in enumerate(value):
            yield from _paths(item, (*steps, position))
    else:
        yield dotted(steps)


def _lines(
    value: Form, origins: Mapping[str, Place] | None, steps: tuple[Step, ...]
) -> Iterator[str]:
    """The lines of what is inside a mapping or list, indented to the depth of `steps`.

    Each ends with a comment from `origins`, if there are any.
    """
    margin = " " * INDENT * len(steps)
    if isinstance(value, dict):
        for key, item in value.items():
            inside = (*steps, key)
            if _has_lines(item):
                yield f"{margin}{_scalar(key)}:"
                yield from _lines(item, origins, inside)
            else:
                yield _commented(f"{margin}{_scalar(key)}: {_scalar(item)}", origins, inside)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            inside = (*steps, position)
            if _has_lines(item):
                first, *rest = _lines(item, origins, inside)
                yield f"{margin}- {first[len(margin) + INDENT :]}"
                yield from rest
            else:
                yield _commented(f"{margin}- {_scalar(item)}", origins, inside)


def _has_lines(value: Form) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _commented(line: str, origins: Mapping[str, Place] | None, steps: tuple[Step, ...]) -> str:
    if origins is None:
        return line
    origin = escaped(str(origins.get(dotted(steps), DEFAULT)))
    return f"{line:<{COMMENT_COLUMN}}  # {origin}"


def _scalar(value: Form) -> str:
    """A value on one line; JSON is YAML where strings have no character that YAML refuses."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and isinstance(resolve(value), str):
        return value
    return json.dumps(value, ensure_ascii=False)
