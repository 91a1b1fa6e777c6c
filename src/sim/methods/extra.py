"""Libraries that only analyses need, and what to type where they are missing."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sim.ensemble.errors import MissingExtraError

EXTRA = "analysis"


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
        message = (
            f"this needs {library}, which is not installed; run: uv sync --extra {EXTRA} "
            f"(or: pip install 'alliance-sim[{EXTRA}]')"
        )
        raise MissingExtraError(message) from error


@contextmanager
def quiet_workbench() -> Iterator[None]:
    """Ignore what EMA Workbench says of pandas 4 and of packages it can do without, and nothing else."""
    from pandas.errors import Pandas4Warning  # noqa: PLC0415 - pandas is slow to import

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=Pandas4Warning)
        warnings.filterwarnings("ignore", message="ipyparallel", category=UserWarning)
        warnings.filterwarnings("ignore", message="altair", category=ImportWarning)
        yield
