"""A scenario as YAML that says where each value comes from."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sim.core.wording import escaped
from sim.scenario.load import Loaded
from sim.scenario.problems import Place
from sim.scenario.resolve import Form, digest, resolved
from sim.scenario.scalars import resolve
from sim.scenario.tree import Step, dotted

COMMENT_COLUMN = 48
INDENT = 2
DEFAULT = "default"

# What certainly means the same without quotes; everything else is put into quotes.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_+./(),% -]*[A-Za-z0-9_+./()%-])?")


def resolved_yaml(loaded: Loaded[Any]) -> str:
    """The complete scenario, a value a line, each with its origin as a comment.

    The text is a scenario file by itself; reading it gives the same scenario again.
    """
    head = (
        "# Every value of the scenario and where it comes from.",
        f"# Digest of all that it chooses and assumes: {digest(loaded.scenario)}",
        "# Files read:",
        *(f"#   {escaped(file.name)}  sha256 {file.sha256}" for file in loaded.files),
    )
    lines = _lines(resolved(loaded.scenario), loaded.origins, ())
    return "".join(f"{line}\n" for line in (*head, *lines))


def resolved_record(loaded: Loaded[Any]) -> dict[str, Any]:
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


def _lines(value: Form, origins: Mapping[str, Place], steps: tuple[Step, ...]) -> Iterator[str]:
    """The lines of what is inside a mapping or list, indented to the depth of `steps`."""
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


def _commented(line: str, origins: Mapping[str, Place], steps: tuple[Step, ...]) -> str:
    origin = escaped(str(origins.get(dotted(steps), DEFAULT)))
    return f"{line:<{COMMENT_COLUMN}}  # {origin}"


def _scalar(value: Form) -> str:
    """A value on one line; JSON is YAML where strings have no character that YAML refuses."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and isinstance(resolve(value), str):
        return value
    return json.dumps(value, ensure_ascii=False)
