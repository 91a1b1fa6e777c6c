"""The command line: parsing and printing only; every command is one function of a module here."""

import os
from typing import NoReturn

#: One process uses one core; the linear algebra inside it must not start threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
#: Workers are started from the current folder, and a `struct.py` that lies in it is none of ours.
os.environ.setdefault("PYTHONSAFEPATH", "1")
#: Plugins of pydantic that happen to be installed have no say in what a scenario means; they are not looked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> NoReturn:
    """Run one command and leave with its exit code; what the user did wrong ends in a sentence."""
    from sim.cli.process import leave  # noqa: PLC0415 - `import sim.cli` alone must cost nothing

    leave()
