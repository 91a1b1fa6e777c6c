"""Libraries that only analyses need, and what to type where they are missing."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sim.core.installing import is_installed, line_for
from sim.ensemble.errors import MissingExtraError

EXTRA = "analysis"
MODULES = {"SALib": "SALib", "EMA Workbench": "ema_workbench", "scikit-learn": "sklearn"}


@contextmanager
def needed(library: str) -> Iterator[None]:
    """Turn a failed import into the line that installs what is missing.

    Raises
    ------
    MissingExtraError
        If `library` or something it needs is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise _missing(library) from error


def require(*libraries: str) -> None:
    """Refuse to begin what would end for want of a library.

    Raises
    ------
    MissingExtraError
        If one of them is not installed.
    """
    for library in libraries:
        if not is_installed(MODULES[library]):
            raise _missing(library)


def _missing(library: str) -> MissingExtraError:
    return MissingExtraError(
        f"this needs {library}, which is not installed; run: {line_for(EXTRA)}"
    )


@contextmanager
def quiet_workbench() -> Iterator[None]:
    """Ignore what EMA Workbench says of pandas 4 and of packages it can do without, and nothing else."""
    from pandas.errors import Pandas4Warning  # noqa: PLC0415 - pandas is slow to import

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=Pandas4Warning)
        warnings.filterwarnings("ignore", message="ipyparallel", category=UserWarning)
        warnings.filterwarnings("ignore", message="altair", category=ImportWarning)
        yield
