"""What a person types: the installed ``sim``, in a process of its own, with a clean environment."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
SIM = Path(sys.executable).parent / "sim"
#: Variables that Python and its libraries look at when they start.
AT_START = ("PYTHON", "LC_", "LANG", "NUMBA_")
OURS = ("SIM_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONDONTWRITEBYTECODE")

type Done = subprocess.CompletedProcess[str]


def sim(*words: object, cwd: Path = ROOT, variables: Mapping[str, str] | None = None) -> Done:
    """Run one command; stdout and stderr are no terminal.

    The process is a fork of one that has imported the libraries, which takes a short command most of
    its time; where a variable is for the start of Python, the process starts from nothing.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = clean | {"XDG_CONFIG_HOME": str(cwd / "no-config")} | dict(variables or {})
    if hasattr(os, "fork") and not any(name.startswith(AT_START) for name in variables or ()):
        return _forked([str(word) for word in words], cwd, environment)
    return subprocess.run(
        [str(SIM), *map(str, words)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _forked(words: list[str], cwd: Path, environment: Mapping[str, str]) -> Done:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with NamedTemporaryFile() as out, NamedTemporaryFile() as err:
        asked = {"words": words, "cwd": str(cwd), "environment": environment}
        line = json.dumps(asked | {"out": out.name, "err": err.name})
        server.stdin.write(f"{line}\n".encode())
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [Path(file.name).read_text(encoding="utf-8") for file in (out, err)]
    return subprocess.CompletedProcess(["sim", *words], code, *said)


@cache
def _server() -> subprocess.Popen[bytes]:
    """The process that commands are forked from; it ends with the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "support.fork_server"],
        cwd=ROOT,
        env=clean,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
