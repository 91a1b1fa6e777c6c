"""The command line: parsing and printing only; every command is one function of a module here."""

import errno
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sim.core.errors import SimError

#: One process uses one core; the linear algebra inside it must not start threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> NoReturn:
    """Run one command and leave with its exit code; what the user did wrong ends in a sentence."""
    from sim.cli.complaint import complain  # noqa: PLC0415 - `import sim.cli` alone must cost nothing
    from sim.cli.crash import report_crash  # noqa: PLC0415
    from sim.core.errors import Exit, SimError  # noqa: PLC0415

    _replace_closed_streams()
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
    except (MemoryError, OSError) as error:
        complain(_refused(error))
        sys.exit(Exit.INPUT_OUTPUT)
    except Exception as error:
        print(report_crash(error), file=sys.stderr)  # noqa: T201
        if "-vv" in sys.argv:
            raise
        sys.exit(Exit.BUG)
    sys.exit(Exit.DONE)


def _replace_closed_streams() -> None:
    """Let no file of ours take the number of a closed stream, where whoever prints would write into it."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _refused(error: MemoryError | OSError) -> "SimError":
    """What the computer refused, where no command had a sentence of its own for it."""
    from sim.core.errors import SimError  # noqa: PLC0415 - as above

    if isinstance(error, MemoryError):
        return SimError("there is not enough memory; lower --jobs or --reps, or allow more")
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    where = f"{error.filename}: " if error.filename else ""
    advice = "; allow more of them (ulimit -n)" if error.errno == errno.EMFILE else ""
    return SimError(f"{where}the system refuses: {reason}{advice}")


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
