"""The three sentences: every number in them is one of the data, and each of them is there."""

import re

import numpy as np
import pytest
from test_report_readings import dataset, scenario

from sim.model.outcomes import OUTCOMES
from sim.report.background import NOTHING, Background
from sim.report.chances import outcome_chances
from sim.report.changed import Changed
from sim.report.headline import headlines, headlines_record
from sim.report.luck import MeanShift, NumberVariance, VarianceShare, VarianceSplit, in_percent
from sim.report.numerals import number
from sim.report.sentences import how_many, how_sure, sentences, what_not
from sim.report.statistics import wilson

COERCE = {"washington": {"script": [{"start": "2025-12-01", "posture": "coerce"}]}}
RUNS = 24
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")


def numbers_in(sentence: str) -> list[str]:
    """All numbers, as they are written, without those of dates and quoted titles."""
    plain = re.sub(r'"[^"]*"', "", sentence)
    plain = re.sub(r"\d{1,2} [A-Z][a-z]{2} \d{4}", "", plain)
    return NUMBER.findall(plain)


def split(shift: MeanShift | None = None, luck: float = 0.513) -> VarianceSplit:
    found = NumberVariance(
        name="total",
        label="All Cuban personnel",
        unit="persons",
        variance=9.0,
        luck=VarianceShare(share=luck, low=0.384, high=0.641),
        unknown=VarianceShare(share=0.6, low=0.5, high=0.7),
        shift=shift,
    )
    return VarianceSplit(pairs=40, parent="The 9 of before", parent_pairs=25, numbers=(found,))


def test_how_many_is_read_off_the_runs() -> None:
    about = scenario()
    results = dataset(about, RUNS)
    [line] = [each for each in headlines(results) if each.name == "total"]
    told = how_many(line, about.window.start, about.window.end)
    ends = results["present"].values[:, -1].sum(axis=1)
    start = np.median(results["initial"].values.sum(axis=1))
    expected = [np.median(ends), start, 90, *np.quantile(ends, (0.05, 0.95))]
    assert numbers_in(told) == [number(float(each), "persons") for each in expected]
    assert "8 Feb 2026" in told
    assert "1 Dec 2025" in told


@pytest.mark.parametrize(
    ("shift", "moves"),
    [
        (None, []),
        (MeanShift(mean=-612.4, low=-900, high=-300), ["−612", "25", "−900", "−300"]),
        (MeanShift(mean=12.0, low=-5, high=29), ["+12", "25", "−5.0", "+29"]),
    ],
)
def test_how_sure_is_read_off_the_split(shift: MeanShift | None, moves: list[str]) -> None:
    found = split(shift)
    told = how_sure(found.numbers[0], found)
    assert numbers_in(told) == ["51", "40", "38", "64", "49", *moves]
    assert ("which may be nothing" in told) == (shift is not None and shift.low < 0 < shift.high)
    assert ('"The 9 of before"' in told) == (shift is not None)


def test_one_altered_share_alters_the_sentence() -> None:
    before, after = split(), split(luck=0.523)
    assert how_sure(before.numbers[0], before) != how_sure(after.numbers[0], after)


def test_what_cannot_be_told_counts_what_no_run_has_shown() -> None:
    about = scenario(actors=COERCE)
    results = dataset(about, RUNS)
    chances = outcome_chances(results, about)
    told = what_not(chances, ("expelled",))
    ruled_out = [each.label for each in chances if each.cannot]
    unseen = [each for each in chances if not each.cannot and each.count == 0]
    assert ruled_out
    assert unseen
    assert all(label in told for label in ruled_out[:3])
    _, high = wilson(0, RUNS)
    more = [str(len(each) - 3) for each in (ruled_out, unseen) if len(each) > 4]
    assert numbers_in(told) == [*more, str(RUNS), f"{100 * high:.0f}", "100"]
    assert "expelled" in told


def test_the_same_three_are_in_the_record() -> None:
    about = scenario()
    results = dataset(about, RUNS)
    known = Background(None, split())
    told = headlines_record(results, about, known)
    assert told["sentences"] == list(sentences(headlines(results), results, about, known))
    assert told["luck"]["pairs"] == 40
    total = next(each for each in told["numbers"] if each["name"] == "total")
    assert (total["luck"], total["luck_low"], total["unknown_alone"]) == (0.513, 0.384, 1 - 0.513)
    medical = next(each for each in told["numbers"] if each["name"] == "medical")
    assert medical["luck"] is None


def test_what_was_not_measured_says_why() -> None:
    about = scenario()
    results = dataset(about, RUNS)
    sure = sentences(headlines(results), results, about, NOTHING)[1]
    assert sure == "How much of that spread is luck was not measured: that takes 100 runs or more."
    assert headlines_record(results, about)["luck"] is None


def test_changes_are_counted_and_shown_as_they_are() -> None:
    parent = scenario(title="Before", replicates=7)
    child = scenario(levers={"blockade": {"level": 1, "start": "2026-01-10"}}, actors=COERCE)
    changed = Changed.of(parent, child)
    assert changed.sentence == 'Compared with "Before", 2 settings are changed.'
    assert changed.lines == [
        "Lever blockade: not set → level 1, start 2026-01-10",
        "Script of Washington: none → coerce from 2025-12-01",
    ]
    assert [each["path"] for each in changed.plain()["settings"]] == [
        "levers.blockade",
        "actors.washington.script",
    ]


def test_days_and_seed_that_differ_are_not_said_to_be_texts() -> None:
    """They are no change of the world, but the sentence says that there are none."""
    changed = Changed.of(scenario(title="Before"), scenario(replicates=7, seed=3))
    assert changed.settings == ()
    assert changed.sentence.endswith("nothing is changed but texts or how it is run.")


def test_percent_is_never_rounded_to_nothing() -> None:
    assert in_percent(0.001) == "under 1 %"
    assert len(OUTCOMES) > 3
