"""A gallery of results: commands that anybody may type are run while the pages are built, and what they leave goes with the site.

Few runs of a short window, on one worker, take some twenty seconds. The same code and scenarios give the same
bytes, so that nothing is run again where a build finds what it made before.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import sim
from sim.scenario.shipped import FOLDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHORT = "--reps 48 --jobs 1 --no-luck --set window.end=2026-06-30"
COMMANDS = (
    f"sim run scenarios/blockade.yaml {SHORT}",
    f"sim run scenarios/deal_track.yaml {SHORT} --no-report",
    "sim compare results/blockade-* results/deal_track-*",
    "sim card results/blockade-* --out run-card",
    "sim card comparisons/* --out comparison-card",
    "sim story results/blockade-* --out story.html",
)
#: What is shown, by the name that it has on the site.
SHOWN = {
    "run.html": "results/blockade-*/report.html",
    "run.png": "run-card/card.png",
    "comparison.html": "comparisons/*/compare.html",
    "comparison.png": "comparison-card/card.png",
    "story.html": "story.html",
}
MADE_OF = "made-of.txt"


def code() -> str:
    """Changes with whatever the results depend on."""
    found = hashlib.sha256(repr((COMMANDS, SHOWN)).encode())
    for folder in (Path(sim.__file__).parent, FOLDERS[-1]):
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            if not {"shipped_site", "__pycache__"} & set(file.parts):
                found.update(file.read_bytes())
    return found.hexdigest()


def make(folder: Path) -> None:
    """Run the commands somewhere, and put what is shown into a folder."""
    with TemporaryDirectory() as place:
        here = Path(place)
        shutil.copytree(FOLDERS[-1], here / "scenarios")
        for line in COMMANDS:
            words = [name for word in shlex.split(line)[1:] for name in _expanded(word, here)]
            command = [sys.executable, "-m", "sim", *words]
            quiet = os.environ | {"XDG_CONFIG_HOME": place, "NO_COLOR": "1"}
            subprocess.run(command, cwd=here, env=quiet, check=True, capture_output=True)  # noqa: S603
        folder.mkdir(parents=True, exist_ok=True)
        for name, pattern in SHOWN.items():
            (file,) = here.glob(pattern)
            shutil.copy(file, folder / name)


def _expanded(word: str, here: Path) -> list[str]:
    """What a shell makes of a word with a wildcard."""
    found = [path.relative_to(here).as_posix() for path in here.glob(word)] if "*" in word else []
    return sorted(found) or [word]


def _build(app: "Sphinx", failed: Exception | None) -> None:
    folder = Path(app.outdir) / "gallery"
    record = Path(app.doctreedir) / MADE_OF
    made = record.is_file() and record.read_text(encoding="utf-8") == code()
    if failed is None and app.builder.format == "html" and not (made and folder.is_dir()):
        make(folder)
        record.write_text(code(), encoding="utf-8")


def setup(app: "Sphinx") -> dict[str, bool]:
    """Make the gallery when all pages are there."""
    app.connect("build-finished", _build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
