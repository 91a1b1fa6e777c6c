"""Where this process is: a home that may not exist, and a folder for compiled kernels that may not either."""

import os
from pathlib import Path

#: What systems give to those who have no home; nothing is there, and nothing can be made there.
NO_HOME = "/nonexistent"

KEEPING = "NUMBA_CACHE_DIR to a folder that can be written"


def settle() -> None:
    """Name a home where there is none: many libraries would stop for want of one."""
    try:
        Path.home()
    except RuntimeError:  # a user number that nobody has, and no HOME
        os.environ["HOME"] = NO_HOME


def kernel_folder() -> Path | None:
    """The folder in which numba keeps compiled kernels, in its order of choice; None if there is none."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    beside = Path(__file__).parents[1] / "people" / "kernel" / "__pycache__"
    users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numba"
    places = [*([Path(chosen)] if chosen else []), beside, users]
    return next((place for place in places if _can_be_written(place)), None)


def kernels_kept(folder: Path) -> bool:
    """Whether there is compiled code in a folder of `kernel_folder`."""
    return folder.exists() and any(folder.rglob("*.nbi"))


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, which may have to be made first."""
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    except OSError:  # a folder on the way that we may not even look into
        return False
