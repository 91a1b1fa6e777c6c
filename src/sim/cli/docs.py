"""``sim docs``: these pages without a network."""

import webbrowser
from typing import Annotated

import typer

from sim.cli.screen import err, out
from sim.cli.site import found, site
from sim.core.errors import SimError
from sim.core.wording import shown

#: More than these nobody looks through.
MOST = 8


def docs(
    words: Annotated[
        list[str] | None, typer.Argument(help="List the pages that have all these words.")
    ] = None,
    path: Annotated[bool, typer.Option("--path", help="Only print where the pages are.")] = False,
) -> None:
    """Open the documentation in the browser, or find a page of it; nothing is fetched."""
    folder = site()
    wanted = " ".join(words or ()).split()
    if wanted:
        _list(wanted)
        return
    out.print(str(folder))
    if not path and not webbrowser.open((folder / "index.html").as_uri()):
        err.print("  no browser was found; open index.html in this folder")


def _list(words: list[str]) -> None:
    """The best pages, each with the heading that is closest and its file."""
    folder = site()
    pages = found(folder, words)
    if not pages:
        raise SimError(f"no page has {shown(' '.join(words))} in it; `sim docs` opens the first")
    for page in pages[:MOST]:
        anchor, heading = page.place([word.lower() for word in words])
        out.print(f"{page.title}: {heading}" if anchor else page.title, style="bold")
        out.print(f"  {page.file}{f'#{anchor}' if anchor else ''}")
    if len(pages) > MOST:
        err.print(f"  and {len(pages) - MOST} more; add a word")
