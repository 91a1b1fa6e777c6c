"""A game: one run of a scenario in which a person takes the place of one government."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from sim.core.calendar import outside_fault
from sim.core.errors import SimError
from sim.core.quantity import Integers
from sim.ensemble.errors import MismatchError
from sim.experiments.batch import run_batch
from sim.experiments.posterior.meant import pinned
from sim.model.agents.actor import Actor, Chooser
from sim.model.model import AllianceModel
from sim.play.aims import Aim, AimReached, Recorded, aims_named, reached
from sim.play.chair import Chair, Decide, Turn
from sim.play.moves import MENUS, Move, Moves
from sim.scenario.load import Loaded
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario

RUNS = 64  # of the ensemble beside which a game is shown


@dataclass(frozen=True, slots=True)
class Game:
    """What is played: in which world, whose luck, whose place, from when on, and what for.

    `moves` are choices known beforehand, by day, and `reps` the runs beside which it is shown.
    """

    scenario: Scenario
    actor: str
    run: int
    start: date
    aims: tuple[Aim, ...]
    moves: Mapping[date, str] = field(default_factory=dict)
    reps: int = RUNS

    @classmethod
    def of(
        cls,
        loaded: Loaded[Scenario],
        told: Moves,
        reps: int = RUNS,
        *,
        aims: Sequence[str] = (),
    ) -> Self:
        """Set up the game that a file of moves, or what a player asks for, tells of.

        `aims` by name are those of a player whose file of moves names none.

        Raises
        ------
        MismatchError
            If the moves were made in another world.
        SimError
            If there is no such run, or a day lies outside the window.
        """
        scenario = loaded.scenario
        if told.seed is not None:
            scenario = scenario.model_copy(update={"seed": told.seed})
        _check_world(scenario, told)
        run = told.run or 0
        if run >= scenario.replicates:
            raise SimError(f"--run: must be from 0 to {scenario.replicates - 1}, is {run}")
        window = scenario.window
        start = told.start or first_choice(scenario, told.actor)
        if fault := outside_fault(start, window.start, window.end):
            raise SimError(f"--from: {fault}")
        for day in told.by_day:
            if fault := outside_fault(day, start, window.end):
                raise SimError(f"the move of {day}: {fault}")
        wanted = aims_named(told.aims or aims, told.actor)
        return cls(scenario, told.actor, run, start, wanted, told.by_day, reps)

    @property
    def first(self) -> int:
        """The day of the window on which the player first chooses."""
        return (self.start - self.scenario.window.start).days

    @property
    def menu(self) -> tuple[str, ...]:
        """The postures that can be taken."""
        return tuple(MENUS[self.actor])

    def file(self, moves: Mapping[date, str]) -> Moves:
        """The file of moves of this game."""
        return Moves(
            actor=self.actor,
            scenario=self.scenario.name,
            digest=digest(pinned(self.scenario)),
            seed=self.scenario.seed,
            run=self.run,
            start=self.start,
            aims=tuple(aim.name for aim in self.aims),
            moves=tuple(Move(day=day, posture=posture) for day, posture in sorted(moves.items())),
        )


@dataclass(frozen=True, slots=True)
class Played:
    """A finished game.

    `yours`, `models` (the same run without a player) and `others` (the ensemble) are what was recorded;
    `moves` and `models_moves` are the choices of both; `lost_on` is the day on which the government
    had fallen.
    """

    game: Game
    turns: tuple[Turn, ...]
    moves: Mapping[date, str]
    models_moves: Mapping[date, str]
    yours: Recorded
    models: Recorded
    others: Recorded
    reached: tuple[AimReached, ...]
    lost_on: date | None
    events: Sequence[Mapping[str, object]]

    @property
    def is_models(self) -> bool:
        """Whether the game has the bits of the model's own run."""
        return bits(self.yours) == bits(self.models)

    @property
    def score(self) -> float:
        """The mean score over the aims."""
        return sum(each.score for each in self.reached) / len(self.reached)

    @property
    def models_score(self) -> float:
        """The same of the model's own government, with the same luck."""
        return sum(each.models_score for each in self.reached) / len(self.reached)


def play(game: Game, decide: Decide | None = None) -> Played:
    """Play a game to its end; on days without a known move `decide` is asked, or nothing changes.

    What `decide` raises leaves the game, before anything else is run.
    """
    chair = Chair(game.start, game.moves, decide)
    yours, events = seated(game, chair)
    follower = Follower(game.start)
    models, _ = seated(game, follower)
    others = run_batch(game.scenario, range(game.reps)).arrays
    moves = {turn.day: turn.taken for turn in chair.turns if turn.taken != turn.held}
    return Played(
        game,
        tuple(chair.turns),
        moves,
        follower.moves,
        yours,
        models,
        others,
        reached(game.aims, yours, models, others, game.first),
        chair.lost_on,
        events,
    )


def seated(game: Game, chooser: Chooser) -> tuple[Recorded, Sequence[Mapping[str, object]]]:
    """Run the game's world with somebody in the chair: what was recorded, and what happened."""

    def seat(model: AllianceModel) -> None:
        government: Actor = getattr(model, game.actor)
        government.chooser = chooser

    batch = run_batch(game.scenario, (game.run,), prepare=seat)
    return batch.arrays, batch.events[0]


class Follower:
    """Does what the model's government does, and notes its moves from `start` on."""

    def __init__(self, start: date) -> None:
        self.start = start
        self.moves: dict[date, str] = {}

    def __call__(self, actor: Actor, own: Integers) -> Integers:
        """The model's own choice of today."""
        today = actor.model.today
        if today >= self.start and not actor.bound[0] and own[0] != actor.posture[0]:
            self.moves[today] = actor.names[int(own[0])]
        return own


def first_choice(scenario: Scenario, actor: str) -> date:
    """The first day on which no script that ends within the window holds a government."""
    window = scenario.window
    ends = [e.until for e in getattr(scenario.actors, actor).script if e.until < window.end]
    if not ends:
        return window.start
    return max(window.start, date.fromordinal(max(ends).toordinal() + 1))


def bits(found: Recorded) -> str:
    """Hash of everything that was recorded, by name, type and every bit."""
    whole = hashlib.sha256()
    for name in sorted(found):
        array = found[name]
        whole.update(f"{name} {array.dtype.str} {array.shape}".encode())
        whole.update(array.tobytes())
    return whole.hexdigest()


def _check_world(scenario: Scenario, told: Moves) -> None:
    if told.scenario is not None and told.scenario != scenario.name:
        message = f"the moves are of scenario {told.scenario}, this is {scenario.name}"
        raise MismatchError(message)
    if told.digest and told.digest != digest(pinned(scenario)):
        message = (
            f"the moves were made in another world: scenario {scenario.name} has changed since "
            "(take the line digest out of the file to play them here)"
        )
        raise MismatchError(message)
