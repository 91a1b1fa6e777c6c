"""Run an ensemble in a process of its own, so that a test can kill it: ``drive.py FOLDER JSON``."""

import json
import sys
from pathlib import Path


def main() -> int:
    """Return the exit code that the command line would."""
    # Imported here, because every worker imports this file again.
    import ensemble_fake as fake

    from sim.core.errors import SimError
    from sim.ensemble.plan import Plan
    from sim.ensemble.run import HowToRun, run

    wish = json.loads(sys.argv[2])
    job = fake.job(**wish.get("scenario", {}))
    plan = Plan(job, "fake", "1", wish["n"], wish["batch_size"], wish.get("form", "netcdf"))
    settings = HowToRun(wish["jobs"], wish.get("cluster"), wish.get("time_limit"))
    try:
        layout = fake.layout(wish.get("scenario", {}).get("days", 10))
        outcome = run(plan, Path(sys.argv[1]), layout, settings)
    except SimError as error:
        print(error, file=sys.stderr)
        return int(error.code)
    return 4 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
