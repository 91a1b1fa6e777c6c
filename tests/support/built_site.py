"""The pages of the documentation, built once into a folder, while no other computer can be reached."""

import os
import subprocess
import sys
from pathlib import Path

from support.terminal import ROOT


def built(folder: Path) -> Path:
    """Build with warnings as errors; returns the folder."""
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", ROOT / "docs", folder]
    nowhere = {f"{name}_proxy": "http://127.0.0.1:9" for name in ("http", "https")}
    done = subprocess.run(
        command, env=os.environ | nowhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder
