"""Import one module with a fault in it; nothing on disk changes.

The package stays where it is, so that its compiled kernels are found in their cache.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

from planted.faults import Fault


class _Faulty(SourceFileLoader):
    """Compiles the planted source and never looks for a compiled file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.module, str(fault.path))
        self.fault = fault

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.fault.planted(), str(self.fault.path), "exec", dont_inherit=True)


class _Planter(MetaPathFinder):
    """Finds the one module that has the fault before anybody else does."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.fault.module:
            return None
        inside = [str(self.fault.path.parent)] if self.fault.path.stem == "__init__" else None
        return spec_from_file_location(
            fullname, loader=_Faulty(self.fault), submodule_search_locations=inside
        )


def plant(fault: Fault) -> None:
    """Have every later import of the module meet the fault."""
    if any(name.partition(".")[0] == "sim" for name in sys.modules):
        raise RuntimeError("the package has already been imported without the fault")
    sys.meta_path.insert(0, _Planter(fault))
