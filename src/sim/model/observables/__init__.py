"""Observables, found by looking at the files of this folder: numbers read without changing anything."""

from importlib import import_module
from pkgutil import iter_modules

from sim.model.observables.base import Observable

OBSERVABLES: tuple[Observable, ...] = tuple(
    observable
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
    if module.name not in {"base", "recorder"}
    for observable in import_module(f"{__name__}.{module.name}").OBSERVABLES
)
