"""Every person's history can be exported, and adds up to the counts of the run."""

import csv
import io
from collections import Counter
from pathlib import Path

from sim.experiments.batch import run_batch
from sim.experiments.persons import histories
from sim.model.histories import as_csv
from sim.scenario.load import load
from sim.scenario.schema import Scenario

BLOCKADE = Path(__file__).parents[2] / "scenarios" / "blockade.yaml"


def test_histories_add_up_to_the_counts_of_the_run():
    scenario = load(BLOCKADE, Scenario, ["missions.medical.headcount=900"]).scenario
    rows = list(csv.DictReader(io.StringIO(as_csv(histories(scenario, 3)))))
    arrays = run_batch(scenario, range(5)).arrays
    left = Counter(row["cause"] for row in rows if row["status"] == "gone")
    exited = arrays["exited"][3, -1].sum(axis=0)
    assert sum(left.values()) == exited.sum()
    assert left["killed"] == 32
    assert (
        Counter(row["mission"] for row in rows if row["status"] == "posted")["medical"]
        == (arrays["posted"][3, -1, 3])
    )
    assert sum(row["arrived"] != "" for row in rows) == arrays["arrived"][3, -1]
    for row in rows:
        dates = [row[name] for name in ("arrived", "relieved", "triggered", "left") if row[name]]
        assert dates == sorted(dates), row
