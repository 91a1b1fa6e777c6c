"""What a person types: the installed ``sim``, in a process of its own, with a clean environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIM = Path(sys.executable).parent / "sim"
OURS = ("SIM_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONDONTWRITEBYTECODE")


def sim(
    *words: object, cwd: Path = ROOT, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command; stdout and stderr are no terminal."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    home = {"XDG_CONFIG_HOME": str(cwd / "no-config")}
    return subprocess.run(
        [str(SIM), *map(str, words)],
        cwd=cwd,
        env=clean | home | dict(variables or {}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
