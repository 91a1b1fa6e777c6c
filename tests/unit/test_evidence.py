"""The evidence that ships with the package: complete, dated before the cut-off, citable by id."""

import dataclasses
import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from sim.core.errors import BadValueError
from sim.evidence import tables
from sim.evidence.analogues import analogue_priors, cases, counts, oil_cuts
from sim.evidence.patterns import Target, patterns
from sim.evidence.sources import Fact, Statement, facts, find, known, parse_source, statements

CUT_OFF = date(2026, 2, 21)
SHOCK = date(2026, 1, 3)


def earliest_day(text: str) -> date:
    """First day that a printed date can mean: the start of its month, half-year or year."""
    digits = re.findall(r"\d+", text.partition("..")[0].replace("Q4", "10").replace("H1", "01"))
    year, month, day = (*map(int, digits), 1, 1)[:3]
    return date(year, month, day)


def text_of_data() -> dict[str, str]:
    """All files below the data folder, by name."""
    data = files("sim.evidence") / "data"
    folders = (data, data / "facts", data / "analogues")
    found = [entry for folder in folders for entry in folder.iterdir() if entry.is_file()]
    return {entry.name: entry.read_text(encoding="utf-8") for entry in found}


def test_every_id_is_unique_and_readable() -> None:
    ids = [fact.id for table in tables.TABLES for fact in facts(table)]
    ids += [statement.id for statement in statements()]
    ids += [pattern.id for pattern in patterns()]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert [
        name for name in ids if not re.fullmatch(r"([a-z_]+:)?[a-z0-9]+(-[a-z0-9]+)*", name)
    ] == []


@pytest.mark.parametrize("table", tables.FACTS)
def test_no_fact_is_later_than_the_cut_off(table: str) -> None:
    for fact in facts(table):
        assert earliest_day(fact.date) <= CUT_OFF, fact.id
        if re.search(r"\d", fact.source_date):
            assert earliest_day(fact.source_date) <= CUT_OFF, fact.id


def test_no_count_of_an_earlier_drawdown_is_later_than_the_cut_off_unless_it_was_only_planned() -> (
    None
):
    late = [count for case in cases() for count in counts(case.case_id) if count.date > CUT_OFF]
    assert [count.id for count in late if not count.planned] == []


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-02-21", date(2026, 2, 21)),
        ("2026-01", date(2026, 1, 1)),
        ("2025-01..2025-10", date(2025, 1, 1)),
        ("2017-H1", date(2017, 1, 1)),
        ("2025-Q4", date(2025, 10, 1)),
        ("undated (c. 2019)", date(2019, 1, 1)),
        ("1960..2000", date(1960, 1, 1)),
    ],
)
def test_printed_dates_are_read_conservatively(printed: str, day: date) -> None:
    assert earliest_day(printed) == day


@pytest.mark.parametrize("table", tables.TABLES)
def test_a_table_is_read_completely_and_typed(table: str) -> None:
    read = facts(table)
    assert len(read) == len(tables.rows(table))
    for fact in read:
        assert isinstance(fact, Fact)
        assert fact.what
        assert fact.source_name, fact.id
        assert fact.reliability in ("high", "medium", "low")
        bounds = [bound for bound in (fact.low, fact.high) if bound is not None]
        assert bounds == sorted(bounds), fact.id
        if fact.value is not None and table != "events":
            assert fact.unit, fact.id


def test_a_missing_number_is_none_and_not_zero() -> None:
    disclosed = find("personnel:2026-01-14-military-wounded-returned")
    stopped = find("oil_shipments:2026-02-monthly")
    assert isinstance(disclosed, Fact)
    assert isinstance(stopped, Fact)
    assert disclosed.value is None
    assert disclosed.low == 2
    assert stopped.value == 0


def test_what_is_read_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        facts("personnel")[0].value = 1.0  # type: ignore[misc]


def test_conflicting_sources_are_kept_apart() -> None:
    annual = {
        fact.source_name: fact.value for fact in facts("oil_shipments") if fact.date == "2025"
    }
    assert annual["Reuters via EFE / swissinfo"] == 27
    assert annual["Kpler via Financial Times / El Universal"] == pytest.approx(9.528)
    desertions = {c.value for c in counts("VENDEF") if c.quantity == "defected_period_1y"}
    assert {3000, 700} <= desertions


def test_the_article_is_told_in_our_words_and_says_what_it_bears_on() -> None:
    assert len(statements()) >= 35
    for statement in statements():
        assert statement.statement.endswith("."), statement.id
        assert statement.bears_on, statement.id
    killed = find("article:thirty-two-killed")
    assert isinstance(killed, Statement)
    assert killed.reliability == "high"


def test_a_known_id_is_found_and_an_unknown_one_gets_a_suggestion() -> None:
    assert known("article:guard-replaced")
    assert not known("article:guard-replacd")
    with pytest.raises(BadValueError, match="did you mean 'article:guard-replaced'"):
        find("article:guard-replacd")


