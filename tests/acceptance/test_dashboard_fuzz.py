"""Whatever is sent to the page: an answer with a status and a sentence, and the server goes on."""

import asyncio
import json
import random
import time

import pytest

from sim.dashboard.app import House, application
from sim.dashboard.guard import Guard

TOKEN = "of-a-test"  # noqa: S105 - of an application that lives for seconds
FIELDS = {
    "/world": ("draft",),
    "/futures": ("page", "drafts"),
    "/history": ("draft", "run"),
    "/seat": ("draft", "actor", "run", "aims", "start", "choices"),
    "/yaml": ("draft", "runs"),
    "/csv": ("draft", "runs"),
    "/report": ("draft", "runs"),
}
TEXTS = (
    "<script>alert(1)</script>", "\x00", "\ud800", "../../etc/passwd", "{{7*7}}", "\u202ename", "x" * 300_000,
    "a: &a [1]\nb: *a\n", "&a " + "[*a," * 400, "[" * 30_000, "name: x\ntitle: !!python/object:os.system ls\n",
    "name: x\nname: y\n", "name: x\ntitle: <img src=x onerror=alert(1)>\nairr: 3\n", "a: " * 900, "?\n- :\n", "1e999",
)  # fmt: skip
VALUES = (None, True, -1, 10**30, 1.5, float("nan"), [], [[]], {}, {"base": []}, [None] * 5, *TEXTS)
BODIES = (
    b"",
    b"{",
    b"[" * 100_000,
    b"\xff\xfe",
    b"null",
    b"7",
    b'{"draft": ' * 5000,
    b" " * 700_000,
)


class Page:
    """The application behind its guard, asked without a socket."""

    def __init__(self) -> None:
        self.house = House(None)
        self.app = Guard(application(self.house), frozenset({"here"}), TOKEN, 1)

    def ask(self, method: str, path: str, *parts: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request whose body comes in `parts`."""
        coming = [
            {"type": "http.request", "body": part, "more_body": n + 1 < len(parts)}
            for n, part in enumerate(parts)
        ]
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            return coming.pop(0) if coming else {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        heads = {"host": "here", "cookie": f"sim_1={TOKEN}", "content-type": "application/json"}
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
            "root_path": "", "scheme": "http", "query_string": b"", "server": ("here", 1), "client": ("here", 2),
            "headers": [(name.encode(), value.encode()) for name, value in heads.items()],
        }  # fmt: skip
        asyncio.run(self.app(scope, receive, send))
        return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


@pytest.fixture(scope="module")
def page():
    made = Page()
    yield made
    made.house.shelf.close()


def hostile(chance: random.Random, path: str) -> dict[str, object]:
    """A request in which at least the scenario is nothing that can be run."""
    text = chance.choice(TEXTS)
    base = "nowhere" if path == "/world" else "baseline"  # the world is told without any change
    broken = chance.choice(
        [*VALUES, {"text": text}, {"base": text}, {"base": base, "changes": [text]}]
    )
    told: dict[str, object] = {name: chance.choice(VALUES) for name in FIELDS[path]}
    return told | (
        {"page": "p", "drafts": [broken]} if path == "/futures" else {"draft": broken or [1]}
    )


@pytest.mark.parametrize("path", FIELDS)
def test_hostile_requests_are_refused_in_words_and_the_server_goes_on(page, path) -> None:
    chance = random.Random(path)
    bodies = [json.dumps(hostile(chance, path)).encode() for _ in range(72)]
    for body in (*bodies, *BODIES):
        began = time.monotonic()
        status, told = page.ask("POST", path, body[:1000], body[1000:])
        assert 400 <= status < 500, (body[:300], told[:300])
        assert all(json.loads(told)["sentences"])
        assert time.monotonic() - began < 10
    assert page.ask("GET", "/", b"")[0] == 200
