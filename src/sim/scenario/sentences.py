"""A sentence for each kind of error that pydantic knows by itself."""

from collections.abc import Mapping
from typing import Any

from sim.core.wording import space_hint
from sim.scenario.problems import Code
from sim.scenario.shape import Spot, choices, needs
from sim.scenario.tree import Listing, Node, Scalar

MOST_CHOICES = 12

# Errors that our own field types and validators raise, by the kind they give.
OWN_KINDS = {
    "quantity": Code.BAD_NUMBER,
    "number": Code.BAD_NUMBER,
    "date": Code.BAD_DATE,
    "text": Code.BAD_TEXT,
    "flag": Code.BAD_FLAG,
    "choice": Code.NOT_A_CHOICE,
    "file": Code.NO_FILE,
    "source": Code.NO_SOURCE,
}
_WRONG_TYPES = (
    ("bool_", "true or false"),
    ("int_", "a whole number"),
    ("float_", "a number"),
    ("finite_number", "a finite number"),
    ("model_", "a mapping"),
    ("dict_", "a mapping"),
    ("tuple_type", "a list"),
    ("list_type", "a list"),
)
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def one_of(options: tuple[str, ...]) -> str:
    """``must be one of a, b``, with the first dozen options."""
    listed = ", ".join(options[:MOST_CHOICES])
    more = f" and {len(options) - MOST_CHOICES} more" if len(options) > MOST_CHOICES else ""
    return f"must be one of {listed}{more}"


def sentence(  # noqa: PLR0911 - one for each group of kinds
    kind: str, context: Mapping[str, Any], message: str, found: Node, expected: Spot
) -> tuple[Code, str]:
    """Code and text for an error of `kind` at the value `found`."""
    if isinstance(found, Scalar) and found.value is None:
        return Code.EMPTY_VALUE, f"needs {needs(expected)}, is empty"
    if kind in {"literal_error", "enum"} and choices(expected):
        return Code.NOT_A_CHOICE, one_of(choices(expected))
    if kind == "string_type":
        hint = "; put quotes around it" if isinstance(found, Scalar) else ""
        return Code.WRONG_TYPE, f"must be text, is {found}{hint}"
    if kind.startswith(("date_", "datetime_")):
        return Code.BAD_DATE, f"write YYYY-MM-DD, is {found}"
    for prefix, words in _WRONG_TYPES:
        if kind.startswith(prefix):
            hint = (
                space_hint(found.text) if words == "a mapping" and isinstance(found, Scalar) else ""
            )
            return Code.WRONG_TYPE, f"must be {words}, is {found}{hint}"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return Code.OUT_OF_RANGE, f"must be {words} {context[name]}, is {found}"
    return _length(kind, context, found) or (Code.REFUSED, _fallback(message, found))


def _length(kind: str, context: Mapping[str, Any], found: Node) -> tuple[Code, str] | None:
    least, most = context.get("min_length"), context.get("max_length")
    match kind:
        case "too_short":
            return Code.OUT_OF_RANGE, f"needs at least {least} {_entries(least)}"
        case "too_long":
            size = len(found.items) if isinstance(found, Listing) else context["actual_length"]
            return Code.OUT_OF_RANGE, f"at most {most} {_entries(most)}, has {size}"
        case "string_too_short":
            return Code.OUT_OF_RANGE, f"must have at least {least} characters"
        case "string_too_long":
            return Code.OUT_OF_RANGE, f"must have at most {most} characters"
        case _:
            return None


def _entries(count: object) -> str:
    return "entry" if count == 1 else "entries"


def _fallback(message: str, found: Node) -> str:
    """Pydantic's own words, turned to ours as far as they go."""
    text = message.removeprefix("Input should be ").removeprefix("Value error, ")
    return f"must be {text}, is {found}" if message.startswith("Input should be ") else text