def test_a_source_string_may_mix_ids_citations_and_assumptions() -> None:
    fact, statement, citation, assumption = parse_source(
        "personnel:2026-01-03-military-killed; article:thirty-two-killed; "
        "Powell & Thyne 2011: table 2; assumption: nobody counted them"
    )
    assert isinstance(fact, Fact)
    assert isinstance(statement, Statement)
    assert citation == "Powell & Thyne 2011: table 2"
    assert assumption == "assumption: nobody counted them"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "a source must be an id, a citation or 'assumption: reason', is ''"),
        ("assumption", "is 'assumption'"),
        ("assumption: ", "is 'assumption:'"),
        (
            "personnel:2026-01-03-military-kiled",
            "did you mean 'personnel:2026-01-03-military-killed'",
        ),
        ("priors:h-host-soft p. 3", "did you mean 'priors:h-host-soft'"),
        ("personel:2026-01-03-military-killed", "did you mean 'personnel'"),
    ],
)
def test_a_source_string_that_cites_nothing_is_refused(source: str, message: str) -> None:
    with pytest.raises(BadValueError, match=re.escape(message)):
        parse_source(source)


def test_an_address_is_a_citation() -> None:
    assert parse_source("doi:10.1162/016228899560202") == ("doi:10.1162/016228899560202",)


def test_an_unknown_table_or_case_gets_a_suggestion() -> None:
    with pytest.raises(BadValueError, match="did you mean 'personnel'"):
        facts("personel")
    with pytest.raises(BadValueError, match="did you mean 'ECU2019'"):
        counts("ECU2018")
    with pytest.raises(BadValueError, match="reliability must be high, medium or low"):
        tables.reliability("probably")


def test_the_counts_of_a_case_are_in_order_inside_their_range_and_belong_to_it() -> None:
    case_ids = {case.case_id for case in cases()}
    assert {row["case_id"] for row in tables.rows("series")} <= case_ids
    for case in cases():
        of_case = counts(case.case_id)
        assert [count.date for count in of_case] == sorted(count.date for count in of_case)
        for count in of_case:
            assert count.low <= count.value <= count.high, count.id


def test_the_priors_of_earlier_drawdowns_have_an_ordered_range() -> None:
    for prior in analogue_priors():
        assert prior.p05 < prior.median < prior.p95, prior.id


def test_an_oil_cut_is_read_with_its_effects() -> None:
    by_id = {cut.id: cut for cut in oil_cuts()}
    assert by_id["oil_cut:1989-1993"].gdp_change == -35
    assert by_id["oil_cut:1989"].oil_per_day == 267
    assert by_id["oil_cut:2016"].deliveries is None


def test_patterns_are_numbered_and_rest_on_known_sources() -> None:
    assert [pattern.id for pattern in patterns()] == [f"p{n:02}" for n in range(1, 30)]
    for pattern in patterns():
        assert pattern.sources, pattern.id
        assert [source for source in pattern.sources if not known(source)] == [], pattern.id


def test_what_is_scripted_or_forced_is_a_check_and_not_fit() -> None:
    checks = {pattern.id for pattern in patterns() if pattern.role == "check"}
    assert checks == {"p01", "p02", "p15", "p16", "p17", "p19", "p22", "p27"}
    assert {pattern.role for pattern in patterns()} == {"fit", "check"}
    assert {pattern.kind for pattern in patterns()} == {"hard", "soft", "both"}


def test_the_killed_are_counted_on_the_day_of_the_strike() -> None:
    [target] = patterns()[0].targets
    assert (target.first, target.last) == (SHOCK, SHOCK)
    assert (target.low, target.high) == (32, 32)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"kind": "firm", "low": 0.0}, "neither hard nor soft"),
        ({"kind": "hard"}, "asks for nothing"),
        ({"kind": "hard", "low": 1.0, "high": 0.0}, "low bound above its high bound"),
        ({"kind": "soft", "low": 1.0}, "needs a tolerance"),
        ({"kind": "hard", "low": 1.0, "tolerance": 0.1}, "needs a tolerance if it is soft"),
        ({"kind": "hard", "low": 1.0, "last": date(2026, 1, 2)}, "ends before it begins"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(target: dict[str, object], message: str) -> None:
    complete = {"variable": "people gone", "first": SHOCK, "last": SHOCK} | target
    with pytest.raises(BadValueError, match=message):
        Target(**complete)  # type: ignore[arg-type]


def test_the_data_hold_no_long_quotation_and_no_later_day() -> None:
    for name, text in text_of_data().items():
        quoted = re.findall(r"(?<!\w)'([^'\n]{40,})'(?!\w)", text)
        assert quoted == [], name
        days = {date.fromisoformat(day) for day in re.findall(r"2026-\d\d-\d\d", text)}
        later = {day for day in days if day > CUT_OFF}
        # A plan, a forecast and the end of a 90-day window are the only later days.
        assert later <= {date(2026, 12, 31), date(2026, 8, 20), date(2026, 3, 1)}, name


def test_no_page_of_a_package_registry_is_cited() -> None:
    registries = ("pypi", "pythonhost", "npmjs", "crates", "rubygems", "anaconda")
    for name, text in text_of_data().items():
        hosts = re.findall(r"https?://([^/\s,\"]+)", text)
        assert [host for host in hosts if any(part in host for part in registries)] == [], name
