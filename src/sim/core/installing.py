"""The line that adds an optional package to *this* installation."""

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

NAME = "alliance-sim"


def line_for(extra: str) -> str:
    """``uv sync --extra analysis`` in a checkout, ``pip install 'alliance-sim[analysis]'`` elsewhere."""
    return f"uv sync --extra {extra}" if is_checkout() else f"pip install '{NAME}[{extra}]'"


def line_for_tests(package: str) -> str:
    """The same for a package that developers have anyway."""
    return "uv sync" if is_checkout() else f"pip install {package}"


def is_installed(module: str) -> bool:
    """Whether a module could be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # blocked, or half of it removed
        return False


@cache
def is_checkout() -> bool:
    """Whether the package is installed as a link to its source."""
    try:
        told = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:  # run from the source itself
        return True
    return bool(told and json.loads(told).get("dir_info", {}).get("editable"))
