"""Writes the diffs of CONTRIBUTING.md anew, where lines around them have moved: ``uv run python -m support.additions``.

Each is applied to the last commit as far as git finds its place, and written down as git sees it then.
"""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "CONTRIBUTING.md", ROOT / "docs" / "howto" / "add-a-mission.md")
DIFF = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: Where the part about another file begins, for git counts lines anew in one file at a time.
PART = re.compile(r"^(?=--- )", re.MULTILINE)
#: Whoever writes a diff by hand may leave the numbers of its lines out: `@@` alone.
UNNUMBERED, SOMEWHERE = re.compile(r"^@@$", re.MULTILINE), "@@ -2,1 +2,1 @@"
#: What `git diff` says beside the change itself.
BESIDE = ("diff --git", "index ", "new file mode")


def additions(page: Path) -> list[str]:
    """The diffs of a page."""
    return DIFF.findall(page.read_text(encoding="utf-8"))


def renewed(diff: str, clone: Path) -> str:
    """The same change with today's lines around it; a part that finds no place ends this with git's words."""

    def git(*words: str, told: str = "") -> str:
        command = ("git", *words)
        done = subprocess.run(
            command, cwd=clone, input=told, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    for part in PART.split(UNNUMBERED.sub(SOMEWHERE, diff)):
        if part:
            git("apply", "-C1", "--recount", "-", told=part)
    git("add", "--all", "--intent-to-add")
    said = git("diff", "--no-color")
    git("reset", "--quiet", "--hard")
    git("clean", "--quiet", "-fd")
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith(BESIDE))


def main() -> None:
    """Renew the diffs of all pages."""
    with TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(("git", "clone", "--quiet", ROOT, clone), check=True)
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            for diff in additions(page):
                text = text.replace(diff, renewed(diff, clone))
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
