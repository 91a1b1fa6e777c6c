"""What has no effect is said; and what is said to have none has none, to the bit."""

from pathlib import Path
from shutil import copy

import numpy as np
import pytest

from sim.experiments.batch import run_batch
from sim.scenario.idle import RULES, remarks
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from support.terminal import sim

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HEAD = "extends: baseline.yaml\nname: x\ntitle: y\n"
#: A setting that goes unread, another value of it, and what makes it so, as `--set` takes them.
NO_STRIKE = ("events.strike.happens=false", "reasons.events=a test")
SCRIPTED = "actors.{}.script=[{{start: 2025-12-01, posture: {}}}]"
CARACAS, HAVANA = SCRIPTED.format("caracas", "hedge"), SCRIPTED.format("havana", "stand")
WASHINGTON = SCRIPTED.format("washington", "coerce")
NO_BLOCKADE = (
    "events.blockade.happens=false",
    "events.tariffs.happens=false",
    "reasons.events=a test",
)
NO_CONTROL = ("events.exports.happens=false", "reasons.events=a test")
NO_TARIFFS = ("events.tariffs.happens=false", "reasons.events=a test")
STOP = "events.stop={{kind: supplier_stops, supplier: {}, date: 2025-12-01, until: 2026-12-31}}"
UNREAD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("levers.blockade={level: 1, start: 2026-02-01}", NO_BLOCKADE),
    ("assumptions.lever_speed.blockade=0.9", NO_BLOCKADE),
    ("levers.consent={level: 1, start: 2026-02-01}", NO_CONTROL),
    ("assumptions.lever_speed.consent=0.9", NO_CONTROL),
    ("oil.deterrence.deterred_share=0.9", (*NO_BLOCKADE, *NO_CONTROL)),
    ("oil.suppliers.venezuela.interdiction=0.1", NO_BLOCKADE),
    *((f"oil.suppliers.{s}.interdiction=0.1", NO_TARIFFS) for s in ("mexico", "others")),
    *((f"oil.suppliers.{s}.interdiction=0.1", (STOP.format(s),)) for s in ("mexico", "others")),
    ("air.without_jet_fuel=0.01", ()),
    (
        "air.without_jet_fuel=0.01",
        (
            "switches.jet_fuel_limits_seats=true",
            "events.jet_fuel.happens=false",
            "reasons.events=x",
        ),
    ),
    ("switches.jet_fuel_limits_seats=true", ("events.jet_fuel.happens=false", "reasons.events=x")),
    ("assumptions.causes.defected.peers=3", ("switches.contagion=none",)),
    ("assumptions.peers.threshold=0.9", ("switches.contagion=none",)),
    ("assumptions.peers.threshold=0.9", ()),
    ("assumptions.caracas.rally=9", ()),
    ("assumptions.coup.counterweight_deters=9", ()),
    ("assumptions.orders.shock_memory=1", NO_STRIKE),
    ("assumptions.coup.shock_memory=1", NO_STRIKE),
    ("assumptions.coup.shock_effect=9", NO_STRIKE),
    ("assumptions.causes.evacuated_injured.healing=1", NO_STRIKE),
    *((f"assumptions.washington.{each}=9", (WASHINGTON,)) for each in ("memory", "objective")),
    ("assumptions.caracas.security=9", (CARACAS,)),
    *(
        (f"assumptions.havana.{each}=9", (HAVANA,))
        for each in ("memory", "horizon", "oil", "income", "reputation", "risk")
    ),
    ("switches.coercion=binds", (CARACAS,)),
    ("switches.purge_logic=false", (CARACAS,)),
    ("assumptions.choice.precision=0.1", (CARACAS, HAVANA, WASHINGTON)),
)


def loaded(folder: Path, text: str, *changes: str) -> Loaded[Scenario]:
    """A scenario of this text beside the shipped ones."""
    for name in ("baseline.yaml", "blockade.yaml"):
        copy(SCENARIOS / name, folder)
    (folder / "mine.yaml").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    return load(folder / "mine.yaml", Scenario, changes)


def told(read: Loaded[Scenario]) -> list[str]:
    """The remarks, a line each."""
    return [each.line() for each in remarks(read)]


@pytest.mark.parametrize(("setting", "where"), UNREAD, ids=lambda value: str(value)[:48])
def test_what_is_said_to_have_no_effect_has_none(setting: str, where: tuple[str, ...]) -> None:
    file, path = SCENARIOS / "baseline.yaml", setting.partition("=")[0]
    calm = ("draws=prior", *where)
    with_it = load(file, Scenario, [*calm, setting])
    paths = [each.path for each in remarks(with_it)]
    assert any(path == each or path.startswith(f"{each}.") for each in paths)
    one = run_batch(load(file, Scenario, calm).scenario, range(6)).arrays
    other = run_batch(with_it.scenario, range(6)).arrays
    assert all(np.array_equal(one[name], other[name]) for name in one if name != "draws")


