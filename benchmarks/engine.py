"""Time the engine against the plain twin, in one run: milliseconds per replicate of the full model.

Every case runs in a process of its own, so that its peak memory is its own. Construction, all days and
the reading of the arrays count; compiling does not (a short warm-up comes first). Milliseconds are of
processor time, which on an idle core is time on the clock. Quote the ratios: the times depend on the machine,
and other work on it slows down the engine, which lives on the cache, more than the twin.

    uv run python benchmarks/engine.py [--json FILE] [--rounds N] [--history]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import history
from sim.scenario.load import load
from sim.scenario.schema import Scenario

ROOT = Path(__file__).parents[1]
BATCHES = (1, 8, 64, 256)
PERSONS = (14_000, 140_000)
TENFOLD = 10


def scenario_of(persons: int) -> Scenario:
    """The blockade scenario, with every mission ten times as large for 140,000 persons."""
    scenario = load(ROOT / "scenarios" / "blockade.yaml", Scenario, ["draws=prior"]).scenario
    if persons == PERSONS[0]:
        return scenario
    missions = scenario.missions
    larger = {}
    for name in type(missions).model_fields:
        mission = getattr(missions, name)
        heads = mission.headcount
        grown = type(heads)(heads.family, TENFOLD * heads.first, TENFOLD * heads.second)
        larger[name] = mission.model_copy(update={"headcount": grown})
    return scenario.model_copy(update={"missions": missions.model_copy(update=larger)})


def time_engine(persons: int, replicates: int) -> dict[str, object]:
    """Milliseconds per replicate of one batch, peak memory in MB, and the share of each phase."""
    import sim.model.model as model_module  # noqa: PLC0415 - each case is a process of its own

    scenario = scenario_of(persons)
    model_module.AllianceModel(scenario, range(2)).run()  # compile
    spent: dict[str, float] = {}
    plain_phases = model_module.PHASES
    began = time.process_time()
    model = model_module.AllianceModel(scenario, range(replicates))
    model_module.PHASES = tuple(timed(phase, spent) for phase in plain_phases)
    model.run()
    model.recorder.arrays()
    seconds = time.process_time() - began
    return {
        "ms": 1000 * seconds / replicates,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "phases": {name: share / seconds for name, share in spent.items()},
        "leavers": int(model.people.roster.exited.sum()) / replicates,
    }


def timed(phase, spent):  # noqa: ANN001, ANN201 - a phase, wrapped
    """The phase, adding its seconds to `spent`."""

    def run(model) -> None:  # noqa: ANN001
        began = time.process_time()
        phase(model)
        spent[phase.__name__] = spent.get(phase.__name__, 0.0) + time.process_time() - began

    return run


def time_twin() -> dict[str, object]:
    """Milliseconds of one run of the plain twin, and its peak memory."""
    from twin.model import PlainTwin  # noqa: PLC0415 - as above

    scenario = scenario_of(PERSONS[0])
    began = time.process_time()
    twin = PlainTwin(scenario, 0, 1)
    twin.run()
    twin.arrays()
    return {
        "ms": 1000 * (time.process_time() - began),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure(case: str) -> dict:
    """Run one case in a process of its own."""
    command = [sys.executable, __file__, "--case", case]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def run_cases(rounds: int) -> dict[str, list[dict]]:
    """Interleave the cases, so that a slow minute of the machine falls on all of them."""
    cases = ["twin", *(f"{persons}:{n}" for persons in PERSONS for n in BATCHES)]
    found: dict[str, list[dict]] = {case: [] for case in cases}
    for turn in range(rounds):
        for case in cases:
            if turn and case == f"{PERSONS[1]}:{BATCHES[-1]}" and rounds < TENFOLD:
                continue  # the largest case once: it takes as long as all others together
            found[case].append(measure(case))
            print(f"  round {turn + 1}: {case}", file=sys.stderr)
    return found


def summary(found: dict[str, list[dict]]) -> dict:
    """Medians over the rounds."""
    median = {case: statistics.median(run["ms"] for run in runs) for case, runs in found.items()}
    engine = {str(p): {str(n): median[f"{p}:{n}"] for n in BATCHES} for p in PERSONS}
    small, large = (engine[str(p)]["256"] for p in PERSONS)
    return {
        "plain_ms": median["twin"],
        "engine_ms": engine,
        "ratio_r256": median["twin"] / small,
        "growth_140000": large / small,
        "peak_mb": max(run["peak_mb"] for run in found[f"{PERSONS[0]}:256"]),
        "peak_mb_140000": max(run["peak_mb"] for run in found[f"{PERSONS[1]}:256"]),
        "phases": found[f"{PERSONS[0]}:256"][-1]["phases"],
        "rounds": len(found["twin"]),
    }


def show(told: dict) -> None:
    """Print the table."""
    print(f"plain twin, one person one agent, 14,000 persons: {told['plain_ms']:.0f} ms a run\n")
    print("engine, ms a replicate    R = 1    R = 8   R = 64  R = 256")
    for persons in PERSONS:
        row = told["engine_ms"][str(persons)]
        print(f"{persons:>16,} persons " + "".join(f"{row[str(n)]:>9.2f}" for n in BATCHES))
    print(f"\nplain twin / engine at R = 256: {told['ratio_r256']:.0f} times")
    print(f"140,000 against 14,000 persons at R = 256: {told['growth_140000']:.1f} times")
    print(f"peak memory at R = 256: {told['peak_mb']:.0f} MB, {told['peak_mb_140000']:.0f} MB")
    print("\nwhere the time goes at R = 256, 14,000 persons:")
    for name, share in sorted(told["phases"].items(), key=lambda item: -item[1]):
        print(f"  {name:<20}{share:>6.1%}")


def main() -> None:
    """Measure, print, and write the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", action="store_true", help="add a line to history.jsonl")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case == "twin":
        print(json.dumps(time_twin()))
    elif given.case:
        print(json.dumps(time_engine(*map(int, given.case.split(":")))))
    else:
        told = history.machine() | summary(run_cases(given.rounds))
        show(told)
        history.keep(told, given.json, in_history=given.history)


if __name__ == "__main__":
    main()
