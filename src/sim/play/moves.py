"""A file of moves: which world, whose place, and every choice by its date; it replays a game exactly."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from sim.core.calendar import CalendarDate
from sim.core.contradictions import Contradiction, refuse
from sim.core.fields import Count, Name, Seed, Sha256, Slug
from sim.core.quantity import Parameters
from sim.play.aims import AIMS
from sim.postures import caracas, havana, washington
from sim.postures.base import Posture
from sim.scenario.load import load

#: The postures among which each government chooses.
MENUS: Mapping[str, Mapping[str, Posture]] = {
    "washington": washington.MENU,
    "caracas": caracas.MENU,
    "havana": havana.MENU,
}
HEAD = "# A game of sim play: the same file in the same world is the same game, bit by bit.\n"


class Move(Parameters):
    """One choice: the posture that is taken on a day, and held until the next move."""

    day: CalendarDate = Field(description="Day on which it is taken.")
    posture: Name = Field(description="A posture of the menu of the government.")


class Moves(Parameters):
    """All choices of one game, and the world in which they were made."""

    actor: Literal["washington", "caracas", "havana"] = Field(description="Whose place it is.")
    scenario: Slug | None = Field(None, description="Name of the scenario.")
    digest: Sha256 = Field("", description="Digest of the scenario; empty: any.")
    seed: Seed | None = Field(None, description="Seed of all random streams.")
    run: Count | None = Field(None, ge=0, description="Which run of the ensemble: whose luck.")
    start: CalendarDate | None = Field(None, description="First day on which the player chooses.")
    aims: tuple[Name, ...] = Field((), description="What the player wanted, chosen at the start.")
    moves: tuple[Move, ...] = Field((), description="The choices, in the order of their days.")

    @property
    def by_day(self) -> dict[date, str]:
        """The posture taken, by day."""
        return {move.day: move.posture for move in self.moves}

    @model_validator(mode="after")
    def _can_be_played(self) -> Self:
        menu, found = tuple(MENUS[self.actor]), []
        for at, move in enumerate(self.moves):
            if move.posture not in menu:
                text = f"is no posture of {self.actor.capitalize()}: {', '.join(menu)}"
                where = ("moves", at, "posture")
                found.append(Contradiction(where, text, given=move.posture, options=menu))
            if at and move.day <= self.moves[at - 1].day:
                text = "must be later than the move before it"
                found.append(Contradiction(("moves", at, "day"), text))
        for at, name in enumerate(self.aims):
            if name not in AIMS:
                text = f"is no aim: {', '.join(AIMS)}"
                found.append(Contradiction(("aims", at), text, given=name, options=tuple(AIMS)))
        refuse(found)
        return self


def read_moves(file: Path) -> Moves:
    """Read a file of moves.

    Raises
    ------
    ScenarioProblems
        With everything that is wrong in it.
    """
    return load(file, Moves).scenario


def moves_yaml(moves: Moves) -> str:
    """The file of a game: what `read_moves` reads."""
    kept = moves.model_dump(mode="json", exclude={"moves"}, exclude_none=True)
    lines = [f"{key}: {_written(value)}" for key, value in kept.items() if value not in ("", [])]
    choices = [f"  - {{day: {move.day}, posture: {move.posture}}}" for move in moves.moves]
    told = ["moves:", *choices] if choices else ["moves: []"]
    return HEAD + "".join(f"{line}\n" for line in (*lines, *told))


def _written(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
