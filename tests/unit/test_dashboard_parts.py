"""Behind the page: who is served first, what is stopped, and that looking on changes nothing."""

import asyncio
import threading

import numpy as np
import pytest

from sim.core.errors import SimError
from sim.dashboard.drafts import Draft, DraftError, Shelf
from sim.dashboard.ends import MOST_ENDS, Ends
from sim.dashboard.growing import AT_ONCE, Growing, StoppedError, labelled
from sim.dashboard.history import Onlooker, history
from sim.dashboard.summary import days_shown, pairs, summary
from sim.dashboard.worker import Desk, Worker
from sim.experiments.batch import run_batch
from sim.play.game import bits
from support.worlds import FREE, world

WORLD = world(FREE, {"replicates": 16}, days=20)


def test_who_waits_for_the_fewest_runs_is_served_first() -> None:
    worker, served, gate = Worker(), [], threading.Event()

    async def ask() -> None:
        held = asyncio.create_task(worker.compute(0, gate.wait))
        await asyncio.sleep(0.05)  # until it is being computed
        asked = [worker.compute(n, lambda n=n: served.append(n)) for n in (2, 1, 0, 1)]
        waiting = [asyncio.create_task(each) for each in asked]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(held, *waiting)

    asyncio.run(ask())
    assert served == [0, 1, 1, 2]


def test_what_goes_wrong_is_raised_where_it_is_waited_for_and_the_worker_goes_on() -> None:
    worker = Worker()

    def fails() -> None:
        raise SimError("no")

    with pytest.raises(SimError, match="no"):
        asyncio.run(worker.compute(0, fails))
    assert asyncio.run(worker.compute(0, lambda: 3)) == 3


def test_a_page_never_waits_for_two_things() -> None:
    desk = Desk(most=2)
    first, other = desk.take("a"), desk.take("b")
    second = desk.take("a")
    assert (first.stopped, second.stopped, other.stopped) == (True, False, False)
    assert desk.take("c") is None
    desk.give_back("a", first)  # late, and no longer its own
    assert desk.n_waiting == 2
    desk.give_back("a", second)
    assert desk.take("c") is not None


def test_the_last_games_are_kept_and_nothing_else_that_was_sent() -> None:
    ends = Ends()
    names = [
        ends.keep({"draft": {"base": "b"}, "run": n, "more": "x"}) for n in range(MOST_ENDS + 1)
    ]
    assert ends.of(names[0]) is None
    assert ends.of(names[1])["run"] == 1
    assert "more" not in ends.of(names[1])
    assert ends.keep({"draft": {"base": "b"}, "run": 1}) == names[1]


def test_an_ensemble_grows_by_the_same_bits_and_stops_between_two_days() -> None:
    growing, whole = Growing(WORLD), run_batch(WORLD, range(AT_ONCE + 8)).arrays
    for up_to in (8, AT_ONCE, AT_ONCE + 8, AT_ONCE + 8):
        growing.grow(up_to, lambda: False)
    assert growing.n_runs == AT_ONCE + 8
    assert bits(growing.arrays(AT_ONCE + 8)) == bits(whole)
    days = iter([False] * 5)
    with pytest.raises(StoppedError):
        growing.grow(200, lambda: next(days, True))
    assert growing.n_runs == AT_ONCE + 8


def test_who_looks_on_changes_no_bit() -> None:
    def look_on(model) -> None:
        for actor in (model.washington, model.caracas, model.havana):
            actor.chooser = Onlooker()

    seen = run_batch(WORLD, range(4), prepare=look_on)
    assert bits(seen.arrays) == bits(run_batch(WORLD, range(4)).arrays)
    told = history(WORLD, 3)
    total = run_batch(WORLD, (3,)).arrays["present"][0].sum(axis=1)
    assert told["lines"]["total"] == total[days_shown(20)].tolist()


def test_a_difference_is_that_of_the_pairs() -> None:
    one = run_batch(WORLD, range(4)).arrays
    other = {name: each.copy() for name, each in one.items()}
    other["present"][:3, -1, 0] += np.array([5, -2, 7], np.int32)
    first, second = (labelled(WORLD, each) for each in (one, other))
    told = pairs(first, second, WORLD)
    assert (told["fans"][0]["more"], told["fans"][0]["less"], told["fans"][0]["n"]) == (2, 1, 4)
    assert "more Cubans are left in Venezuela at the end in 2 of 4 pairs" in told["sentence"]
    assert summary(first, WORLD)["ends"] == one["present"][:, -1].sum(axis=1).tolist()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, "as its name or its text"),
        ({"base": 7}, "as its name or its text"),
        ({"base": "baseline", "changes": {"a": 1}}, "changes are a list"),
        ({"base": "baseline", "changes": ["a=1"] * 501}, "at most 500"),
        ({"base": "baseline", "changes": ["x" * 5000 + "=1"]}, "path=value"),
    ],
)
def test_what_is_no_draft_is_a_sentence(raw, says) -> None:
    with pytest.raises(DraftError, match=says):
        Draft.read(raw)


def test_texts_are_kept_for_a_while_and_may_extend_what_is_shipped() -> None:
    shelf = Shelf(None)
    try:
        for number in range(40):
            text = f"name: mine\ntitle: Mine {number}\nextends: baseline.yaml\n"
            found = shelf.scenario(Draft("", text, ()))
            assert found.resolved.title == f"Mine {number}"
        assert len(list(shelf.folder.glob("dropped-*.yaml"))) == 32
        with pytest.raises(SimError):
            shelf.scenario(Draft("", "name: a\ntitle: A\nextends: ../../etc/passwd\n", ()))
    finally:
        shelf.close()
