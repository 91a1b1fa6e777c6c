"""A release: pages that build without a warning and ask nobody for anything, the same bytes twice."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.built_site import built
from support.checkout import copied
from support.terminal import ROOT

#: Seconds since 1970 that files are said to be of; any do, as long as both builds are told the same.
A_MOMENT = "1767225600"
#: Attributes with which a page fetches something; an address in the `href` of an `a` is only followed.
FETCH = {"src", "srcset", "data", "poster"}


class Requests(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.equations = 0

    def handle_starttag(self, tag, attrs):
        self.equations += tag == "math"
        for name, value in attrs:
            fetched = name in FETCH or (tag == "link" and name == "href")
            if fetched and re.match(r"(?:\w+:)?//", value or ""):
                self.outside.append(f"{tag} {name} {value}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("site"))


def test_no_page_asks_another_computer_for_anything(pages: Path) -> None:
    seen = Requests()
    for page in pages.rglob("*.html"):
        seen.feed(page.read_text(encoding="utf-8"))
    assert seen.outside == []
    for style in pages.rglob("*.css"):
        assert not re.search(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:\w+:)?//", style.read_text())
    for script in pages.rglob("*.js"):
        assert not re.search(r"(?:fetch|importScripts)\(\s*['\"]https?:", script.read_text())


def test_equations_are_drawn_by_the_browser(pages: Path) -> None:
    for name, least in (("mechanisms.html", 20), ("reference/terms.html", 40), ("ODD.html", 5)):
        seen = Requests()
        seen.feed((pages / name).read_text(encoding="utf-8"))
        assert seen.equations >= least, name
    assert not list(pages.rglob("*mathjax*"))


def test_a_folder_that_holds_something_else_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").touch()
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "release", tmp_path],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == f"{tmp_path} is cleared first, and holds keep.txt; name an empty folder\n"
    assert (tmp_path / "keep.txt").exists()


def test_wheel_and_sdist_have_the_same_bytes_wherever_they_are_built(
    pages: Path, tmp_path: Path
) -> None:
    made = [_packed(tmp_path / name, pages) for name in ("one", "another_place")]
    assert made[0] == made[1]
    assert {Path(name).suffix for name in made[0]} == {".whl", ".gz"}
    _check_wheel(tmp_path / "one")


@pytest.mark.slow
def test_two_releases_of_a_commit_have_the_same_bytes(tmp_path: Path) -> None:
    """The same with site and bill of materials made anew for each, as whoever releases does it."""
    made = [_released(tmp_path / name) for name in ("one", "another_place")]
    assert made[0] == made[1]
    assert {Path(name).suffix for name in made[0]} == {".whl", ".gz", ".json", ".md"}
    _check_wheel(tmp_path / "one")


def _check_wheel(copy: Path) -> None:
    (wheel,) = copy.glob("dist/*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "sim/shipped_site/index.html" in names
    assert "sim/shipped_scenarios/blockade.yaml" in names
    assert not [name for name in names if "doctrees" in name or "buildinfo" in name]


def _packed(copy: Path, pages: Path) -> dict[str, bytes]:
    """Wheel and sdist of all that git keeps, with the pages in them, from a folder of their own."""
    copied(copy)
    shutil.copytree(pages, copy / "src" / "sim" / "shipped_site")
    command = [sys.executable, "-m", "hatchling", "build"]
    then = os.environ | {"SOURCE_DATE_EPOCH": A_MOMENT}
    done = subprocess.run(command, cwd=copy, env=then, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {file.name: file.read_bytes() for file in (copy / "dist").iterdir()}


def _released(copy: Path) -> dict[str, bytes]:
    """Every file that a release of the last commit makes, in a clone of its own."""
    git, uv = shutil.which("git"), shutil.which("uv")
    assert git
    assert uv
    subprocess.run([git, "clone", "--quiet", ROOT, copy], check=True)
    environment = os.environ | {"UV_PROJECT_ENVIRONMENT": str(copy.parent / f"env-{copy.name}")}
    command = [sys.executable, ".ci/release"]
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {file.name: file.read_bytes() for file in (copy / "dist").glob("[!.]*")}
