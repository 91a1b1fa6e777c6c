"""``sim evidence`` as a user types it."""

import json

from support.terminal import sim


def test_a_topic_reads_like_a_footnote():
    done = sim("evidence", "show", "medical")
    assert done.returncode == 0
    flat = " ".join(done.stdout.split())
    assert "Many Cuban doctors still work in Venezuelan hospitals." in flat
    assert "13,000 to 14,000 people" in flat
    assert "Archivo Cuba (M. Werlau) via Marti Noticias, 2026-01-07 [medium" in flat
    assert "Sources contradict one another" in flat
    assert "p05: Many doctors are still at work" in flat
    assert "missions.medical.headcount" in flat


def test_a_wrong_count_of_an_old_drawdown_reaches_a_quantity_by_way_of_a_prior():
    done = sim("evidence", "affects", "series:ecu2019-2019-11-19-departed-cumulative", "--json")
    hits = {hit["place"]: hit for hit in json.loads(done.stdout)["affects"]}
    assert (
        hits["assumptions.causes.expelled.after_relief"]["through"] == "priors:h-host-expel-light"
    )
    assert hits["ecu2019"]["kind"] == "replay"


def test_a_wrong_event_reaches_the_scenarios_that_date_it():
    done = sim("evidence", "affects", "events:2025-12-16-blockade-declared", "--json")
    places = {hit["place"] for hit in json.loads(done.stdout)["affects"]}
    assert {"baseline: events.blockade", "p09"} <= places


def test_it_works_where_there_are_no_scenarios(tmp_path):
    done = sim("evidence", "affects", "events:2025-12-16-blockade-declared", cwd=tmp_path)
    assert done.returncode == 0
    assert "p09" in done.stdout


def test_a_quantity_leads_back_to_its_sources():
    done = sim("evidence", "show", "assumptions.orders.delay_havana")
    assert done.returncode == 0
    assert "priors:delay-decision-to-first-exit" in done.stdout
    assert "cases:bol2019" in done.stdout
    assert "series:bol2019-2019-11-16-departed-cumulative" in done.stdout


def test_a_misspelt_name_gets_a_suggestion():
    for words in (("show", "medcal"), ("affects", "article:guard-replacd")):
        done = sim("evidence", *words)
        assert done.returncode == 3
        assert "did you mean" in done.stderr
        assert done.stdout == ""


def test_the_overview_lists_everything_and_is_one_json_object_on_request():
    told = sim("evidence").stdout
    assert "article:who-orders-departures-contested" in told
    found = json.loads(sim("evidence", "--json").stdout)
    assert found["schema"] == 1
    assert len(found["patterns"]) == 29
    assert {"personnel", "events", "series"} <= set(found["facts"])
