"""Taking a seat on the page: what is known each week, and the end of the game.

Nothing of a game is kept here: the page sends all choices made so far, and the run is made again.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sim.api.scenario import Scenario
from sim.core.calendar import parse_date
from sim.core.errors import SimError
from sim.dashboard.drafts import DraftError
from sim.dashboard.growing import labelled
from sim.dashboard.summary import days_shown, fan_of, rounded_list, series
from sim.methods.bench import files_of
from sim.play.briefing import Briefing
from sim.play.game import Game, Played, play
from sim.play.moves import MENUS, Moves, moves_yaml
from sim.play.told.page import MOVES, content, play_study
from sim.report.folder import PAGE

MOST_CHOICES = 4000
RUNS = 64


class AwaitedError(Exception):
    """The game has come to a choice that nobody has made yet."""

    def __init__(self, told: Briefing) -> None:
        self.briefing = told
        super().__init__()


def next_choice(scenario: Scenario, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is known on the first day without a choice, or the end of the game.

    `asked` has the actor, the run, the aims, and the `choices` so far: a posture for every day of
    decision, in order, or None to keep the one held; `keep` true keeps it to the end.

    Raises
    ------
    SimError
        If there is no such actor, run, aim or posture.
    """
    game, choices = _game(scenario, asked), _choices(asked)
    made = iter(choices)
    keeps = bool(asked.get("keep"))

    def decide(told: Briefing) -> str | None:
        chosen = next(made, told if not keeps else None)
        if isinstance(chosen, Briefing):
            raise AwaitedError(chosen)
        return chosen

    try:
        played = play(game, decide)
    except AwaitedError as awaited:
        return {"briefing": _plain(awaited.briefing), "decision": len(choices) + 1}
    return {"end": _end(played)}


def end_page(scenario: Scenario, asked: Mapping[str, Any]) -> bytes:
    """The page that `sim play` leaves of the same game; after the last choice nothing changes.

    Raises
    ------
    SimError
        If there is no such actor, run, aim or posture.
    """
    game, made = _game(scenario, asked), iter(_choices(asked))
    played = play(game, lambda _told: next(made, None))
    command = f"sim play {game.actor} {game.scenario.name}.yaml --moves {MOVES}"
    return files_of(play_study(played), command)[PAGE]


def _game(scenario: Scenario, asked: Mapping[str, Any]) -> Game:
    actor, run, aims = asked.get("actor"), asked.get("run", 0), asked.get("aims") or []
    if actor not in MENUS:
        raise DraftError(f"the seat is one of {', '.join(MENUS)}")
    if not isinstance(run, int) or isinstance(run, bool) or run < 0:
        raise DraftError("the run is a number from 0")
    if not isinstance(aims, list) or not all(isinstance(each, str) for each in aims):
        raise DraftError("aims are a list of names")
    start = parse_date(asked["start"]) if asked.get("start") else None
    told = Moves(actor=actor, run=run, start=start)
    return Game.of(scenario.loaded, told, RUNS, aims=tuple(aims))


def _choices(asked: Mapping[str, Any]) -> list[str | None]:
    menu, choices = MENUS[asked["actor"]], asked.get("choices") or []
    if not isinstance(choices, list) or len(choices) > MOST_CHOICES:
        raise DraftError(f"choices are a list of at most {MOST_CHOICES}")
    for each in choices:
        if each is not None and (not isinstance(each, str) or each not in menu):
            raise SimError(f"there is no posture of this name; there are {', '.join(menu)}")
    return choices


def _plain(told: Briefing) -> dict[str, Any]:
    weighed = [
        asdict(each) | {"brings": each.brings, "costs": each.costs, "worth": each.worth}
        for each in told.weighings
    ]
    return asdict(told) | {"day": str(told.day), "weighings": weighed}


def _end(played: Played) -> dict[str, Any]:
    scenario = played.game.scenario
    shown = days_shown(scenario.window.n_days)
    three = [
        series(labelled(scenario, each)) for each in (played.others, played.yours, played.models)
    ]
    fans = [
        fan_of(others, shown)
        | {
            "you": rounded_list(yours.daily[0, shown]),
            "model": rounded_list(models.daily[0, shown]),
        }
        for others, yours, models in zip(*three, strict=True)
    ]
    start = scenario.window.start.toordinal()
    return {
        "answer": list(play_study(played).answer),
        "content": content(played),
        "fans": fans,
        "dates": [str(date.fromordinal(start + int(day))) for day in shown],
        "n_days": scenario.window.n_days,
        "file": moves_yaml(played.game.file(played.moves)),
    }
