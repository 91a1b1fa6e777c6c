"""Numpy when it is first used: half of what a small command would take goes into loading it.

Equations and the parameters they read are declared in the same files, so a command that only looks at
a scenario meets ``import numpy as np`` everywhere and never computes anything.
"""

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

PUT_OFF = "numpy"


class _LoadedLater(ModuleType):
    """A module that is loaded when the first thing is asked of it, be it only where its parts lie.

    The `LazyLoader` of the standard library loads it at the second ``import`` already.
    """

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is asked for
        spec = self.__spec__
        if spec is None or spec.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment] # a plain module from now on
        self.__path__ = list(spec.submodule_search_locations or ())
        spec.loader.exec_module(self)
        return getattr(self, name)


def put_off() -> None:
    """Let the first use of numpy load it, unless it is loaded."""
    spec = find_spec(PUT_OFF) if PUT_OFF not in sys.modules else None
    if spec is not None:
        module = module_from_spec(spec)
        del module.__path__  # looked for by whoever imports a part of it
        module.__class__ = _LoadedLater
        sys.modules[PUT_OFF] = module
