"""The scenarios that come with the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
#: In an installed package they lie inside it, in a checkout beside ``src``.
FOLDERS = (_PACKAGE / "shipped_scenarios", _PACKAGE.parents[1] / "scenarios")
SCHEMA = "schema.json"


def shipped() -> dict[str, bytes]:
    """Content of every shipped scenario by file name, and of the schema they name."""
    folder = next(each for each in FOLDERS if (each / SCHEMA).is_file())
    files = sorted([*folder.glob("*.yaml"), folder / SCHEMA])
    return {file.name: file.read_bytes() for file in files}
