"""One command that keeps to one folder: ``python -m sim.cli.within FOLDER COMMAND...``, for whoever types for others.

Standard input is a pipe of which nothing comes. It ends with whoever holds the other end, and then the
command ends as well: nobody waits for it, and nobody keeps its time any more.
"""

import os
import signal
import sys
from pathlib import Path
from threading import Thread

from sim.cli.process import leave
from sim.core.intake import keep_below


def _end_with_the_pipe() -> None:
    os.read(0, 1)
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_end_with_the_pipe, daemon=True).start()
    keep_below(Path(sys.argv[1]))
    sys.argv = ["sim", *sys.argv[2:]]
    leave()
