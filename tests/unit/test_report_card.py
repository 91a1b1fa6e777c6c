"""The card: its size, its words, and that a card alone says what it is, and what it is not."""

import re
import struct
from dataclasses import replace

import pytest
from test_report_readings import dataset, scenario

from sim.core.errors import SimError
from sim.report.headline import headlines
from sim.report.limits import NOT_A_FORECAST
from sim.report.opening.card import LANDSCAPE, PHONE, card_files
from sim.report.opening.card_text import CardText
from sim.report.sentences import how_many

FACTS = {"version": "0.1.0+3f9a1c07", "scenario digest": "7cfd6328aabbccdd", "seed": "9"}


def card(asked: int = 24) -> CardText:
    about = scenario()
    results = dataset(about, 24).assign_attrs(n_asked=asked)
    return CardText.of_run(results, about, FACTS)


def words_of(svg: bytes) -> str:
    """All text of a drawing, in the order in which it is drawn."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode()))


def test_the_headline_is_the_first_sentence_of_the_page() -> None:
    about = scenario()
    [line] = [each for each in headlines(dataset(about, 24)) if each.name == "total"]
    assert card().headline == how_many(line, about.window.start, about.window.end)


def test_both_sizes_say_everything_in_text_and_in_their_metadata() -> None:
    made = card()
    files = card_files(made, (LANDSCAPE, PHONE))
    sizes = {
        name: struct.unpack(">II", content[16:24])
        for name, content in files.items()
        if name.endswith(".png")
    }
    assert sizes == {"card.png": (1200, 675), "card-phone.png": (1080, 1920)}
    for name in ("card.svg", "card-phone.svg"):
        told = words_of(files[name])
        for wanted in (
            made.kicker,
            made.headline,
            made.caveat,
            made.source,
            "projection after 3 Jan 2026",
        ):
            assert wanted in told
        assert NOT_A_FORECAST in told
        assert made.source.encode() in files[name].split(b"</metadata>")[0]
    assert all(
        b"3f9a1c07" in content[:600] for name, content in files.items() if name.endswith("png")
    )
    assert files == card_files(made, (LANDSCAPE, PHONE))


def test_a_partial_ensemble_says_so_on_its_card() -> None:
    assert "PARTIAL: 24 of 30 runs" in card(30).kicker
    assert "PARTIAL" not in card().kicker


def test_two_futures_are_told_by_their_means_beside_their_names() -> None:
    made = card()
    [path] = made.paths
    two = replace(made, paths=(path, replace(path, title="The other", mean=path.mean + 50)))
    told = words_of(card_files(two, (LANDSCAPE,))["card.svg"])
    assert f"{path.mean[-1]:,.0f} mean" in told
    assert f"{path.mean[-1] + 50:,.0f} mean" in told
    assert "The other" in told


def test_results_without_paths_have_no_card() -> None:
    about = scenario()
    with pytest.raises(SimError, match="keep no paths of runs"):
        CardText.of_run(dataset(about).drop_vars("present"), about, FACTS)
