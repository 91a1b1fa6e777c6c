"""Taste that lasts and what scripts reveal of it, against rejection by brute force."""

import numpy as np
import pytest
from scipy import stats

from sim.core.streams import Streams
from sim.mechanisms.choice import choose, probabilities
from sim.mechanisms.taste import Taste, Witnessed, latent_of, noise_of, revealed
from support.numbers import a

WEIGHED = np.array([0.2, 1.0, -0.5])
N = 20_000


def taste(n: int = N, memory: float = 200.0, seed: int = 1) -> Taste:
    return Taste(Streams(seed, np.arange(n)), "caracas", len(WEIGHED), np.full(n, memory))


def seen(day: int, chosen: int, n: int = N, weighed: np.ndarray = WEIGHED) -> Witnessed:
    everywhere = np.ones(n, bool)
    return Witnessed(day, "taste caracas", everywhere, np.tile(weighed, (n, 1)), np.full(n, chosen))


def test_noise_and_latent_are_inverse() -> None:
    z = np.linspace(-4, 7, 100)
    assert latent_of(noise_of(z)) == pytest.approx(z, abs=1e-9)
    assert (np.diff(noise_of(z)) > 0).all()


@pytest.mark.parametrize("noise", [-1e300, -40.0, 40.0, 1e300])
def test_no_noise_is_beyond_what_a_latent_can_hold(noise: float) -> None:
    assert np.isfinite(latent_of(a(noise))).all()


def test_every_date_is_a_logit_and_dates_resemble_one_another() -> None:
    """Choices of day 0 and day 28 have the probabilities of the logit; few differ."""
    own, everybody = taste(), np.ones(N, bool)
    one = choose(np.tile(WEIGHED, (N, 1)), own.move(0, everybody), np.ones(N))
    other = choose(np.tile(WEIGHED, (N, 1)), own.move(28, everybody), np.ones(N))
    expected = probabilities(WEIGHED[None], np.ones(1))[0]
    for chosen in (one, other):
        share = np.bincount(chosen, minlength=3) / N
        assert (abs(share - expected) < 5 * np.sqrt(expected * (1 - expected) / N)).all()
    assert 0.02 < (one != other).mean() < 0.5 * (1 - (expected**2).sum())


def test_who_is_not_due_keeps_the_taste_it_had() -> None:
    own = taste(4)
    own.move(0, np.ones(4, bool))
    before = own.z.copy()
    own.move(7, np.array([True, False, True, False]))
    assert (own.z[[1, 3]] == before[[1, 3]]).all()
    assert (own.z[[0, 2]] != before[[0, 2]]).all()
    assert own.last.tolist() == [7, 0, 7, 0]


def test_a_revealed_noise_makes_what_was_chosen_the_best() -> None:
    uniforms = Streams(2, np.arange(N)).uniforms("u", 0, 3)
    for chosen in range(3):
        noise = revealed(np.tile(WEIGHED, (N, 1)), np.full((N, 1), chosen), uniforms)
        assert ((WEIGHED + noise).argmax(axis=1) == chosen).all()


def test_a_revealed_noise_has_the_law_of_those_who_choose_so() -> None:
    """Against all who happen to choose the third posture, which is the worst."""
    everybody = noise_of(np.random.default_rng(3).normal(size=(400_000, 3)))
    chose = everybody[(WEIGHED + everybody).argmax(axis=1) == 2]
    uniforms = Streams(4, np.arange(N)).uniforms("u", 0, 3)
    noise = revealed(np.tile(WEIGHED, (N, 1)), np.full((N, 1), 2), uniforms)
    for posture in range(3):
        assert stats.ks_2samp(noise[:, posture], chose[:, posture]).pvalue > 1e-3


def _brute_force(days: list[int], memory: float, chosen: int, after: int) -> np.ndarray:
    """Share of each posture `after` days on, among plain paths that chose the same on all `days`."""
    generator = np.random.default_rng(5)
    z = generator.normal(size=(1_000_000, 3))
    alive = np.ones(len(z), bool)
    for before, day in zip([days[0], *days], days, strict=False):
        kept = np.exp(-(day - before) / memory)
        z = kept * z + np.sqrt(1 - kept**2) * generator.normal(size=z.shape)
        alive &= (WEIGHED + noise_of(z)).argmax(axis=1) == chosen
    kept = np.exp(-after / memory)
    z = kept * z[alive] + np.sqrt(1 - kept**2) * generator.normal(size=(alive.sum(), 3))
    return np.bincount((WEIGHED + noise_of(z)).argmax(axis=1), minlength=3) / alive.sum()


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_run_of_scripted_decisions_is_conditioned_on_as_a_whole(chosen: int) -> None:
    """Ten weeks of one posture: what is chosen four weeks later, within two points of rejection."""
    days = list(range(0, 70, 7))
    own = taste(memory=150.0)
    for each in days:
        own.witness(seen(each, chosen))
    noise = own.move(days[-1] + 28, np.ones(N, bool))
    found = np.bincount((WEIGHED + noise).argmax(axis=1), minlength=3) / N
    assert found == pytest.approx(_brute_force(days, 150.0, chosen, 28), abs=0.02)


def test_ten_weeks_reveal_more_than_one_decision() -> None:
    shares = []
    for days in ([63], list(range(0, 70, 7))):
        own = taste(memory=150.0)
        for each in days:
            own.witness(seen(each, 0))
        noise = own.move(91, np.ones(N, bool))
        shares.append(((WEIGHED + noise).argmax(axis=1) == 0).mean())
    assert shares[1] > shares[0] + 0.02


def test_a_posture_that_taste_ruled_out_reveals_a_new_taste() -> None:
    """The script contradicts all that was known: the last decision counts."""
    own = taste(200, memory=1e6)
    own.witness(seen(0, 1, 200))
    own.witness(seen(1, 2, 200, np.array([0.0, 12.0, 0.0])))
    z, last = own.learnt()
    assert (np.array([0.0, 12.0, 0.0]) + noise_of(z)).argmax(axis=1).tolist() == [2] * 200
    assert (last == 1).all()


def test_a_replicate_learns_the_same_in_any_batch() -> None:
    def learnt(replicates: list[int]) -> np.ndarray:
        n = len(replicates)
        own = Taste(Streams(9, np.array(replicates)), "caracas", 3, np.full(n, 90.0))
        for each in (0, 7, 14):
            own.witness(seen(each, 0, n))
        return own.move(21, np.ones(n, bool))

    assert (learnt([4, 2, 9, 7])[2] == learnt([9])[0]).all()
