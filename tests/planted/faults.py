"""The list of faults, and the text of a module with one of them planted."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "src" / "sim"
LIST = Path(__file__).parent / "faults.toml"
KINDS = ("sign", "combine", "swap", "one-sided", "off-by-one", "constant", "stream", "lost")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; see the head of `faults.toml` for the columns."""

    file: str
    old: str
    new: str
    kind: str
    what: str
    tests: str
    unseen: str = ""

    @property
    def path(self) -> Path:
        """The file that it is planted in."""
        return PACKAGE / self.file

    @property
    def module(self) -> str:
        """The module that it is planted in."""
        parts = Path(self.file).with_suffix("").parts
        return ".".join(("sim", *parts)).removesuffix(".__init__")

    def planted(self) -> str:
        """Source of the module with the fault."""
        source = self.path.read_text(encoding="utf-8")
        if source.count(self.old) != 1:
            found = source.count(self.old)
            raise ValueError(f"{self.file} has {found} times, not once: {self.old!r}")
        return source.replace(self.old, self.new)


def faults() -> tuple[Fault, ...]:
    """All faults in the order of the list."""
    return tuple(Fault(**entry) for entry in tomllib.loads(LIST.read_text())["fault"])
