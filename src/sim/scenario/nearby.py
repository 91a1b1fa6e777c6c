"""The file that somebody may have meant who named one that is not there."""

from difflib import get_close_matches
from pathlib import Path

from sim.core.wording import escaped, quoted

SUFFIX = ".yaml"
SHIPPED = "scenarios"
MOST_LOOKED_AT = 1000


def close_file(path: Path) -> str:
    """``; did you mean scenarios/blockade.yaml?``, or nothing: here, or among the scenarios of this folder."""
    beside = path.parent
    folders = (beside,) if beside.name == SHIPPED else (beside, beside / SHIPPED)
    found = {file.stem: file for folder in reversed(folders) for file in _scenarios(folder)}
    stem = path.name.removesuffix(SUFFIX).removesuffix(".yml")
    close = [stem] if stem in found else get_close_matches(stem, found, n=1, cutoff=0.6)
    return f"; did you mean {escaped(quoted(found[close[0]]))}?" if close else ""


def _scenarios(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob(f"*{SUFFIX}"))[:MOST_LOOKED_AT]
    except (OSError, ValueError):  # unreadable, or a name that no file system takes
        return []
