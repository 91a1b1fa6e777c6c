"""``sim dashboard`` without a browser: who may ask, what is answered, and that nothing ends the server."""

import csv
import io
import json
import socket
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.app import app
from sim.core.errors import Exit, SimError
from support.pages import SMALL, TOKEN, dashboard, events_in

BASE = {"base": "small"}
FEWER = {"base": "small", "changes": ["air.seats=3"]}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with dashboard(tmp_path_factory.mktemp("page")) as found:
        yield found


def numbers(event: dict) -> list[dict]:
    return event["futures"][0]["headlines"]


def test_the_page_comes_to_who_has_the_token_and_sets_a_cookie(page) -> None:
    status, text, headers = page.ask(f"/?token={TOKEN}", cookie="")
    assert status == 200
    assert "<h1" in text
    assert f"sim_{page.port}={TOKEN}; HttpOnly; SameSite=Strict" in headers["set-cookie"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {"cookie": ""}, 403),
        ("/?token=wrong", {"cookie": ""}, 403),
        ("/?token=", {"cookie": ""}, 403),
        ("/?" + "&".join(f"a{n}=1" for n in range(99)), {"cookie": ""}, 403),
        ("/files/page.js?token=" + TOKEN, {"cookie": ""}, 403),
        (f"/?token={TOKEN}", {"host": "evil.example"}, 421),
        (f"/?token={TOKEN}", {"host": "127.0.0.1.evil.example"}, 421),
        ("/", {"host": "127.0.0.1"}, 421),
        ("/", {"origin": "http://evil.example"}, 403),
        ("/", {"origin": "null"}, 403),
        ("/files/page.js", {"sec_fetch_site": "cross-site"}, 403),
        ("/", {"cookie": "a=\x01; ===;;"}, 403),
    ],
)
def test_strangers_get_a_status_and_a_sentence(page, path, headers, status) -> None:
    found, text, answered = page.ask(path, **headers)
    assert found == status
    assert "This page" in text or "Another site" in text
    assert "set-cookie" not in answered


@pytest.mark.parametrize(
    "path",
    [
        "/files/../app.py", "/files/%2e%2e/app.py", "/files/..%2fapp.py", "/files//etc/passwd",
        "/files/%2fetc%2fpasswd", "/..%5c..%5cetc", "/files/page.html", "/.git/config", "/docs", "/files/",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_list(page, path) -> None:
    status, text, _ = page.ask(path)
    assert status == 404
    assert text == "there is nothing here\n"


def test_the_page_asks_nobody_else(page) -> None:
    _, text, _ = page.ask("/")
    sources = [text] + [
        page.ask(f"/files/{name}")[1]
        for name in (
            "page.js",
            "charts.js",
            "controls.js",
            "seat.js",
            "state.js",
            "tables.js",
            "page.css",
        )
    ]
    assert all(len(each) > 500 for each in sources)
    outside = [line for each in sources for line in each.splitlines() if "://" in line]
    assert all("http://www.w3.org/2000/svg" in line for line in outside)
    assert not any("innerHTML" in each or "eval(" in each for each in sources)


@pytest.mark.parametrize(
    ("path", "content", "status", "says"),
    [
        ("/futures", {"page": "p", "drafts": [{"base": "nowhere"}]}, 422, "no scenario of this name"),
        ("/futures", {"page": "p", "drafts": [{"base": "../small"}]}, 422, "no scenario of this name"),
        ("/futures", {"page": "p", "drafts": []}, 400, "one scenario, or two"),
        ("/futures", {"page": "", "drafts": [BASE]}, 400, "a page names itself"),
        ("/futures", {"page": "p", "drafts": [{"base": "small", "changes": ["air.seats=-3"]}]}, 422, "must be from 0"),
        ("/futures", {"page": "p", "drafts": [{"base": "small", "changes": ["air.seat=3"]}]}, 422, "did you mean 'seats'"),
        ("/futures", {"page": "p", "drafts": [{"base": "small", "changes": [7]}]}, 422, "path=value"),
        ("/futures", {"page": "p", "drafts": [{"base": "small", "changes": ["missions.medical.headcount=190000"]}]}, 422, "too large for the page"),
        ("/world", {"draft": {"text": "name: x\n title: {"}}, 422, "dropped"),
        ("/world", {"draft": {"text": "name: a\x00"}}, 422, ""),
        ("/world", {"draft": {"text": "a" * 300_000}}, 422, "at most"),
        ("/history", {"draft": BASE, "run": "1"}, 400, "a run is a number"),
        ("/history", {"draft": BASE, "run": 10**9}, 400, "a run is a number"),
        ("/yaml", {"draft": BASE, "runs": 9}, 400, "runs are one of"),
        ("/seat", {"draft": BASE, "actor": "madrid"}, 422, "the seat is one of"),
        ("/seat", {"draft": BASE, "actor": "caracas", "choices": ["exit"]}, 422, "no posture of this name"),
        ("/seat", {"draft": BASE, "actor": "caracas", "run": -1}, 422, "a number from 0"),
        ("/seat", {"draft": BASE, "actor": "caracas", "aims": ["fame"]}, 422, "no aim"),
        ("/seat", {"draft": BASE, "actor": "caracas", "start": "2027-13-01"}, 422, "not a date"),
        ("/world", [], 400, "JSON object"),
    ],
)  # fmt: skip
def test_a_slip_is_a_sentence_and_a_status(page, path, content, status, says) -> None:
    found, text, _ = page.ask(path, content)
    assert found == status, text
    assert says in " ".join(json.loads(text)["sentences"])


def test_what_is_no_json_or_too_long_is_refused(page) -> None:
    assert page.ask("/world", body=b"{", content_type="application/json")[0] == 400
    assert page.ask("/world", body=b"[" * 200_000, content_type="application/json")[0] == 400
    assert page.ask("/world", body=b"{}", content_type="text/plain")[0] == 415
    assert page.ask("/world", body=b" " * 700_000, content_type="application/json")[0] == 413
    assert page.ask("/world", method="PUT")[0] == 405
    assert page.ask("/")[0] == 200


def test_each_set_of_runs_contains_the_one_before_and_has_the_numbers_of_sim_run(
    page, tmp_path
) -> None:
    told = page.stream("numbers", FEWER)
    kinds = [kind for kind, _ in told]
    shown = [content for kind, content in told if kind == "futures"]
    assert kinds[0] == "accepted"
    assert kinds[-1] == "done"
    assert [each["futures"][0]["n"] for each in shown] == [8, 64, 256]
    ends = [each["futures"][0]["ends"] for each in shown]
    assert ends[1][:8] == ends[0]
    assert ends[2][:64] == ends[1]
    status, text, _ = page.ask("/yaml", {"draft": FEWER, "runs": 64})
    assert status == 200
    file = tmp_path / "page.yaml"
    file.write_text(text, encoding="utf-8")
    same = sim.run(file).headlines  # as many runs as the file says, like sim run
    for ours in numbers(shown[1]):
        theirs = same.loc[ours["name"]]
        assert ours["median"] == pytest.approx(theirs["median"], rel=1e-8)
        assert ours["high90"] == pytest.approx(theirs["high90"], rel=1e-8)
    _, text, _ = page.ask("/csv", {"draft": FEWER, "runs": 64})
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["variable"] == "total"]
    total = next(each for each in numbers(shown[1]) if each["name"] == "total")
    assert float(rows[-1]["median"]) == pytest.approx(total["median"], rel=1e-5)


def test_two_scenarios_are_compared_pair_by_pair(page) -> None:
    told = dict(page.stream("pairs", BASE, FEWER))
    pairs, (one, other) = told["futures"]["pairs"], told["futures"]["futures"]
    n = sum(b > a for a, b in zip(one["ends"], other["ends"], strict=True))
    assert pairs["fans"][0]["more"] == n
    assert n > 0
    assert f"{round(100 * n / 256)} in 100 pairs" in pairs["sentence"]
    same = dict(page.stream("pairs", BASE, BASE))["futures"]["pairs"]
    assert same["sentence"].startswith("In none of the 256 pairs")
    later = {"base": "small", "changes": ["window.end=2025-12-20"]}
    assert "are no pairs" in str(dict(page.stream("pairs", BASE, later))["problem"])


def test_a_lever_that_moves_stops_the_ensemble_before_it(page) -> None:
    slow = {"base": "baseline", "changes": ["air.seats=41"]}
    found = {}

    def first() -> None:
        _, text, _ = page.ask("/futures", {"page": "lever", "drafts": [slow]})
        found["first"] = events_in(text)

    waiting = threading.Thread(target=first)
    waiting.start()
    threading.Event().wait(1.5)  # until it is being computed
    second = page.stream("lever", BASE)
    waiting.join(30)
    assert found["first"][-1][0] == "stopped"
    assert second[-1][0] == "done"


def test_a_browser_that_goes_away_leaves_nothing_behind(page) -> None:
    body = json.dumps({"page": "gone", "drafts": [{"base": "baseline"}]}).encode()
    head = (
        f"POST /futures HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nCookie: sim_{page.port}={TOKEN}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", page.port), timeout=20) as line:
            line.sendall(head.encode() + body)
            assert b"200" in line.recv(64)
    half = socket.create_connection(("127.0.0.1", page.port), timeout=20)
    half.sendall(head.encode()[:40])  # half a request, for as long as it likes
    assert page.stream("after", BASE)[-1][0] == "done"
    half.close()


def test_one_run_tells_what_happened_and_why(page) -> None:
    status, text, _ = page.ask("/history", {"draft": {"base": "baseline"}, "run": 3})
    found = json.loads(text)
    assert status == 200
    assert any(each["kind"] == "strike" for each in found["events"])
    scripted = [each for each in found["changes"] if each["scripted"]]
    chosen = [each for each in found["changes"] if not each["scripted"]]
    assert scripted[0]["actor"] == "caracas"
    assert chosen
    for each in chosen:
        worth = {name: sum(parts.values()) for name, parts in each["parts"].items()}
        assert worth[each["to"]] > worth[each["from"]]


