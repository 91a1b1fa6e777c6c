"""What the tutorial and the guides tell a reader to type and to write works, in their order."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import netCDF4
import pytest

from support.terminal import ROOT, sim

DOCS = ROOT / "docs"
GUIDES = [DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Commands that simulate, and take long; blocks of Python do so, too.
SIMULATES = re.compile(r"^\$ sim (?:run|plan|compare)\b|^```python", re.MULTILINE)
REFUSED = "# refused"


def slow_where_it_simulates(page: Path):
    marks = [pytest.mark.slow] if SIMULATES.search(page.read_text()) else []
    return pytest.param(page, marks=marks, id=page.stem)


@pytest.mark.parametrize("page", [slow_where_it_simulates(page) for page in GUIDES])
def test_a_guide_can_be_followed(page: Path, tmp_path: Path) -> None:
    here = tmp_path
    for kind, text in FENCED.findall(page.read_text()):
        if kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                here = follow(part, here)
        elif kind == "yaml":
            name = re.match(r"# (scenarios/\w+\.yaml)\n", text)
            assert name, "the first line of a file of a guide is its name"
            (here / name[1]).write_text(text)
        elif kind == "python":
            command = [sys.executable, "-c", text]
            done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


def follow(part: str, here: Path) -> Path:
    """Type a command in a folder, look at what it says if the page shows it; returns the folder then."""
    line, _, shown = part.partition("\n")
    words = shlex.split(line, comments=True)
    if words[0] == "cd":
        return here / words[1]
    assert words[0] == "sim"
    done = sim(*(name for word in words[1:] for name in expanded(word, here)), cwd=here)
    assert (done.returncode == 0) != line.endswith(REFUSED), f"{line}\n{done.stderr}"
    if shown.strip():
        assert (done.stdout + done.stderr).split() == shown.split()
    return here


def expanded(word: str, here: Path) -> list[str]:
    """What a shell makes of a word with a wildcard."""
    found = sorted(path.relative_to(here).as_posix() for path in here.glob(word))
    return found if "*" in word and found else [word]


def test_the_guides_are_all_there_and_some_are_quick() -> None:
    slow = [page.stem for page in GUIDES if SIMULATES.search(page.read_text())]
    assert "tutorial" in slow
    assert len(slow) < len(GUIDES)


@pytest.mark.slow
def test_other_languages_find_what_the_page_says_they_find(tmp_path: Path) -> None:
    """The netCDF library is what R and Julia read with: names, order, units and gaps are its answers."""
    cut = ("--set", "window.end=2026-02-28", "--reps", 16, "--no-luck", "--no-report")
    done = sim("run", ROOT / "scenarios" / "blockade.yaml", *cut, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.glob("blockade-*/results.nc")
    with netCDF4.Dataset(file) as data:
        present = data["present"]
        assert present.dimensions == ("replicate", "day", "mission")  # R lists them in reverse
        assert present.shape == (16, 90, 7)
        assert "medical" in data["mission"][:].tolist()
        assert present.getncattr("long_name")
        assert data["first_day"].getncattr("_FillValue") is not None
        assert {"flag_values", "flag_meanings"} <= set(data["caracas_posture"].ncattrs())
