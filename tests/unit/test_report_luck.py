"""The split of the spread of headline numbers: against numbers by hand and against models whose split is known."""

from pathlib import Path

import numpy as np
import pytest

from sim.core.streams import Streams
from sim.ensemble.errors import MismatchError
from sim.methods.crossed_runs import Crossing, shares, total_effects, variance_of
from sim.report.headline_numbers import HeadlineNumber
from sim.report.luck import (
    RECORD,
    TABLE,
    MeanShift,
    VarianceShare,
    VarianceSplit,
    in_percent,
    range_told,
    share_told,
    shift_told,
    split_in,
)

SEED = 7


def number(end: list[float], name: str = "total") -> HeadlineNumber:
    """A headline number that ends so in every run."""
    last = np.array(end, float)
    return HeadlineNumber(
        name, "All", "persons", last, np.column_stack([np.zeros_like(last), last])
    )


def normals(purpose: str, n: int) -> np.ndarray:
    uniforms = Streams(SEED, np.arange(n)).uniforms(purpose, 0, 2)
    return np.sqrt(-2 * np.log(uniforms[:, 0])) * np.cos(2 * np.pi * uniforms[:, 1])


def test_total_effects_by_hand() -> None:
    # Runs (d, s), (d', s') and (d, s'): 0, 4 and 2; then 2, 0 and 2.
    triples = np.array([[0.0, 2.0], [4.0, 0.0], [2.0, 2.0]])
    variance = np.var([0, 2, 4, 0, 2, 2], ddof=1)
    luck, unknown = total_effects(triples)
    assert luck == pytest.approx((2**2 + 0**2) / 2 / 2 / variance)
    assert unknown == pytest.approx((2**2 + 2**2) / 2 / 2 / variance)


@pytest.mark.parametrize(("of_draws", "of_luck"), [(1.0, 1.0), (3.0, 1.0), (0.0, 1.0), (1.0, 0.0)])
def test_the_split_of_a_sum_is_that_of_its_variances(of_draws: float, of_luck: float) -> None:
    n = 4000
    draws, others = normals("d", n), normals("d'", n)
    streams, fresh = normals("s", n), normals("s'", n)
    triples = np.stack(
        [
            of_draws * draws + of_luck * streams,
            of_draws * others + of_luck * fresh,
            of_draws * draws + of_luck * fresh,
        ]
    )
    luck, unknown = shares(triples, SEED)
    truth = of_luck**2 / (of_luck**2 + of_draws**2)
    assert luck.share == pytest.approx(truth, abs=0.04)
    assert luck.low <= truth <= luck.high
    assert unknown.share == pytest.approx(1 - truth, abs=0.04)


def test_what_both_do_together_counts_with_either() -> None:
    n = 4000
    draws, others, streams, fresh = (normals(name, n) for name in ("d", "d'", "s", "s'"))
    triples = np.stack([draws * streams, others * fresh, draws * fresh])
    luck, unknown = shares(triples, SEED)
    assert luck.share > 0.9
    assert unknown.share > 0.9


def test_the_range_holds_the_truth_about_as_often_as_it_says() -> None:
    n, pairs = 200, 25
    held = 0
    for trial in range(n):
        at = slice(trial * pairs, (trial + 1) * pairs)
        draws, others, streams, fresh = (
            normals(name, n * pairs)[at] for name in ("d", "d'", "s", "s'")
        )
        luck, _ = shares(np.stack([draws + streams, others + fresh, draws + fresh]), SEED)
        held += luck.low <= 0.5 <= luck.high
    assert 0.85 < held / n <= 1


def test_a_number_that_never_varies_has_no_split() -> None:
    pairs = (np.array([0, 2]), np.array([1, 3]))
    same = variance_of(number([5, 5, 5, 5]), np.array([5.0, 5.0]), pairs, SEED)
    assert (same.variance, same.luck, same.unknown) == (0, None, None)
    assert same.unknown_alone is None


def test_pairs_use_no_run_twice_and_leave_out_what_failed() -> None:
    pairs = Crossing.of(100, [run for run in range(100) if run != 3])
    used = [*pairs.first.tolist(), *pairs.second.tolist()]
    assert len(used) == len(set(used)) == 2 * 19
    assert 2 not in used
    assert (pairs.second - pairs.first == 1).all()


def split(**changes: object) -> VarianceSplit:
    """A split of one number, measured on two pairs."""
    pairs = (np.array([0, 2]), np.array([1, 3]))
    shift = MeanShift(mean=-612, low=-900, high=-300)
    found = variance_of(number([0, 4, 2, 0]), np.array([2.0, 2.0]), pairs, SEED, shift)
    return VarianceSplit(
        pairs=2, parent="Before", parent_pairs=12, numbers=(found.model_copy(update=changes),)
    )


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert split_in(tmp_path) is None
    for name, content in split().files().items():
        (tmp_path / name).write_bytes(content)
    assert split_in(tmp_path) == split()
    heading, line = (tmp_path / TABLE).read_text().splitlines()
    told = dict(zip(heading.split(","), line.split(","), strict=True))
    assert float(told["luck"]) == pytest.approx(split().numbers[0].luck.share, rel=1e-5)
    assert float(told["shift_low"]) == -900
    assert float(told["unknown_alone"]) == pytest.approx(1 - float(told["luck"]), rel=1e-5)


@pytest.mark.parametrize("content", [b"{", b'{"pairs": 2}', b'{"pairs": 2, "numbers": [1]}'])
def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECORD).write_bytes(content)
    with pytest.raises(MismatchError, match=r"luck.json is damaged; run: sim verify --repair"):
        split_in(tmp_path)


def test_shares_and_shifts_in_words() -> None:
    found = VarianceShare(share=0.513, low=0.384, high=0.641)
    assert share_told(found) == "51 % (38–64)"
    assert range_told(found) == "38–64 %"
    assert share_told(None) == range_told(None) == shift_told(None, "1") == ""
    assert in_percent(1.0) == "100 %"
    assert shift_told(MeanShift(mean=-612, low=-900, high=-300), "persons") == "−612 (−900 to −300)"
