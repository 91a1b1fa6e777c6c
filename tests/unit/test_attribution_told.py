"""An attribution told: the waterfall, the page and the JSON agree and add up."""

import json

import numpy as np
import pytest
from test_report_page import Tags

from sim.methods.study import written
from sim.methods.target import Target
from sim.report.limits import NOT_A_FORECAST
from sim.studies.attribution.answer import attribute
from sim.studies.attribution.question import drivers_named
from sim.studies.attribution.told.page import attribution_study
from support.worlds import world

NAMES = ("recall", "seats", "blockade")
# Ten runs: recall adds 300, the limit of seats takes 100 away, the blockade does nothing clear.
RUNS = np.arange(10.0)


def study(name="exited", scale=1.0):
    scenario = world()
    drivers = drivers_named(NAMES)
    wobble = np.where(RUNS % 2, 5.0, -5.0)
    worth = np.array(
        [
            1000.5 + RUNS + (c & 1) * wobble + 300 * (c >> 1 & 1) - 100 * (c >> 2 & 1)
            for c in range(8)
        ]
    )
    found = attribute(
        Target.parse(name, scenario), drivers, worth * scale, drivers_named(("peers",))
    )
    return attribution_study(found, scenario, 80)


def test_the_shares_in_the_json_add_up_to_the_whole_exactly():
    told = json.loads(json.dumps(study().as_json))
    added = told["with_none"]["mean"] + sum(each["shapley"]["mean"] for each in told["drivers"])
    assert added == pytest.approx(told["with_all"]["mean"], rel=1e-12)
    assert [each["name"] for each in told["drivers"]] == ["recall", "seats", "blockade"]
    assert told["idle"] == ["peers"]
    for each in told["drivers"]:
        for part in ("shapley", "without", "alone"):
            low, high = each[part]["interval"]
            assert low <= each[part]["mean"] <= high


def test_the_answer_says_what_would_not_have_happened():
    answer = " ".join(study().answer)
    assert "Left the country so far on 9 Jan 2026: 1,205 persons (mean of 10 runs)" in answer
    assert "with none of the 3 drivers it would be 1,005 persons" in answer
    assert "300 would not have left without recall by Havana (95 %: 300 to 300)" in answer
    assert "Without the limit of the air bridge it would be 100 higher" in answer
    assert "Without the oil blockade alone no clear difference" in answer
    assert "Not in this scenario anyway: the peer effect" in answer


def test_a_chance_is_told_in_runs_of_100():
    answer = " ".join(study("rupture", 1 / 2000).answer)
    assert "Rupture on 9 Jan 2026: 60 in 100 runs" in answer
    assert "Without recall by Havana it would be 15 lower" in answer


def test_page_figure_and_tables_are_written_the_same_twice():
    files = written(study(), {"seed": "1"}, "sim attribute x.yaml")
    assert files == written(study(), {"seed": "1"}, "sim attribute x.yaml")
    assert {"figures/waterfall.png", "figures/waterfall.svg", "shares.csv", "report.html"} <= set(
        files
    )
    page = files["report.html"].decode()
    found = Tags(page)
    assert found.open == []
    assert NOT_A_FORECAST in found.text
    assert "sim attribute x.yaml" in found.text
    lines = files["shares.csv"].decode().splitlines()
    assert lines[0].startswith("driver,shapley,shapley_low,shapley_high,without")
    assert lines[1].split(",")[:2] == ["recall", "300"]