def test_a_seat_is_asked_week_by_week_and_ends_with_a_file_that_replays_it(page, tmp_path) -> None:
    asked = {"draft": BASE, "actor": "caracas", "run": 2, "aims": ["calm", "oil"], "choices": []}
    for number, choice in enumerate(["hedge", None, "rupture"], start=1):
        found = json.loads(page.ask("/seat", asked)[1])
        assert found["decision"] == number
        assert {each["posture"] for each in found["briefing"]["weighings"]} >= {"hedge", "rupture"}
        asked["choices"].append(choice)
    assert json.loads(page.ask("/seat", asked)[1])["briefing"]["held"] == "rupture"
    end = json.loads(page.ask("/seat", asked | {"keep": True})[1])["end"]
    assert [each["posture"] for each in end["content"]["moves"]] == ["hedge", "rupture"]
    assert [each["aim"] for each in end["content"]["aims"]] == ["calm", "oil"]
    (tmp_path / "moves.yaml").write_text(end["file"], encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    words = [
        "-q",
        "play",
        "caracas",
        str(tmp_path / "small.yaml"),
        "--moves",
        str(tmp_path / "moves.yaml"),
    ]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "r"), "--json"])
    assert json.loads(done.stdout)["bits"] == end["content"]["bits"]
    status, text, headers = page.ask(end["page"])
    [left] = (tmp_path / "r").glob("*/report.html")
    assert status == 200
    assert "sim play caracas small.yaml --moves moves.yaml" in text
    assert of_the_game(text) == of_the_game(left.read_text(encoding="utf-8"))
    assert "script-src 'sha256-" in headers["content-security-policy"]
    assert "script-src 'unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert page.ask(end["page"], cookie="")[0] == 403


def of_the_game(page: str) -> str:
    """A page of a game up to how it was made, which names the command."""
    told, _ = page.split('<div id="provenance">')
    return told


def test_a_game_that_is_not_kept_is_told_in_words(page) -> None:
    status, text, _ = page.ask("/ends/0123")
    assert status == 404
    assert "not kept any more" in text


def test_controls_have_unit_range_meaning_and_source(page) -> None:
    told = json.loads(page.ask("/world", {"draft": {"base": "baseline"}})[1])
    controls = {each["path"]: each for each in told["controls"]}
    assert controls["air.seats"]["unit"] == "persons/day"
    assert all(each["meaning"] and each["group"] for each in controls.values())
    numbers_ = [each for each in controls.values() if "options" not in each]
    assert len(numbers_) > 200
    assert all(each["source"] and each["low"] <= each["slide"][0] < each["slide"][1] <= each["high"] for each in numbers_)  # fmt: skip
    assert {each["path"] for each in controls.values() if each["kind"] == "lever"} >= {
        "levers.blockade.level",
        "actors.caracas.script",
    }


def test_the_full_report_is_that_of_sim_run(page) -> None:
    status, text, _ = page.ask("/report", {"draft": BASE, "runs": 8})
    assert status == 200
    assert "A small world" in text
    assert "8 of 8" in text


def test_it_does_not_mind_many_requests(page) -> None:
    for _ in range(300):
        assert page.ask("/", cookie="")[0] == 403
    assert page.ask("/")[0] == 200
    assert page.process.poll() is None


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (["--host", "192.0.2.7"], "only this computer can open the dashboard", Exit.USAGE),
        (["--port", "70000"], "--port: must be from 0 to 65535, is 70000", Exit.USAGE),
        (["--token", "a b"], "--token: use letters", Exit.USAGE),
        (["nowhere.yaml"], "no such file", Exit.USAGE),
    ],
)
def test_what_cannot_be_opened_is_a_sentence(words, says, code) -> None:
    done = CliRunner().invoke(app, ["dashboard", "--no-browser", *words])
    assert isinstance(done.exception, SimError)
    assert says in str(done.exception)
    assert done.exception.code == code


def test_without_the_extra_the_line_that_installs_it_is_told(monkeypatch) -> None:
    monkeypatch.setattr("sim.cli.dashboard.is_installed", lambda _: False)
    done = CliRunner().invoke(app, ["dashboard", "--no-browser"])
    assert done.exception.code == Exit.MISSING_EXTRA
    assert "uv sync --extra dashboard" in str(done.exception)


def test_small_answers_are_sent_at_once() -> None:
    """An answer in two parts took 40 ms more where asyncio did not know that the socket is TCP."""
    from sim.dashboard.serve import opened

    with opened("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_port_in_use_is_told(page) -> None:
    done = CliRunner().invoke(app, ["dashboard", "--no-browser", "--port", str(page.port)])
    assert done.exception.code == Exit.INPUT_OUTPUT
    assert "is in use" in str(done.exception)


@pytest.mark.slow
def test_other_computers_are_let_in_only_where_that_is_asked_for(tmp_path: Path) -> None:
    with dashboard(tmp_path, SMALL, "--host", "127.0.0.2", "--allow-remote") as found:
        assert "travels unencrypted" in " ".join("".join(found.told).split())
