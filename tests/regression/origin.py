"""Where the record comes from: revision, versions and kind of processor."""

import json
import platform
import subprocess
from importlib.metadata import version
from typing import Any

from regression.program import ROOT
from regression.record import FOLDER

FILE = FOLDER / "origin.json"
CODE = ("src", "scenarios")


def here() -> dict[str, Any]:
    """What could change the last bits without a change of the model."""
    return {
        "processor": platform.machine(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in ("numpy", "numba", "llvmlite")},
    }


def revision() -> str:
    """The last revision that touched the code or a scenario, and whether there are changes since."""
    last = _git("log", "-1", "--format=%h", "--", *CODE)
    return f"{last} and changes since" if _git("status", "--porcelain", "--", *CODE) else last


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def sign() -> None:
    """Write down where the record was made."""
    FILE.write_text(json.dumps({"revision": revision()} | here(), indent=1) + "\n")


def note() -> str:
    """A sentence on where the record was made, and what is different here."""
    signed = json.loads(FILE.read_text())
    other = [f"{key} {signed[key]} → {now}" for key, now in here().items() if signed[key] != now]
    differs = f"; here {', '.join(other)}, which may change the last bits" if other else ""
    return f"Recorded at revision {signed['revision']}{differs}."
