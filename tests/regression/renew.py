"""Record every shipped scenario anew and tell what changed, by name.

After a change of the model: ``uv run python -m regression.renew``, and say in the commit why each
line had to change. With ``--look`` nothing is written.
"""

import sys

from regression import origin
from regression.differences import differences, unrecorded
from regression.program import SCENARIOS, runs_of
from regression.record import FOLDER, read, record_of, write


def renew(*, look: bool) -> list[str]:
    """Run all scenarios; the differences from what was recorded."""
    changed = []
    for name in SCENARIOS:
        old, new = read(name), record_of(runs_of(name))
        if old is None:
            changed.append(f"{name}: recorded for the first time")
        else:
            changed += differences(name, old, new) + unrecorded(name, old, new)
        if not look:
            write(name, new)
    kept = {f"{name}.json" for name in SCENARIOS} | {origin.FILE.name}
    for file in sorted(FOLDER.glob("*.json")):
        if file.name not in kept:
            changed.append(f"{file.stem}: no such scenario any more")
            if not look:
                file.unlink()
    if changed and not look:
        origin.sign()
    return changed


if __name__ == "__main__":
    for line in renew(look="--look" in sys.argv[1:]) or ["nothing changed"]:
        print(line)
