"""All that git keeps of this checkout, as it is now."""

import shutil
import subprocess
from pathlib import Path

from support.terminal import ROOT


def kept() -> list[str]:
    """Names of the files, from the root of the checkout."""
    command = ["git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


def copied(folder: Path) -> None:
    """Put the files into an empty folder, without the history."""
    for name in kept():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
