"""Every number answers "says who?", and every source says what rests on it."""

import pytest

from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.evidence import tables
from sim.evidence.conflicts import conflicts, rivals
from sim.evidence.patterns import patterns
from sim.evidence.sources import Fact, facts, find, known, parse_source, rests_on, statements
from sim.postures import caracas, havana, washington
from sim.scenario.guide import quantities
from sim.scenario.schema import Scenario
from sim.studies.citations.answer.citers import (
    affected,
    citers,
    events_of,
    sources_above,
    sources_below,
)
from sim.studies.citations.answer.footnote import SUBJECTS, Footnote, about, look_up, vocabulary
from sim.studies.citations.told import affects, shown

MENUS = {"washington": washington.MENU, "caracas": caracas.MENU, "havana": havana.MENU}
DEFAULTS = Scenario(name="defaults", title="Defaults")


def test_no_quantity_goes_without_a_source_or_a_reasoned_assumption():
    for each in declared(DEFAULTS):
        parts = parse_source(each.quantity.source)  # refuses what cites nothing, or no such id
        assert parts, each.path


def test_what_a_posture_says_rests_on_its_sources_wherever_a_number_is_told():
    told = {each.path: each.quantity.source for each in quantities(Scenario) if each.quantity}
    for actor, menu in MENUS.items():
        for name, posture in menu.items():
            assert told[f"actors.{actor}.menu.{name}.bridges"] == posture.source
    recall = "actors.havana.menu.protect_recall.recall"
    assert told[f"{recall}.medical"] == havana.MENU["protect_recall"].source
    assert told[f"{recall}.sport"] == "assumption: no order"  # which the posture leaves as it is
    assert {each.path: each.quantity.source for each in declared(DEFAULTS)}.items() <= told.items()


def test_every_posture_and_cause_cites_something():
    for citer in citers():
        assert citer.sources or citer.words or citer.kind == "switch", citer.place


def test_every_cited_id_exists():
    missing = [(c.place, s) for c in citers() for s in c.sources if not known(s)]
    missing += [(c.id, s) for c in conflicts() for s in c.sources if not known(s)]
    every = [f"{table}:{row['id']}" for table in tables.ANALOGUES for row in tables.rows(table)]
    missing += [(s, below) for s in every for below in rests_on(s) if not known(below)]
    assert missing == []


def test_every_statement_bears_on_something_that_the_model_has():
    lost = [(s.id, word) for s in statements() for word in s.bears_on if word not in vocabulary()]
    assert lost == []


def test_the_names_given_to_subjects_of_facts_exist_in_the_model():
    subjects = {fact.subject for table in tables.FACTS for fact in facts(table)}
    assert {s for s in subjects if s not in vocabulary()} - set(SUBJECTS) == set()
    assert {word for words in SUBJECTS.values() for word in words} <= vocabulary()


def test_numbers_for_one_thing_that_do_not_agree_are_named_as_a_conflict():
    named = {source for conflict in conflicts() for source in conflict.sources}
    apart = [f.id for t in tables.TABLES for f in facts(t) if rivals(f) and f.id not in named]
    assert apart == []


def test_a_conflict_has_two_sides_and_a_name_of_its_own():
    for conflict in conflicts():
        assert len(conflict.sources) >= 2, conflict.id
        assert conflict.statement.endswith("."), conflict.id
    assert len({conflict.id for conflict in conflicts()}) == len(conflicts())


def test_the_article_keeps_every_answer_to_who_orders_the_departures():
    note = about("expelled")
    assert "who-orders-the-departures" in {conflict.id for conflict in note.conflicts}
    bearing = {word for statement in statements() for word in statement.bears_on}
    assert {"expelled", "recalled", "voluntary"} <= bearing


def test_a_prior_rests_on_cases_and_a_case_on_its_counts():
    below = sources_below("priors:h-host-expel-equipped")
    assert below[1:3] == ("cases:bfa2023", "cases:ner2024")
    assert "series:ner2024-2024-07-24-remaining" in below
    assert "priors:h-host-expel-equipped" in sources_above("series:ner2024-2024-07-24-remaining")


def test_who_is_affected_is_who_is_below_in_the_other_direction():
    for citer in citers()[::40]:
        for source in citer.sources:
            for below in sources_below(source):
                assert citer in [hit for hit, _ in affected(below, citers())], (citer.place, below)


def test_events_of_a_scenario_are_found_by_their_source():
    scenario = Scenario.model_validate(
        {
            "name": "one",
            "title": "One event",
            "events": {
                "stop": {
                    "kind": "blockade_begins",
                    "date": "2025-12-16",
                    "source": "events:2025-12-16-blockade-declared",
                }
            },
        }
    )
    hits = affected("events:2025-12-16-blockade-declared", events_of({"one": scenario}))
    assert [(citer.place, through) for citer, through in hits] == [
        ("one: events.stop", "events:2025-12-16-blockade-declared")
    ]


@pytest.mark.parametrize("actor_or_mission", ["medical", "undercover", "washington", "oil", "air"])
def test_a_topic_gathers_statements_facts_and_what_rests_on_them(actor_or_mission):
    note = look_up(actor_or_mission)
    assert isinstance(note, Footnote)
    assert note.statements or note.facts
    assert note.resting
    text = "\n".join(shown(note))
    for statement in note.statements:
        assert statement.id in text.replace("\n  ", " ")


def test_everything_that_can_be_looked_up_can_be_shown():
    names = [each.place for each in citers() if each.kind in {"quantity", "posture", "switch"}]
    names += [pattern.id for pattern in patterns()] + [conflict.id for conflict in conflicts()]
    names += [f.id for table in tables.TABLES for f in facts(table)] + [s.id for s in statements()]
    for name in names[::9]:
        lines = list(shown(look_up(name)))
        assert len(lines) >= 2, name
        assert all(len(line) <= 96 or "http" in line or " " not in line.strip() for line in lines)


def test_a_name_that_nothing_has_gets_the_closest():
    with pytest.raises(BadValueError, match="did you mean 'medical'"):
        look_up("medcal")
    with pytest.raises(BadValueError, match=r"did you mean 'assumptions\.orders\.delay_havana'"):
        look_up("assumptions.orders.delay_havanna")


def test_a_source_that_nothing_cites_says_so():
    fact = find("personnel:2012-medical-dentists")
    assert isinstance(fact, Fact)
    told = list(affects(fact.id, affected(fact.id, citers())))
    assert "nothing" in told[1]


def test_rivals_are_apart_and_mutual():
    kpler = find("oil_shipments:2025-annual-2")
    reuters = find("oil_shipments:2025-annual-6")
    same = find("oil_shipments:2025-annual")
    assert isinstance(kpler, Fact)
    assert isinstance(reuters, Fact)
    assert reuters in rivals(kpler)
    assert kpler in rivals(reuters)
    assert same not in rivals(reuters)
