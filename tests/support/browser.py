"""A page in a headless browser: where things lie on it, and whether it scrolls sideways."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

#: Pages allow no scripts; the copy that is measured does. It unfolds everything after the first look.
_MEASURE = """<script>
addEventListener("load", () => {
  const seen = [...document.querySelectorAll("figure.first svg")].filter(each => each.getBoundingClientRect().height);
  const top = seen.map(each => each.getBoundingClientRect().top + scrollY);
  const width = seen.map(each => each.viewBox.baseVal.width);
  document.querySelectorAll("details").forEach(each => { each.open = true; });
  const root = document.documentElement;
  const wide = [...document.querySelectorAll("body *")].filter(each => each.scrollWidth > each.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(each).overflowX)).map(each => each.className || each.tagName);
  const letters = getComputedStyle(document.querySelector("figure.first svg text")).fill;
  parent.postMessage({top, width, wide, letters, over: root.scrollWidth - root.clientWidth}, "*");
});
</script>"""
_OUTER = """<body style="margin:0"><iframe src="{src}" style="width:{width}px;height:900px;border:0"></iframe>
<pre id="found"></pre><script>
addEventListener("message", told => {{ document.getElementById("found").textContent = JSON.stringify(told.data); }});
</script></body>"""


def measured(page: str, width: int, folder: Path, *, dark: bool = False) -> dict[str, object]:
    """What `_MEASURE` finds on a page that is `width` pixels wide."""
    copy, outer = folder / f"copy-{width}.html", folder / f"outer-{width}.html"
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy.write_text(free.replace("</body>", f"{_MEASURE}</body>"))
    outer.write_text(_OUTER.format(src=copy.as_uri(), width=width))
    assert CHROMIUM
    words = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    words += [f"--user-data-dir={folder / 'profile'}", f"--window-size={max(width, 600)},1000"]
    words += ["--virtual-time-budget=4000", "--dump-dom"]
    words += ["--blink-settings=preferredColorScheme=0"] if dark else []
    done = subprocess.run(
        [*words, outer.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-500:]
    return dict(json.loads(unescape(found[1])))
