"""The scenarios that come with the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
#: In an installed package they lie inside it, in a checkout beside ``src``.
FOLDERS = (_PACKAGE / "shipped_scenarios", _PACKAGE.parents[1] / "scenarios")
SCHEMA = "schema.json"


def shipped_file(name: str) -> Path | None:
    """The shipped scenario called `name`, as ``blockade`` or ``blockade.yaml``; None if none is."""
    file = _folder() / f"{name.removesuffix('.yaml')}.yaml"
    return file if file.is_file() else None


def file_named(scenario: Path) -> Path:
    """The file that is meant: a path, or ``blockade`` for the shipped scenario of that name."""
    ours = scenario.parent in {Path(), Path("scenarios")} and not scenario.exists()
    return (shipped_file(scenario.name) if ours else None) or scenario


def _folder() -> Path:
    return next(each for each in FOLDERS if (each / SCHEMA).is_file())


def shipped() -> dict[str, bytes]:
    """Content of every shipped scenario by file name, and of the schema they name."""
    folder = _folder()
    files = sorted([*folder.glob("*.yaml"), folder / SCHEMA])
    return {file.name: file.read_bytes() for file in files}


def shipped_for_studies() -> dict[str, bytes]:
    """Content of the files that studies start from, such as ``sweeps/blockade_and_pressure.yaml``."""
    folder = _folder()
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.glob("*/*.yaml"))
    }
