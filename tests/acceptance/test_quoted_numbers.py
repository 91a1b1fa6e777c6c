"""Numbers that a page quotes from the program are those that it prints, on as many runs as the page says."""

import re
from pathlib import Path

import pytest

from support import guides
from support.terminal import ROOT, SCENARIOS, sim

pytestmark = pytest.mark.slow
DOCS = ROOT / "docs"
BLOCKADE = SCENARIOS / "blockade.yaml"


def flat(text: str) -> str:
    """Text on one line, without the digests of result folders."""
    return re.sub(r"-[0-9a-f]{8}\b", "", " ".join(text.split()))


def printed(*words: object, here: Path) -> str:
    done = sim(*words, cwd=here)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def block(page: str, word: str) -> str:
    (found,) = (each.text for each in guides.blocks(DOCS / page) if word in each.text)
    return found


@pytest.mark.parametrize(("other", "column"), [("leaky_blockade", 2), ("deal_track", 3)])
def test_what_pairing_gains(other: str, column: int, tmp_path: Path) -> None:
    page = (DOCS / "compare.md").read_text(encoding="utf-8").partition("### What pairing gains")[2]
    head, _, *rows = [line for line in page.split("\n###")[0].splitlines() if line.startswith("|")]
    assert head.split("|")[column].strip() == f"`{other}`"
    told = printed("compare", BLOCKADE, SCENARIOS / f"{other}.yaml", here=tmp_path).splitlines()
    assert len(rows) > 6
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        (line,) = (each.strip() for each in told if each.strip().startswith(f"{cells[1]}  "))
        assert line.endswith(f" {cells[column]}")


def test_what_would_not_have_happened_without_a_driver(tmp_path: Path) -> None:
    page = (DOCS / "compare.md").read_text(encoding="utf-8").partition("## `sim attribute ")[2]
    (quoted,) = re.findall(r'"(Of the\s[^"]+)"', page)
    told = printed("attribute", BLOCKADE, "--of", "exited", "--on", "2026-06-30", here=tmp_path)
    assert flat(quoted) in flat(told)


def test_what_a_sensitivity_knows_early(tmp_path: Path) -> None:
    command, *lines = block("explore.md", "base rows").splitlines()
    assert (
        command
        == f"$ sim sensitivity scenarios/{BLOCKADE.name} --of present.medical --on 2026-06-30"
    )
    told = flat(printed("sensitivity", BLOCKADE, *command.split()[4:], here=tmp_path))
    # After how many rows something is told early depends on which worker is done first.
    early = [line for line in lines if flat(line).partition(": ")[0] in told]
    assert "after all" in early[-1]
    assert [line for line in early if flat(line.removesuffix(", ...")) not in told] == []


def test_what_a_story_tells_of_one_day(tmp_path: Path) -> None:
    printed("run", BLOCKADE, "--reps", 60, "--no-report", here=tmp_path)
    (folder,) = tmp_path.glob("results/blockade-*")
    told = printed("story", folder.relative_to(tmp_path), "--outcome", "rupture", here=tmp_path)
    assert flat(block("story.md", "What\n          decided")) in flat(told)


def test_how_much_is_checked_of_a_page_of_200_runs(tmp_path: Path) -> None:
    printed("run", BLOCKADE, here=tmp_path)
    (page,) = tmp_path.glob("results/blockade-*/report.html")
    (line,) = re.findall(
        r"^  .* all as the results say$", block("report.md", "factcheck"), re.MULTILINE
    )
    assert line in printed("factcheck", page, here=tmp_path)
    assert f"`blockade` has {page.stat().st_size / 1e6:.1f} MB" in flat(
        (DOCS / "report.md").read_text(encoding="utf-8")
    )
