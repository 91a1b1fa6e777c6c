"""The causes of departure, found by looking at the files of this folder: one cause a file."""

from importlib import import_module
from pkgutil import iter_modules

from sim.mechanisms.causes.base import Cause

CAUSES: tuple[Cause, ...] = tuple(
    import_module(f"{__name__}.{module.name}").CAUSE
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
    if module.name != "base"
)
CAUSE_NAMES = tuple(cause.name for cause in CAUSES)


def cause(name: str) -> int:
    """Position of a cause in every array with a cause axis."""
    return CAUSE_NAMES.index(name)
