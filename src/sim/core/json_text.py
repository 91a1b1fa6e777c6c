"""The one writer of JSON that leaves the program: what is no finite number is null, as JSON has no name for it."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite

from sim.core.wording import is_hidden


def json_text(content: object, indent: int | None = 1, *, plain: bool = False) -> str:
    r"""The content as JSON that every reader takes; `indent` None puts it in one line.

    What a reader could not see is escaped; where `plain` is asked for, all that is not ASCII.

    >>> json_text({"skill": float("nan"), "title": "a\u202eé"}, indent=None)
    '{"skill": null, "title": "a\\u202eé"}'
    """
    try:
        text = json.dumps(content, indent=indent, ensure_ascii=plain, allow_nan=False)
    except ValueError:  # found late and seldom, so that nothing is copied before
        text = json.dumps(_finite(content), indent=indent, ensure_ascii=plain, allow_nan=False)
    if text.isascii():
        return text
    hidden = {c for c in text if not c.isascii() and is_hidden(c)}
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in hidden})


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
