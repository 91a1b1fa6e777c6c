"""A dashboard that runs in a process of its own, and requests to it as a browser or a stranger makes them."""

import contextlib
import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.terminal import SIM

TOKEN = "a-token-for-tests"  # noqa: S105 - of a page that lives for seconds
SMALL = """\
name: small
title: A small world
window: {start: 2025-12-01, end: 2026-02-14}
missions: {medical: {headcount: 200}}
replicates: 256
"""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A running dashboard."""

    process: "subprocess.Popen[str]"
    port: int
    told: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/?token={TOKEN}"

    def ask(
        self,
        path: str,
        content: object = None,
        *,
        method: str = "",
        body: bytes | None = None,
        **headers: str,
    ) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers of an answer; by default with the cookie that the page has."""
        sent = {"cookie": f"sim_{self.port}={TOKEN}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if content is not None:
            body = json.dumps(content).encode()
            sent.setdefault("content-type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            skip = "host" in sent
            connection.putrequest(
                method or ("POST" if body is not None else "GET"), path, skip_host=skip
            )
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read().decode()
            return answer.status, text, {k.lower(): v for k, v in answer.getheaders()}

    def stream(self, page: str, *drafts: dict) -> list[tuple[str, object]]:
        """All events of an ensemble."""
        status, text, _ = self.ask("/futures", {"page": page, "drafts": list(drafts)})
        assert status == 200, text
        return events_in(text)


def events_in(text: str) -> list[tuple[str, object]]:
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)
    return [(kind, json.loads(content)) for kind, content in found]


@contextlib.contextmanager
def dashboard(folder: Path, text: str = SMALL, *options: str) -> Iterator[Dashboard]:
    """Start the command as a user does; it is told to stop at the end."""
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    command = [SIM, "dashboard", str(file), "--port", "0", "--no-browser", "--token", TOKEN]
    process = subprocess.Popen(
        [*command, *options], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    told: list[str] = []
    try:
        assert process.stderr is not None
        while not (found := re.search(r":(\d+)/\?token=", told[-1] if told else "")):
            told.append(process.stderr.readline())
            assert told[-1], told
        reader = threading.Thread(target=lambda: told.extend(process.stderr or ()), daemon=True)
        reader.start()
        yield Dashboard(process, int(found[1]), told)
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()
