"""What a plain value in YAML 1.2 is: null, true, a decimal number, or else text.

Narrower than the core schema on purpose: 010, 0x1F, .nan and 1e999 stay text, so that the field
that needs a number can say how to write it. Dates stay text too.
"""

import re
from math import isfinite

from sim.scenario.tree import Plain

_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def resolve(text: str) -> Plain:
    """The value of an unquoted scalar of at most 4096 characters."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and isfinite(float(text)):
        return float(text) + 0.0  # -0.0 is 0
    return text
