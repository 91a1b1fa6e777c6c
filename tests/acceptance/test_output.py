"""Output survives its reader, a full disk and a closed descriptor, and nothing in it acts on a terminal."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import process
from sim.cli.screen import waiting
from support.terminal import ROOT, SIM, sim

#: A window's title, a C1 sequence, a reversal, a return and a line that is none.
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.\rnot\u2028b"
RUN = ("run", ROOT / "scenarios" / "blockade.yaml", "--reps", 2, "--jobs", 1, "--no-report")


def shell(line, cwd=ROOT, **variables):
    """Run a line of shell in which $SIM is the program; what it prints is bytes."""
    environment = os.environ | {"SIM": str(SIM), "XDG_CONFIG_HOME": str(cwd / "none")} | variables
    return subprocess.run(
        ["bash", "-c", line],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("command", ["describe", "describe --json", "schema", "evidence"])
def test_a_reader_who_leaves_is_no_error(command):
    done = shell(f'"$SIM" {command} | head -1; exit "${{PIPESTATUS[0]}}"')
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["list", "config --json", "resolve scenarios/blockade.yaml"])
@pytest.mark.parametrize("where", [">&-", "> /dev/full", "< /dev/null >&- 2>&-"])
def test_output_that_is_lost_is_said_or_not_and_never_a_bug(command, where):
    done = shell(f'"$SIM" {command} {where}')
    assert done.returncode == 7
    assert done.stderr in {
        b"",
        b"cannot write standard output: bad file descriptor\n",
        b"cannot write standard output: no space left on device\n",
    }


def test_an_error_keeps_its_code_when_nobody_can_read_it():
    assert shell('"$SIM" run nothing.yaml >&- 2>&-').returncode == 2
    assert shell('"$SIM" list nowhere 2> /dev/full').returncode == 2


def test_a_run_goes_on_when_its_progress_loses_its_reader(tmp_path):
    words = " ".join(map(str, RUN))
    line = f'{{ "$SIM" {words} --out {tmp_path}/r 2>&1; echo $? > {tmp_path}/code; }} | true'
    shell(line)
    assert (tmp_path / "code").read_text() == "0\n"
    (folder,) = (tmp_path / "r").iterdir()
    assert json.loads((folder / "manifest.json").read_text())["status"] == "complete"


def test_a_slow_reader_of_a_pipe_that_does_not_block_gets_everything():
    code = (
        "import fcntl, os, subprocess, sys, time\n"
        "r, w = os.pipe(); fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)\n"
        "child = subprocess.Popen(sys.argv[1:], stdout=w); os.close(w); time.sleep(3); n = 0\n"
        "while part := os.read(r, 9999): n += len(part)\n"
        "print(n, child.wait())"
    )
    words = [str(SIM), "describe", "--json"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    whole = subprocess.run(words, capture_output=True, check=True).stdout
    assert done.stdout.split() == [str(len(whole)).encode(), b"0"], done.stderr


def test_output_that_is_not_unicode_loses_no_character(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("name: a\ntitle: Año → 年\nextends: ''\n", encoding="utf-8")
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    listed = sim("list", tmp_path, variables=plain)
    assert r"A\xf1o -> \u5e74" in listed.stdout, listed.stderr
    told = sim("list", tmp_path, "--json", variables=plain).stdout
    assert told.isascii()
    assert json.loads(told)["scenarios"][0]["title"] == "Año → 年"
    resolved = shell(f'"$SIM" resolve {file}', **plain).stdout.decode("utf-8")
    assert "Año → 年" in resolved


def test_nothing_that_was_typed_acts_on_the_terminal(tmp_path, monkeypatch, capsys):
    text = HOSTILE
    (tmp_path / text).mkdir()
    shutil.copy(ROOT / "scenarios" / "baseline.yaml", tmp_path / text / "x.yaml")
    for words in (
        (text,),
        ("run", text),
        ("run", "x.yaml", f"--{text}"),
        ("list", tmp_path / text),
        ("list", "nowhere", "--json", text),
        ("validate", tmp_path / text / "x.yaml", text),
        ("explain", text),
        ("schema", text),
        ("describe", text),
        ("evidence", "show", text),
        ("evidence", "affects", text),
        ("sensitivity", tmp_path / text / "x.yaml", "--of", text),
        ("discover", tmp_path / text / "x.yaml", "--where", text),
        ("run", "x.yaml", "--shard", text),
        ("run", "x.yaml", "--cluster", text),
        ("show", tmp_path / text),
        ("verify", tmp_path / text),
    ):
        monkeypatch.setattr(sys, "argv", ["sim", *map(str, words)])
        process._code()
        told = capsys.readouterr()
        _shows_nothing_hidden(told.out + told.err, words)
    for name in ("SIM_OUT", "SIM_COLOR"):
        _shows_nothing_hidden(_both(sim("config", variables={name: text})), name)


def test_nothing_in_a_result_folder_acts_on_the_terminal(tmp_path):
    text = "\x1b[2J\u202e"
    folder = tmp_path / "f"
    folder.mkdir()
    record = {"simulator": f"study: {text}", "command": text, "name": text, "version": text}
    (folder / "manifest.json").write_text(json.dumps(record))
    export = ("export", folder, "--to", "csv")
    for words in (
        *((name, folder) for name in ("show", "resume", "verify", "compare", "story")),
        export,
    ):
        _shows_nothing_hidden(_both(sim(*words)), words)


def _both(done):
    return done.stdout + done.stderr


def _shows_nothing_hidden(told, words):
    for line in told.split("\n"):
        assert line.isprintable(), (words, line)
    assert told, words
    assert "this is a bug" not in told, (words, told)


def test_markup_of_the_screen_in_a_title_is_text(tmp_path):
    title = "[bold][/b] [/] Cuban"
    (tmp_path / "a.yaml").write_text(f"name: a\ntitle: '{title}'\nextends: ''\n")
    done = sim("list", tmp_path)
    assert done.returncode == 0, done.stderr
    assert title in done.stdout
    with waiting(title):  # as of a case that is replayed
        pass


SHADOWS = (
    "yaml",
    "numpy",
    "mesa",
    "typing",
    "numba",
    "struct",
    "socket",
    "pickle",
    "rich",
    "sched",
)


def test_files_in_the_current_folder_are_no_code_of_ours(tmp_path):
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text(
            "open('taken', 'a').write(__name__)\nraise SystemExit(9)\n"
        )
    done = subprocess.run(
        [sys.executable, "-m", "sim", *map(str, RUN[:4]), "--jobs", "2", "--no-report"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not Path(tmp_path / "taken").exists()
