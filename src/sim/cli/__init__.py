"""The command line: parsing and printing only; every command is one function of a module here."""

import os
import sys
from typing import NoReturn

#: One process uses one core; the linear algebra inside it must not start threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> NoReturn:
    """Run one command and leave with its exit code; what the user did wrong ends in a sentence."""
    from sim.cli.app import app  # noqa: PLC0415 - `import sim.cli` alone must cost nothing
    from sim.cli.crash import report_crash  # noqa: PLC0415
    from sim.core.errors import Exit, SimError  # noqa: PLC0415

    try:
        app(standalone_mode=True)
    except SimError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one place that prints errors
        sys.exit(error.code)
    except BrokenPipeError:
        # Whoever read our output has stopped reading; that is their right, not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DONE)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - a bug: one line on screen, the rest in a file
        print(report_crash(error), file=sys.stderr)  # noqa: T201
        sys.exit(Exit.BUG)
    sys.exit(Exit.DONE)