def test_every_rule_is_tried() -> None:
    tried = {setting.partition("=")[0] for setting, _ in UNREAD}
    for rule in RULES:
        for pattern in rule.paths:
            steps = pattern.split(".")
            assert any(
                all(want in {"*", step} for want, step in zip(steps, path.split("."), strict=False))
                for path in tried
            ), pattern


@pytest.mark.parametrize(
    "text",
    [
        "levers: {blockade: {level: 1, start: 2026-12-31}}",
        "levers: {pressure: {level: 1, until: 2025-12-01}}",
        "actors: {havana: {script: [{start: 2020-01-01, until: 2025-12-01, posture: withdraw}]}}",
        "air: {without_jet_fuel: 0.1}\nswitches: {jet_fuel_limits_seats: true}",
        "assumptions: {peers: {threshold: 0.3}}\nswitches: {contagion: threshold}",
        "assumptions: {caracas: {security: 1}}",
        "actors: {caracas: {script: [{start: 2026-01-04, until: 2026-03-01, posture: hedge}]}}\n"
        "assumptions: {caracas: {security: 1}}",
        "assumptions: {caracas: {rally: 0.3}}\nswitches: {coercion: binds}",
        # Deals are weighed whoever follows a script, and fears are recorded.
        "actors: {havana: {script: [{start: 2025-12-01, posture: stand}]}}\n"
        "assumptions: {havana: {regime: 1}}",
        "actors: {caracas: {script: [{start: 2025-12-01, posture: hedge}]}}\n"
        "switches: {costly_rhetoric: true}",
        "events: {strike: {happens: false}}\nreasons: {events: x}\nassumptions: {caracas: {security: 1}}",
        "oil: {suppliers: {venezuela: {interdiction: 0.5}}}\nevents: {stop: {kind: supplier_stops, "
        "supplier: venezuela, date: 2025-12-01, until: 2026-12-31}}",
    ],
)
def test_nothing_is_said_where_a_day_or_a_reader_is_left(text: str, tmp_path: Path) -> None:
    assert told(loaded(tmp_path, text)) == []


def test_days_outside_the_window_are_said_at_their_line(tmp_path: Path) -> None:
    late = "levers: {blockade: {level: 1, start: 2027-01-01}, talks: {level: 1, until: 2025-11-30}}"
    outside = "outside the window (2025-12-01 to 2026-12-31)"
    assert told(loaded(tmp_path, late)) == [
        f"mine.yaml:4:38: levers.blockade: has no effect: it holds from 2027-01-01, {outside}",
        f"mine.yaml:4:76: levers.talks: has no effect: it holds until 2025-11-30, {outside}",
    ]
    short = loaded(
        tmp_path, "levers: {talks: {level: 1, start: 2026-05-01}}", "window.end=2026-03-11"
    )
    assert [each.path for each in remarks(short)] == ["levers.talks"]


def test_an_event_taken_out_is_not_told_more(tmp_path: Path) -> None:
    text = "events: {jet_fuel: {happens: false, until: 2026-04-01}}\nreasons: {events: x}"
    [only] = told(loaded(tmp_path, text))
    assert only.startswith(
        "mine.yaml:4:44: events.jet_fuel.until: has no effect: the event is taken"
    )


def test_what_a_parent_says_is_its_own_affair(tmp_path: Path) -> None:
    loaded(tmp_path, "assumptions: {peers: {threshold: 0.3}}\nswitches: {contagion: threshold}")
    child = tmp_path / "child.yaml"
    child.write_text("extends: mine.yaml\nname: x\ntitle: y\nswitches: {contagion: none}\n")
    assert told(load(child, Scenario)) == []


def test_set_to_what_it_is_already_is_said(tmp_path: Path) -> None:
    before = loaded(tmp_path, "seed: 5")
    now = loaded(tmp_path, "seed: 5", "seed=5", "replicates=7", "levers.talks.level=1")
    assert [each.line() for each in remarks(now, before)] == [
        "--set seed: has no effect: it has this value already"
    ]


def test_shipped_scenarios_say_nothing_without_effect() -> None:
    for file in sorted(SCENARIOS.glob("*.yaml")):
        assert told(load(file, Scenario)) == [], file.name


def test_commands_warn_on_stderr_and_go_on(tmp_path: Path) -> None:
    quiet = loaded(tmp_path, "seed: 5")
    late = loaded(tmp_path, "seed: 5\nlevers: {talks: {level: 1, start: 2027-01-01}}")
    assert digest(quiet.scenario) != digest(late.scenario)
    done = sim("validate", "mine.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "mine.yaml: fine\n")
    assert done.stderr.startswith("warning: mine.yaml:5:35: levers.talks: has no effect")
    assert '"W201"' in sim("validate", "--json", "mine.yaml", cwd=tmp_path).stdout
