"""What a bug leaves behind: the traceback in a file, one line on the screen."""

import tempfile
import traceback
from pathlib import Path


def report_crash(error: Exception) -> str:
    """Write the traceback to a file of its own; returns the line for the screen."""
    text = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile(
        "w", prefix="sim-crash-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return f"internal error ({type(error).__name__}); this is a bug, the details are in {Path(file.name)}"
