"""What is loaded when something is first asked of it: half of what a command takes goes into loading libraries.

Equations and the parameters they read are declared in the same files, so a command that only looks at
a scenario meets ``import numpy as np`` everywhere and never computes anything. And libraries load one another:
of Mesa the model takes a model and agents, and would wait for the tables and networks that others make of it.
Only a process that is all ours puts anything off; what somebody else imports is as they know it. And only
one that works in one thread: a second one would meet what the first has loaded half.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any

#: What computing needs at once.
ARRAYS = ("numpy",)
#: What nothing here asks for, by whose leave it would be loaded: numpy (when scipy asks for all of it), Mesa.
UNASKED = ("numpy.f2py", "numpy.testing", "pandas")
#: Packages of which only parts are needed, and those parts do not need the whole.
WHOLE = ("mesa", "mesa.experimental")


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


def put_off(*names: str) -> None:
    """Let the first use of these modules load them, unless they are loaded; the part of a package after it."""
    for name in names:
        above, _, last = name.rpartition(".")
        around = sys.modules.get(above)
        if name in sys.modules or (above and around is None):
            continue
        spec = _spec(name)
        if spec is None:
            continue
        module = module_from_spec(spec)
        if name not in WHOLE:
            del module.__path__  # looked for by whoever imports a part of it
        module.__class__ = _LoadedLater
        sys.modules[name] = module
        if around is not None:
            setattr(around, last, module)


def put_nothing_off() -> None:
    """Load as Python does, before a second thread begins: of what was put off, arrays now, all else when imported."""
    for name in ARRAYS:  # modules that are loaded hold them already
        _ = import_module(name).__path__
    for name in [*UNASKED, *WHOLE]:  # nobody holds what nobody has asked for
        if type(sys.modules.get(name)) is _LoadedLater:
            del sys.modules[name]
            above, _, last = name.rpartition(".")
            if above in sys.modules:
                vars(sys.modules[above]).pop(last, None)


def _spec(name: str) -> ModuleSpec | None:
    """Where a module is; the packages around it are not loaded for that."""
    above, _, _ = name.rpartition(".")
    around = _spec(above) if above else None
    if above and around is None:
        return None
    return PathFinder.find_spec(name, around.submodule_search_locations if around else None)
