"""Run a small world in one way of many: ``drive_model.py FOLDER JSON`` prints the result hash."""

import gc
import json
import logging
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.ensemble.contract import Batch

COLLECTORS = {
    "default": lambda: None,
    "off": gc.disable,
    "threshold 1": lambda: gc.set_threshold(1),
    "each batch": gc.collect,
}
ORDERS = {
    "forward": lambda batches: batches,
    "reverse": lambda batches: batches[::-1],
    "shuffled": lambda batches: random.Random(1).sample(batches, len(batches)),
}


def simulate(
    scenario_json: str, seed: int, replicates: tuple[int, ...], given: Mapping[str, np.ndarray]
) -> Batch:
    """The real model, with the garbage collector and the log set as the environment says."""
    from sim.experiments.batch import simulate_batch

    logging.basicConfig(level=os.environ["SIM_TEST_LOG"], filename=os.devnull, force=True)
    COLLECTORS[os.environ["SIM_TEST_GC"]]()
    return simulate_batch(scenario_json, seed, replicates, given)


def main() -> None:
    """Run `n` replicates of the world in the folder as told, and print the hash of what is there."""
    from dataclasses import replace

    from sim.ensemble.plan import Plan
    from sim.ensemble.results import result_hash
    from sim.ensemble.run import HowToRun, run
    from sim.experiments.batch import layout
    from sim.experiments.job import job_of
    from support.worlds import FREE, world

    folder, way = Path(sys.argv[1]), json.loads(sys.argv[2])
    scenario = world(FREE, days=way["days"])
    job = replace(job_of(scenario), simulator="drive_model:simulate")
    plain = Plan.batches
    Plan.batches = lambda plan, wanted: ORDERS[way["order"]](plain(plan, wanted))
    plan = Plan(job, "small", "1", way["n"], way["batch_size"], way.get("form", "netcdf"))
    settings = HowToRun(way["jobs"], way.get("cluster"), way.get("time_limit"))
    assert run(plan, folder, layout(scenario), settings).n_done == way["n"]
    print(result_hash(folder))


if __name__ == "__main__":
    main()
