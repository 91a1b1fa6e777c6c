"""Games that have ended, as the page sent them: each has an address, and is played again when it is opened."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

MOST_ENDS = 32
#: What makes a game, of all that a page may send.
PARTS = ("draft", "actor", "run", "aims", "start", "choices")


class Ends:
    """The last games that ended; only what was asked is kept, never a result."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    def keep(self, asked: Mapping[str, Any]) -> str:
        """Keep a game, and give its name: the same for the same game."""
        game = {part: asked.get(part) for part in PARTS}
        name = hashlib.sha256(json.dumps(game, sort_keys=True).encode()).hexdigest()[:32]
        self._kept[name] = game
        self._kept.move_to_end(name)
        while len(self._kept) > MOST_ENDS:
            self._kept.popitem(last=False)
        return name

    def of(self, name: str) -> Mapping[str, Any] | None:
        """The game of this name, or None if it is not kept any more."""
        return self._kept.get(name)
