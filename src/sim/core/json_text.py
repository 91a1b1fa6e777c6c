"""The one writer of JSON that leaves the program: what is no finite number is null, as JSON has no name for it."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite


def json_text(content: object, indent: int | None = 1) -> str:
    """The content as JSON that every reader takes; `indent` None puts it in one line.

    >>> json_text({"skill": float("nan"), "error": 0.5}, indent=None)
    '{"skill": null, "error": 0.5}'
    """
    try:
        return json.dumps(content, indent=indent, ensure_ascii=False, allow_nan=False)
    except ValueError:  # found late and seldom, so that nothing is copied before
        return json.dumps(_finite(content), indent=indent, ensure_ascii=False, allow_nan=False)


def _finite(content: object) -> object:
    match content:
        case float():
            return content if isfinite(content) else None
        case str():
            return content
        case Mapping():
            return {name: _finite(each) for name, each in content.items()}
        case Sequence():
            return [_finite(each) for each in content]
        case _:
            return content
