"""Files that nobody should write, made from a number: bytes, tokens, structure and numbers gone wrong."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

SEED_TEXT = """\
name: test
title: A test
window: {start: 2025-12-01, end: 2026-12-31}
seed: 3
switches:
  deterrence: powell
  costly_rhetoric: true
levers:
  blockade: {level: 50 %, start: 2026-01-03}
events:
  strike: {kind: strike, date: 2026-01-03, killed: 32, injured: "uniform(8, 71)"}
  closed: {kind: airspace_closed, date: 2026-01-03, until: 2026-01-20}
actors:
  havana:
    script:
      - {start: 2026-01-01, posture: stand}
claims:
  - {observable: posted, expect: lower, than: baseline.yaml}
"""
SEED_TREE: dict[str, Any] = {
    "name": "test",
    "title": "A test",
    "window": {"start": "2025-12-01", "end": "2026-12-31"},
    "levers": {"blockade": {"level": 0.5, "start": "2026-01-03"}},
    "events": {"strike": {"kind": "strike", "date": "2026-01-03", "killed": 32}},
    "actors": {"havana": {"script": [{"start": "2026-01-01", "posture": "stand"}]}},
    "oil": {"cuba": {"demand": 110}, "suppliers": {"mexico": {"interdiction": "beta(1, 2)"}}},
    "reasons": {"oil.cuba": "a test"},
    "record": {"persons": False},
}
# Pieces that have broken YAML readers and schemas: indicators, odd numbers, hidden characters.
PIECES = (
    *("- ", ": ", "? ", "[", "]", "{", "}", ",", "#", "&a", "*a", "!t ", "|", ">", "'", '"', "%"),
    *("@", "`", "\t", "\n", "\n  ", "---\n", "...\n", "<<: ", "~", "null", "true", "yes", "0x1F"),
    *("010", "1_000", "1e999", ".nan", "-0.0", "9" * 400, "9" * 5000, "2026-02-30", "1:30", "a: "),
    *("\u202e", "\u200b", "\ufeff", "\u2028", "\x00", "\x85", "\\x00", '"\\ud800"', "\U0001f600"),
    *("extends: ", "extends: case.yaml\n", "extends: ../x\n", "kind: ", "events: ", "seed: ", "é"),
    *("uniform(", "uniform(1, 0)", "lognormal(1e308, 1e309)", "beta(nan, 1)", "12 %", "3 kb/d"),
    *("reasons: {", "record: ", "draws: posterior", "draws: x.nc", "2 %/week", "35 kb/d"),
)
NUMBERS = (
    *(
        "0",
        "-1",
        "1e-400",
        "1e400",
        "0.1.2",
        "1e",
        "--1",
        "+5",
        ".5",
        "5.",
        "0b1",
        "1/2",
        "∞",
        "１２",
    ),
    *("1,5", "1 000", "1'000", "12 persons", "80 %", "80%%", "3 weeks", "-3 d", "7 kb/fortnight"),
    *(
        "uniform(0, 1)",
        "uniform(1,)",
        "beta(0, 0)",
        "loguniform(-1, 1)",
        "lognormal(1, 1)",
        "normal(0, 1)",
    ),
    *("2026-13-01", "0000-00-00", "99999-01-01", "2026-1-1", "26-01-01", "1e3-01-01"),
)


def strange(number: int) -> bytes:
    """The file of this number; always the same."""
    random = Random(number)
    kinds: tuple[Callable[[Random], bytes], ...] = (_bytes, _tokens, _text, _structure, _numbers)
    return kinds[number % len(kinds)](random)


def _bytes(random: Random) -> bytes:
    """Any bytes, or a good file with a few bytes of it changed."""
    if random.random() < 0.3:
        return random.randbytes(random.randrange(200))
    content = bytearray(SEED_TEXT.encode())
    for _ in range(random.randint(1, 5)):
        start = random.randrange(len(content))
        content[start : start + random.randrange(3)] = random.randbytes(random.randrange(4))
    return bytes(content)


def _tokens(random: Random) -> bytes:
    """Pieces of YAML and lines of a good file in any order."""
    lines = SEED_TEXT.splitlines(keepends=True)
    some = (random.choice(random.choice((PIECES, lines))) for _ in range(random.randint(1, 14)))
    return "".join(some).encode(errors="surrogatepass")


def _text(random: Random) -> bytes:
    """A good file with a few places cut out, repeated or filled with something else."""
    text = SEED_TEXT
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(text) + 1)
        end = start + random.choice((0, 1, 3, 10, 60))
        pieces = (
            random.choice(PIECES),
            text[start:end] * random.choice((0, 2, 50)),
            chr(random.choice((random.randrange(0x80), random.randrange(0x110000)))),
            random.choice(SEED_TEXT.split()),
        )
        text = text[:start] + random.choice(pieces) + text[end:]
    return text.encode(errors="surrogatepass")


def _structure(random: Random) -> bytes:
    """A good tree whose branches were cut, doubled, wrapped or grafted elsewhere."""
    tree = json.loads(json.dumps(SEED_TREE))
    for _ in range(random.randint(1, 4)):
        holder, key = random.choice(list(_places(tree)))
        _, other = random.choice([(None, tree), *((h, h[k]) for h, k in _places(tree))])
        grafted = json.loads(json.dumps(other))
        holder[key] = random.choice(
            (grafted, [holder[key]], {"x": holder[key]}, [], {}, None, True)
        )
        if random.random() < 0.2 and isinstance(holder, dict):
            del holder[key]
        if not tree:
            break
    return json.dumps(tree, ensure_ascii=False)[:200_000].encode(errors="surrogatepass")


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree as its holder and key."""
    keys = (
        list(node) if isinstance(node, dict) else range(len(node) if isinstance(node, list) else 0)
    )
    return [(node, key) for key in keys] + [p for key in keys for p in _places(node[key])]


def _numbers(random: Random) -> bytes:
    """A good file in which numbers and dates are written as nobody should."""
    words = SEED_TEXT.split(" ")
    for _ in range(random.randint(1, 4)):
        numeric = [i for i, word in enumerate(words) if any(c.isdigit() for c in word)]
        if numeric:
            end = random.choice(("", ",", "}", "\n"))
            words[random.choice(numeric)] = random.choice(NUMBERS) + end
    return " ".join(words).encode()
