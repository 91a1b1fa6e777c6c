"""Copies of this process give what it would have given itself, in the same order, even if one of them dies."""

import os
import threading

import pytest

from sim.report.drawing.together import made_together

HERE = os.getpid()


def tasks(n: int) -> list:
    return [lambda number=number: (number, os.getpid()) for number in range(n)]


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    # A server that another test of this process had may have left a thread, and then nothing is copied.
    copied = jobs > 1 and threading.active_count() == 1
    numbers, makers = zip(*made_together(tasks(5), jobs), strict=True)
    assert numbers == (0, 1, 2, 3, 4)
    assert (HERE not in makers) == copied


def test_what_a_copy_cannot_finish_is_made_here() -> None:
    def dies_in_a_copy() -> int:
        if os.getpid() != HERE:
            os._exit(1)
        return os.getpid()

    assert made_together([dies_in_a_copy, dies_in_a_copy], 2) == [HERE, HERE]


def test_an_error_of_a_task_is_told_here() -> None:
    def fails() -> None:
        raise ValueError("no such ink")

    with pytest.raises(ValueError, match="no such ink"):
        made_together([fails, fails], 2)


def test_a_process_with_threads_is_not_copied() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert {maker for _, maker in made_together(tasks(3), 2)} == {HERE}
    finally:
        stop.set()
        other.join()
