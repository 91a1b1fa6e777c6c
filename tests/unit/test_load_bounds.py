"""Time and size of loading are bounded: counted as work done, not by a clock."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.core import errors
from sim.scenario import load as loading
from sim.scenario.load import load
from sim.scenario.problems import MOST_LISTED, ScenarioProblems
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml

HEAD = "name: x\ntitle: x\n"
MANY = 300  # many times what is listed
EVENT = "{kind: coup_attempt, date: 2026-04-01"
WRONG = {
    "reasons": "reasons:\n" + "".join(f"  oil.cuba.deman{i}: x\n" for i in range(MANY)),
    "keys": "".join(f"titl{i}: x\n" for i in range(MANY)),
    "kinds": "events:\n"
    + "".join(f"  e{i}: {{kind: coup_attemp, date: 2026-04-01}}\n" for i in range(MANY)),
    "sources": "events:\n"
    + "".join(f"  e{i}: {EVENT}, source: 'events:2026-01-03-strike'}}\n" for i in range(MANY)),
    "keys of events": "events:\n" + "".join(f"  e{i}: {EVENT}, labl: x}}\n" for i in range(MANY)),
    "postures": "actors: {caracas: {script: [\n"
    + "{start: 2026-04-01, posture: hedg},\n" * MANY
    + "]}}\n",
    "claims": "claims:\n" + "- {observable: x, expect: lowr, than: x}\n" * MANY,
    "units": "events:\n"
    + "".join(
        f"  e{i}: {{kind: strike, date: 2026-04-01, killed: 3 persn}}\n" for i in range(MANY)
    ),
}


def written(folder: Path, text: str, name: str = "case.yaml") -> Path:
    """A scenario file with this text."""
    (folder / name).write_text(HEAD + text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("kind", WRONG)
def test_a_close_word_is_looked_for_only_where_it_is_told(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    close = errors.get_close_matches

    def counted(word: str, options: Sequence[str], n: int, cutoff: float) -> list[str]:
        looked_at.append(len(options))
        return close(word, options, n=n, cutoff=cutoff)

    monkeypatch.setattr(errors, "get_close_matches", counted)
    with pytest.raises(ScenarioProblems, match="did you mean") as found:
        load(written(tmp_path, WRONG[kind]), Scenario)
    assert len(found.value.problems) >= MANY
    assert len(looked_at) <= 2 * MOST_LISTED
    assert sum(looked_at) <= 2 * MOST_LISTED * 1200  # paths of the schema, ids of the evidence


@pytest.mark.slow
def test_what_would_be_too_long_written_out_is_refused_before_it_is_run(tmp_path: Path) -> None:
    many = "events:\n" + "".join(f"  e{i}: {EVENT}}}\n" for i in range(2600))
    with pytest.raises(ScenarioProblems, match=r"written out it has \d+ (bytes|keys)") as found:
        load(written(tmp_path, many), Scenario)
    assert len(found.value.problems) == 1
    long = "reasons: {oil.cuba.demand: x}\ndescription: >\n" + "  é and ü\n" * 400
    long += "events:\n" + "".join(f"  e{i}: {EVENT}, label: {'é' * 78}}}\n" for i in range(1000))
    with pytest.raises(ScenarioProblems, match=r"written out it has \d+ bytes, at most 262144"):
        load(written(tmp_path, long), Scenario)


@pytest.mark.parametrize("n", [10, 450, pytest.param(1200, marks=pytest.mark.slow)])
def test_whatever_is_resolved_is_read_again_and_again(n: int, tmp_path: Path) -> None:
    text = "events:\n" + "".join(f"  e{i}: {EVENT}, label: An attempt}}\n" for i in range(n))
    first = load(written(tmp_path, text), Scenario)
    again = first
    for name in ("again.yaml", "a much longer name of a file.yaml"):
        (tmp_path / name).write_text(resolved_yaml(again), encoding="utf-8")
        again = load(tmp_path / name, Scenario)
        assert digest(again.scenario) == digest(first.scenario)
    assert ("where each comes from" in resolved_yaml(first)) == (n == 1200)


def test_small_files_are_never_too_long_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SURELY_READ", 0)
    events = [f"  e{i:x}: {{kind: strike, date: 2026-04-01}}\n" for i in range(780)]
    quotes = "description: '" + '"' * 4000 + "'\n"
    for text in ("events:\n" + "".join(events), quotes):
        file = written(tmp_path, text + "reasons: {events: x}\n")
        assert file.stat().st_size <= 32_768
        load(file, Scenario)
