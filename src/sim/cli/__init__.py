"""The command line: parsing and printing only; every command is one function of a module here."""

import os
import sys
from typing import NoReturn

#: One process uses one core; the linear algebra inside it must not start threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
#: Workers are started from the current folder, and a `struct.py` that lies in it is none of ours.
os.environ.setdefault("PYTHONSAFEPATH", "1")


def main() -> NoReturn:
    """Run one command and leave with its exit code; what the user did wrong ends in a sentence."""
    from sim.cli import outlets, place  # noqa: PLC0415 - `import sim.cli` alone must cost nothing
    from sim.core.errors import Exit  # noqa: PLC0415

    outlets.install()
    place.settle()
    code = _code()
    fault = outlets.lost()
    if fault is not None and not code:
        reason = (fault.strerror or "input/output error").lower()
        outlets.tell(f"cannot write standard output: {reason}")
        code = Exit.INPUT_OUTPUT
    sys.exit(code)


def _code() -> int:
    from sim.cli.complaint import complain, complain_of_system  # noqa: PLC0415 - as above
    from sim.cli.crash import report_crash  # noqa: PLC0415
    from sim.core.errors import Exit, SimError  # noqa: PLC0415

    try:
        return _run()
    except SimError as error:
        complain(error)
        return error.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except (OSError, MemoryError) as error:  # what the system refuses is no bug of ours
        complain_of_system(error)
        return Exit.INPUT_OUTPUT
    except Exception as error:  # noqa: BLE001 - whatever else it is, it is a bug
        report_crash(error, in_full="-vv" in sys.argv)
        return Exit.BUG


def _run() -> int:
    from sim.cli.flags import in_front  # noqa: PLC0415 - as above
    from sim.cli.settings import effective  # noqa: PLC0415

    words = in_front(sys.argv[1:])
    how = effective()
    _choose_colour("never" if "--no-color" in words else str(how["color"]))
    from sim.cli.app import app  # noqa: PLC0415 - only now, since the screens look at the variables
    from sim.cli.usage import code_of  # noqa: PLC0415

    return code_of(app, words, how)


def _choose_colour(when: str) -> None:
    """Hand our setting on in the variables that everything on the screen obeys."""
    if when == "never":
        os.environ["NO_COLOR"] = "1"
        os.environ.pop("FORCE_COLOR", None)
    elif when == "always":
        os.environ["FORCE_COLOR"] = "1"
