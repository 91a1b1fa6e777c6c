"""What PyYAML finds wrong with the syntax, in words that help; the C and the pure parser agree."""

import re
from typing import NamedTuple

import yaml

from sim.core.wording import shown, space_hint
from sim.scenario.problems import Code

TAGS = "tags (!) are not allowed"
ANCHORS = "anchors and aliases (& and *) are not allowed"
DIRECTIVES = "YAML directives (%) are not allowed"
MAPPING_VALUES = "mapping values are not allowed here"
DOCUMENTS = "more than one document (---) in the file"

_TWO_COLONS = re.compile(r"\s*(?:-\s+)?[^\s:#{\[\"'][^:#]*:\s.*:(\s.*|$)")
_SEPARATOR = re.compile(r"expected ',' or '([\]}])'")
# The first line that fits both wordings of a mistake decides; the order is from special to general.
_MEANINGS: tuple[tuple[str, Code, str], ...] = (
    (_SEPARATOR.pattern, Code.SYNTAX, "expected ',' or '{closing}', got {got}"),
    ("nesting depth", Code.TOO_DEEP, "nested too deep"),
    ("cannot start any", Code.SYNTAX, "a value cannot start with {got}; put quotes around it"),
    ("scanning an (anchor|alias)", Code.ANCHOR, ANCHORS),
    ("(parsing|scanning) a tag|undefined tag handle", Code.TAG, TAGS),
    ("directive|incompatible YAML", Code.DIRECTIVE, DIRECTIVES),
    ("document start", Code.MORE_DOCUMENTS, DOCUMENTS),
    ("mapping values are not", Code.SYNTAX, MAPPING_VALUES),
    ("sequence entries are not", Code.SYNTAX, "list entries (-) are not allowed here"),
    ("mapping keys are not", Code.SYNTAX, "keys (?) are not allowed here"),
    ("could not find expected ':'", Code.SYNTAX, "expected ':' after the key"),
    ("unknown escape|escape sequence of|escape code", Code.SYNTAX, "unknown escape after \\"),
    ("node content", Code.SYNTAX, "expected a value here, got {got}"),
    ("quoted scalar", Code.SYNTAX, "expected a closing quote, got end of file"),
    ("block scalar", Code.SYNTAX, "expected a line break after | or >"),
    ("block collection", Code.SYNTAX, "expected another '-' here; check the indentation"),
    ("block mapping", Code.SYNTAX, "expected a key here; check the indentation"),
)


class Mistake(NamedTuple):
    """A problem of the text as such; line and column count from 1."""

    code: Code
    text: str
    line: int
    column: int


def syntax_mistake(error: yaml.YAMLError, text: str) -> Mistake:
    """Say in our words what `error`, raised while reading `text`, is about."""
    mark = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return Mistake(Code.SYNTAX, "not valid YAML", 1, 1)
    joined = _space_missing(error, text, mark.line)
    if joined is not None:
        return joined
    found = text[mark.index : mark.index + 1]
    code, sentence = _meaning(f"{error.context or ''}: {error.problem or ''}", found, mark.column)
    if sentence == MAPPING_VALUES and _TWO_COLONS.fullmatch(_line(text, mark.line)):
        sentence += "; put quotes around a value that has a colon in it"
    column = 0 if code is Code.DIRECTIVE else mark.column
    return Mistake(code, sentence, mark.line + 1, column + 1)


def _space_missing(error: yaml.MarkedYAMLError, text: str, last: int) -> Mistake | None:
    """A line such as ``level:0.5`` that YAML takes for the text it stumbles over further down."""
    if "expected ':'" not in str(error.problem) and "mapping values" not in str(error.problem):
        return None
    for number in (last - 1, last):
        line = _line(text, number) if number >= 0 else ""
        if hint := space_hint(line.rstrip()):
            found = f"expected ': ' after the key{hint}"
            return Mistake(Code.SYNTAX, found, number + 1, line.index(":") + 1)
    return None


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def _meaning(said: str, found: str, column: int) -> tuple[Code, str]:
    if found == "\t":
        return Code.TAB, "tabs cannot be used for indentation"
    if found == "%" and column == 0:
        return Code.DIRECTIVE, DIRECTIVES
    separator = _SEPARATOR.search(said)
    got = shown(found) if found else "end of file"
    for pattern, code, sentence in _MEANINGS:
        if re.search(pattern, said):
            closing = separator[1] if separator is not None else ""
            return code, sentence.replace("{got}", got).replace("{closing}", closing)
    return Code.SYNTAX, "not valid YAML"
