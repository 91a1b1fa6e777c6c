"""Papers of this program that belong in a bundle: the description of the model, licence, citation, versions."""

import re
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from sim.core.intake import RECORD, read
from sim.ensemble.manifest import software
from sim.scenario.shipped import shipped_file

_PACKAGE = Path(__file__).parents[3]
#: In an installed package they lie inside it, in a checkout beside ``src``.
FOLDERS = (_PACKAGE / "shipped_papers", _PACKAGE.parents[1])
PAPERS = ("docs/ODD.md", "CITATION.cff", "LICENSE", "requirements.lock")
OURS = "alliance-sim"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: How a resolved scenario names the files that it was read from.
_READ = re.compile(r"#   (?P<name>[\w.-]+\.yaml)  sha256 (?P<sha256>[0-9a-f]{64})")


def papers() -> dict[str, bytes]:
    """Content of each paper that is at hand, by its path."""
    folder = next((each for each in FOLDERS if (each / "CITATION.cff").is_file()), None)
    if folder is None:
        return {}
    return {name: read(folder / name, RECORD) for name in PAPERS if (folder / name).is_file()}


def parents(resolved: str) -> tuple[dict[str, bytes], list[str]]:
    """Shipped files that a resolved scenario was read from, and the names of those not at hand.

    A shipped file counts only if it is the same to the byte as the one that was read then.
    """
    found, missing = {}, []
    for match in _READ.finditer(resolved):
        path = shipped_file(match["name"])
        content = read(path, RECORD) if path else b""
        if path and sha256(content).hexdigest() == match["sha256"]:
            found[match["name"]] = content
        else:
            missing.append(match["name"])
    return found, missing


def versions() -> str:
    """Python and every package that this program needs, as they are installed, a line each."""
    lines = [f"python=={software()['python']}"]
    waiting, known = [OURS], {OURS}
    while waiting:
        name = waiting.pop()
        try:
            about = distribution(name)
        except PackageNotFoundError:  # of another system, or an extra that is not there
            continue
        lines.append(f"{name}=={about.version}")
        for requirement in about.requires or ():
            needed = _NAME.match(requirement)
            if needed and "extra ==" not in requirement and needed[0].lower() not in known:
                known.add(needed[0].lower())
                waiting.append(needed[0].lower())
    return "".join(f"{line}\n" for line in sorted(lines))
