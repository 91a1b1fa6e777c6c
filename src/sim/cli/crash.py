"""What a bug leaves behind: the traceback in a file, one line on the screen."""

import tempfile
import traceback

from sim.cli.outlets import tell


def report_crash(error: Exception, *, in_full: bool) -> None:
    """Write the traceback to a file of its own, or to the screen; one line says so."""
    text = "".join(traceback.format_exception(error))
    place = None if in_full else _kept(text)
    told = f"the details are in {place}" if place else "the details:"
    tell(f"internal error ({type(error).__name__}); this is a bug, {told}")
    if place is None:
        tell(text)


def _kept(text: str) -> str | None:
    """The file that the text is in; None where no file can be made."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="sim-crash-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write(text)
    except OSError:
        return None
    return file.name
