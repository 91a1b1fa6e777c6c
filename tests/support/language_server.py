"""A small client of a language server: what an editor says to it over stdin and stdout."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

PATIENCE = 30.0  # seconds to wait for an answer


class LanguageServer:
    """A running server that has been told to validate, complete and hover."""

    def __init__(self, command: Sequence[str | Path], folder: Path) -> None:
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.incoming: Queue[dict[str, Any]] = Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.last_id = 0
        Thread(target=self._read, daemon=True).start()
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": {"workspace": {"configuration": True}},
            },
        )
        self.tell("initialized", {})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Send a request and wait for its result."""
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": params})
        while True:
            message = self.incoming.get(timeout=PATIENCE)
            if message.get("id") == self.last_id and "method" not in message:
                return message["result"]
            self._handle(message)

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Open a document with this text; returns the diagnostics the server comes to."""
        uri = file.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self._handle(self.incoming.get(timeout=PATIENCE))
        try:  # a first, empty answer may come before the schema is there
            while True:
                self._handle(self.incoming.get(timeout=2.0))
        except Empty:
            return self.diagnostics[uri]

    def at(self, method: str, file: Path, line: int, character: int) -> Any:
        """Ask about a place of an open document; lines and characters count from 0."""
        place = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": file.as_uri()}, "position": place})

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def _handle(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "workspace/configuration":
                ours = {"validate": True, "completion": True, "hover": True}
                items = message["params"]["items"]
                result = [ours if item.get("section") == "yaml" else None for item in items]
                self._send({"id": message["id"], "result": result})
            case "textDocument/publishDiagnostics":
                params = message["params"]
                self.diagnostics[params["uri"]] = params["diagnostics"]
            case _ if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stdin.flush()

    def _read(self) -> None:
        stdout = self.process.stdout
        assert stdout is not None
        while header := stdout.readline():
            if not header.lower().startswith(b"content-length:"):
                continue
            size = int(header.split(b":")[1])
            while stdout.readline().strip():  # further headers, up to the empty line
                pass
            self.incoming.put(json.loads(stdout.read(size)))
