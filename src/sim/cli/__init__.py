"""The command line: parsing and printing only; every command is one function of a module here."""

import os
import sys
from typing import NoReturn

#: One process uses one core; the linear algebra inside it must not start threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> NoReturn:
    """Run one command and leave with its exit code; what the user did wrong ends in a sentence."""
    from sim.cli.complaint import complain  # noqa: PLC0415 - `import sim.cli` alone must cost nothing
    from sim.cli.crash import report_crash  # noqa: PLC0415
    from sim.core.errors import Exit, SimError  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):  # a terminal without our characters shows others
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        _run()
    except SimError as error:
        complain(error)
        sys.exit(error.code)
    except BrokenPipeError:
        # Whoever read our output has stopped reading; that is their right, not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DONE)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception as error:
        print(report_crash(error), file=sys.stderr)  # noqa: T201
        if "-vv" in sys.argv:
            raise
        sys.exit(Exit.BUG)
    sys.exit(Exit.DONE)


def _run() -> None:
    from sim.cli.flags import in_front  # noqa: PLC0415 - as above
    from sim.cli.settings import effective  # noqa: PLC0415

    words = in_front(sys.argv[1:])
    how = effective()
    _choose_colour("never" if "--no-color" in words else str(how["color"]))
    from sim.cli.app import app  # noqa: PLC0415 - only now, since the screens look at the variables

    app(words, standalone_mode=True, obj=how)


def _choose_colour(when: str) -> None:
    """Hand our setting on in the variables that everything on the screen obeys."""
    if when == "never":
        os.environ["NO_COLOR"] = "1"
        os.environ.pop("FORCE_COLOR", None)
    elif when == "always":
        os.environ["FORCE_COLOR"] = "1"
