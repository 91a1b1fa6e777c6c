"""Which test notices which fault: ``uv run python -m planted [WORD]`` (some minutes).

With a word, only the faults whose file, kind or description has it. Ends with 1 if one goes unnoticed.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from planted.faults import faults
from planted.hunt import hunt, told


def main(word: str) -> int:
    """Print the table; the number of faults that nobody noticed and that no reason excuses."""
    chosen = [
        number
        for number, fault in enumerate(faults())
        if word in f"{fault.file} {fault.kind} {fault.what}"
    ]
    if not chosen:
        print(f"no fault has {word!r} in its file, kind or description")
        return 1
    missed = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for number, caught_by in zip(chosen, pool.map(hunt, chosen), strict=True):
            fault = faults()[number]
            print(told(fault, caught_by), flush=True)
            missed += caught_by is None and not fault.unseen
    print(f"{len(chosen)} faults, {missed} unnoticed")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "") > 0)
