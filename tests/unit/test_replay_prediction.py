"""A prediction knows the decision and the other cases, and nothing else."""

from datetime import date

import numpy as np
import pytest

from sim.core.distributions import Distribution
from sim.methods.scores.crps import crps
from sim.methods.scores.doubt import truths
from sim.studies.replay.answer.fit import BETWEEN_ERROR, _drawn, count_error, fit, said_gone
from sim.studies.replay.answer.predict import Intervals, days_of, leave_out, odds_of, pooled_without
from sim.studies.replay.answer.score import judge, totals
from sim.studies.replay.question.case import Milestone
from sim.studies.replay.question.shipped import shipped_cases

SEED = 2


@pytest.fixture(scope="module", autouse=True)
def _pooled_once():
    """What all cases but one have in common is asked for in most tests, and takes most of their time."""
    found = {}

    def once(name, cases, fits, seed):
        others = tuple(
            id(each) for case, each in zip(cases, fits, strict=True) if case.name != name
        )
        if (others, seed) not in found:
            found[others, seed] = pooled_without(name, cases, fits, seed), fits  # ids stay in use
        return found[others, seed][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.studies.replay.answer.predict.pooled_without", once)
        yield


@pytest.fixture(scope="module")
def shipped():
    cases = shipped_cases()
    return cases, tuple(fit(case, SEED, n=512) for case in cases)


def named(cases, name):
    return next(case for case in cases if case.name == name)


def changed(case, **decision):
    return case.model_copy(update={"decision": case.decision.model_copy(update=decision)})


@pytest.fixture(scope="module")
def ecuador(shipped):
    cases, fits = shipped
    case = named(cases, "ecu2019")
    return case, leave_out(case, cases, fits, SEED)


def test_counts_of_its_case_are_never_read(shipped, ecuador):
    cases, fits = shipped
    case, with_counts = ecuador
    bare = case.model_copy(update={"counts": (), "stayed_behind": None})
    without = leave_out(bare, cases, fits, SEED)
    np.testing.assert_array_equal(with_counts.gone, without.gone)
    np.testing.assert_array_equal(with_counts.stay_behind, without.stay_behind)


def test_a_shipped_case_is_left_out_of_what_it_is_predicted_from(shipped, ecuador):
    cases, fits = shipped
    case, left_out = ecuador
    stranger = case.model_copy(update={"name": "another"})
    known_to_itself = leave_out(stranger, cases, fits, SEED)
    assert not np.array_equal(left_out.gone, known_to_itself.gone)
    others = [(c, f) for c, f in zip(cases, fits, strict=True) if c.name != case.name]
    again = leave_out(stranger, *map(tuple, zip(*others, strict=True)), SEED)
    np.testing.assert_array_equal(left_out.gone, again.gone)


def test_nobody_comes_back_and_no_more_leave_than_were_there(ecuador):
    _, prediction = ecuador
    assert (np.diff(prediction.gone, axis=1) >= 0).all()
    assert (prediction.gone <= prediction.persons[:, None] + 1e-9).all()


def test_a_last_day_makes_the_prediction_sharper_and_follows_it(shipped):
    cases, fits = shipped
    niger = named(cases, "ner2024")
    spreads = {}
    for notice in (None, 60.0, 240.0):
        half = leave_out(changed(niger, notice=notice), cases, fits, SEED).half_life
        spreads[notice] = Intervals.of(half)
    ratio = {n: s.high90 / s.low90 for n, s in spreads.items()}
    assert ratio[240.0] < ratio[None] / 3
    assert 3 < spreads[240.0].median / spreads[60.0].median < 5


def test_what_is_not_known_widens_the_prediction(shipped, ecuador):
    cases, fits = shipped
    case, sure = ecuador
    vague = leave_out(changed(case, pace=None, equipment=None), cases, fits, SEED)
    widths = [Intervals.of(np.log(p.half_life)) for p in (sure, vague)]
    assert widths[1].high90 - widths[1].low90 > widths[0].high90 - widths[0].low90


@pytest.mark.parametrize("persons", [1.0, 3.0, 5_000_000.0])
def test_any_size_is_predicted(shipped, persons):
    cases, fits = shipped
    case = changed(named(cases, "ecu2019"), persons=persons)
    verdict = judge(
        case.model_copy(update={"counts": (), "stayed_behind": None}),
        leave_out(case, cases, fits, SEED),
    )
    assert 0 < verdict.half_life.low90 <= verdict.half_life.median <= verdict.half_life.high90
    for count in verdict.counts:
        assert 0 <= count.spread.low90 <= count.spread.high90 <= persons
    assert verdict.half_life_error is None


def test_few_seats_make_it_slow(shipped):
    cases, fits = shipped
    ecuador = named(cases, "ecu2019")
    halves = [
        np.median(leave_out(changed(ecuador, seats=seats), cases, fits, SEED).half_life)
        for seats in (2.0, 300.0)
    ]
    assert halves[0] > 5 * halves[1]


def test_a_half_life_is_seen_on_the_straight_line_between_counts(shipped, ecuador):
    _, prediction = ecuador
    verdict = judge(named(shipped[0], "cub1990t"), prediction)
    # 1,000 of 3,000 gone after 382 days, 1,800 after 630: half of them after 382 + 248 x 500 / 800.
    assert verdict.bracket == (382, 630)
    assert verdict.half_life_seen == pytest.approx(537)


def test_straight_lines_between_counts_miss_the_shipped_counts_by_no_more_than_the_fit_assumes():
    misses = []
    for case in shipped_cases():
        persons = case.decision.persons
        persons = persons.median() if isinstance(persons, Distribution) else persons
        course = [(0, 0.0)]
        for count in case.counts:
            gone = count.value if count.quantity == "departed" else persons - count.value
            course.append(((count.date - case.decision.date).days, max(gone, 0) / persons))
        for (a, x), (b, y), (c, z) in zip(course, course[1:], course[2:], strict=False):
            if a < b < c:
                misses.append(y - x - (z - x) * (b - a) / (c - a))
    assert len(misses) >= 20
    assert 0.8 * BETWEEN_ERROR < np.sqrt(np.mean(np.square(misses))) <= BETWEEN_ERROR


def test_a_count_errs_most_in_the_middle_and_the_last_few_are_said_to_be_gone():
    errors = count_error(np.array([0.0, 0.1, 0.5, 0.9, 1.0]))
    np.testing.assert_allclose(errors, errors[::-1])
    assert errors.argmax() == 2
    assert errors[2] == pytest.approx(0.06)
    assert errors[0] > 0
    gone = said_gone(np.array([980.0, 989.0, 991.0]), np.full(3, 1000.0))
    np.testing.assert_array_equal(gone, [980, 989, 1000])


def test_guesses_are_kept_by_weight():
    at = _drawn(np.log(np.array([1e-9, 3.0, 1.0])), (0.5 + np.arange(8)) / 8)
    np.testing.assert_array_equal(np.bincount(at, minlength=3), [0, 6, 2])


def test_steps_move_the_prediction_towards_them(shipped):
    cases, fits = shipped
    case = changed(named(cases, "isl2006"), notice=200.0)
    late = (Milestone(date=date(2006, 9, 1), departed=100),)  # 170 of 200 days, 100 of 1,200
    plain, stepped = (
        np.median(leave_out(changed(case, milestones=steps), cases, fits, SEED).half_life)
        for steps in ((), late)
    )
    assert stepped > 170 > plain


def test_an_error_counts_only_as_far_as_the_counts_say(shipped, ecuador):
    _, prediction = ecuador
    verdict = judge(named(shipped[0], "cub1990t"), prediction)
    median = verdict.half_life.median
    assert median < 382
    assert verdict.half_life_beyond == pytest.approx((382 - median) / verdict.half_life_seen)


def test_scores_count_what_was_seen(ecuador):
    case, prediction = ecuador
    verdict = judge(case, prediction)
    found = totals([verdict, verdict])
    assert found.counts == 4
    assert found.inside50 <= found.inside90 <= found.counts
    assert found.median_half_life_error == pytest.approx(verdict.half_life_error)
    assert [count.seen.value for count in verdict.counts if count.seen] == [175, 358]
    start, persons = case.decision.date, np.median(prediction.persons)
    one = [
        crps(
            prediction.counted((each.date - start).days, "departed"),
            truths(each.value, *each.range),
            fair=True,
        ).mean()
        for each in case.counts
    ]
    assert found.crps == pytest.approx(np.mean(one) / persons)
    assert 0 < found.crps < 1


def test_the_range_of_a_count_takes_part_in_every_score(ecuador):
    case, prediction = ecuador
    [first, last] = case.counts
    day = (last.date - case.decision.date).days
    edge = float(round(prediction.count(day, "departed").high50))
    verdicts = [
        judge(case.model_copy(update={"counts": (first, last.model_copy(update=told))}), prediction)
        for told in (
            {"value": edge, "low": None, "high": None},
            {"value": edge, "low": edge, "high": 382.0},
            {"value": edge, "low": 0.0, "high": edge},
        )
    ]
    assert len({verdict.crps for verdict in verdicts}) == 3
    held = [verdict.inside(50)[0] for verdict in verdicts]
    assert held[1] == pytest.approx(held[0] - 0.5, abs=0.05)  # half of what may be true is above
    assert held[2] < held[0]


def test_predicted_medians_never_fall(ecuador):
    _, prediction = ecuador
    for quantity, sign in (("departed", 1), ("remaining", -1)):
        days = [prediction.counted(day, quantity) for day in range(120)]
        assert (np.diff(days, axis=0) * sign >= 0).all()  # in every draw, so in every quantile
    medians = [prediction.count(day, "departed").median for day in range(120)]
    assert medians == sorted(medians)


def test_a_spread_holds_what_is_inside_it_to_the_whole_person():
    spread = Intervals(5, 2.4, 8.6, 0.2, 11.7)
    for value, level, held in ((9, 50, 1), (10, 50, 0), (0, 90, 1), (13, 90, 0)):
        assert spread.holds(np.array([value]), level) == held
    assert spread.holds(np.array([1.6, 8.0, 9.4, 10.0]), 50) == 0.75


def test_what_a_decision_does_not_say_is_drawn_from_the_other_cases(shipped):
    cases, _ = shipped
    odds = odds_of(cases)
    heavy = sum(case.decision.equipment == "heavy" for case in cases)
    assert odds["heavy"] == pytest.approx((heavy + 1) / (len(cases) + 2))


def test_a_case_that_names_no_day_is_predicted_on_the_usual_ones(shipped):
    bare = named(shipped[0], "ecu2019").model_copy(update={"counts": ()})
    assert days_of(bare)[0] == (date(2019, 11, 13), 1)
