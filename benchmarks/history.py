"""What was measured where and when: one line of `history.jsonl` for each run of the benchmark."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
HISTORY = Path(__file__).with_name("history.jsonl")


def machine() -> dict[str, object]:
    """Revision, date, and the kind of machine: its processor and number of cores, never its name."""
    return {
        "revision": revision(),
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def revision() -> str:
    """Short revision, marked where files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def append(figures: dict) -> None:
    """Add a line."""
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures, ensure_ascii=False) + "\n")


def keep(figures: dict, file: Path | None, *, in_history: bool) -> None:
    """Write figures to a file, and add them to the history, as far as that was asked for."""
    if file:
        file.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    if in_history:
        append(figures)


def lines() -> list[dict]:
    """All that was measured, the oldest first."""
    return [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines()]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
