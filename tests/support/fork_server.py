"""A process that has imported what commands need and forks one for every command it is asked for.

A line on its standard input is a command: its words, folder, variables, and the files that standard
output and error go to. The line that answers is the exit code. Only modules that look at neither variables nor
a terminal when they are imported are there before the fork; those of `sim.cli` are not.
"""

import atexit
import gc
import json
import os
import signal
import sys
from importlib import import_module
from pkgutil import walk_packages
from typing import NoReturn

import sim
import sim.cli  # first, because it says how many threads linear algebra has

LATE = ("sim.cli.", "sim.__main__")
LONGEST_SECONDS = 600


def preload() -> None:
    """Import whatever a command may need."""
    for module in walk_packages(sim.__path__, "sim."):
        if not module.name.startswith(LATE):
            import_module(module.name)


def become(asked: dict) -> NoReturn:
    """Be the command; what ends this process is the end of the command."""
    signal.alarm(LONGEST_SECONDS)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, path in enumerate((os.devnull, asked["out"], asked["err"])):
        file = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    sys.argv = ["sim", *asked["words"]]
    try:
        sim.cli.main()
    except SystemExit as stop:
        # Taking all modules apart would copy their memory, and last longer than the command.
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(stop.code if isinstance(stop.code, int) else bool(stop.code))


def serve() -> None:
    """Answer until there is nobody left to ask."""
    preload()
    gc.freeze()  # what is there before the fork is shared, so nobody looks at it again
    while line := os.read(0, 2**20):
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(1, f"{code}\n".encode())


if __name__ == "__main__":
    serve()
