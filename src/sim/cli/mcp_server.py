"""The server: what a client asks becomes a command in the study folder, what that says the answer."""

import os
import shlex
import sys
from pathlib import Path
from subprocess import PIPE, CompletedProcess
from typing import Any

import anyio
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as Offered
from pydantic import ValidationError

from sim.cli.mcp_tools import KEPT, TOOLS, StudyFolder, Tool
from sim.core.errors import SimError, did_you_mean
from sim.core.intake import from_json
from sim.core.json_text import json_text
from sim.core.languages import _, spoken
from sim.core.wording import cut, escaped_lines, shown
from sim.ensemble import manifest
from sim.ensemble.errors import StorageError
from sim.report.limits import NOBODY_KNOWS_WHO, NOT_A_FORECAST

INSTRUCTIONS = (
    "A scenario model of how the alliance of Venezuela and Cuba comes apart under pressure. Begin with "
    "list, then run or compare scenarios of the folder, then ask why. Every answer carries a caveat that "
    "belongs to its numbers, and the digest that `sim verify` proves. One question may take {runs} runs "
    "and {seconds} seconds. No file outside the folder is read or written, and there is no network."
)
LONGEST_SAID = 4000


def serve(study: StudyFolder) -> None:
    """Answer until the client has gone; stdout carries the protocol alone."""
    anyio.run(_serve, study)


async def _serve(study: StudyFolder) -> None:
    one_at_a_time = anyio.Lock()

    async def tools(_context: object, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_offered(each) for each in TOOLS.values()])

    async def call(_context: object, params: CallToolRequestParams) -> CallToolResult:
        try:
            tool = _asked(params.name, params.arguments or {})
            words = _words(study, tool)
            variables = _environment(study, tool)
            async with one_at_a_time:
                done = await _done(study, words, variables)
            return _answer(study, words, done)
        except SimError as error:
            return _refusal(str(error))

    server = Server(
        "alliance-sim",
        version=manifest.code_version(),
        instructions=INSTRUCTIONS.format(runs=study.most_runs, seconds=study.most_seconds),
        on_list_tools=tools,
        on_call_tool=call,
    )
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _offered(tool: type[Tool]) -> Offered:
    about = ToolAnnotations(
        read_only_hint=not tool.writes,
        destructive_hint=False,
        idempotent_hint=True,
        open_world_hint=False,
    )
    schema = tool.model_json_schema()
    told = " ".join(schema.pop("description").split())
    return Offered(name=tool.name, description=told, input_schema=schema, annotations=about)


def _asked(name: str, arguments: dict[str, Any]) -> Tool:
    """The question with its arguments, or what is wrong with them in a sentence each."""
    if name not in TOOLS:
        close = did_you_mean(name, tuple(TOOLS)) or f"; there are {', '.join(TOOLS)}"
        raise SimError(f"no tool is called {shown(name)}{close}")
    try:
        return TOOLS[name].model_validate_json(json_text(arguments))
    except ValidationError as error:
        raise SimError("; ".join(_wrong(each) for each in error.errors())) from None


def _words(study: StudyFolder, tool: Tool) -> list[str]:
    """The command that answers the question, in words that a system hands on."""
    words = list(tool.words(study))
    if any("\0" in word for word in words):
        raise SimError("an argument has the character U+0000, which none may have")
    return words


def _wrong(fault: Any) -> str:  # noqa: ANN401 - as pydantic has it
    where = ".".join(str(step) for step in fault["loc"]) or "arguments"
    return f"{shown(where)}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


async def _done(
    study: StudyFolder, words: list[str], variables: dict[str, str]
) -> CompletedProcess[bytes]:
    """Run one command, which is ended when its time is over or the client does not wait any more."""
    command = [sys.executable, "-P", "-m", "sim.cli.within", str(study.home), "-q", *words]
    try:
        with anyio.move_on_after(study.most_seconds):
            return await anyio.run_process(
                command, stdin=PIPE, check=False, cwd=study.home, env=variables
            )
    except OSError as error:  # the folder went away, no process can be started
        raise StorageError.of("start a command in", study.home, error) from None
    limit = f"{study.most_seconds} seconds (sim mcp --most-seconds)"
    advice = "ask for fewer runs, or ask again: what was computed is kept"
    raise SimError(f"stopped after {limit}; {advice}")


def _environment(study: StudyFolder, tool: Tool) -> dict[str, str]:
    """What libraries keep for a user goes into the folder, too; where it cannot, tools that only read keep nothing."""
    kept = study.home / study.inside(KEPT)
    try:
        kept.mkdir(exist_ok=True)
    except OSError as error:
        if tool.writes:
            raise StorageError.of("make", Path(KEPT), error) from None
    places = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR", "TMPDIR", "TEMP", "TMP")
    ours = {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "SIM_LANG": spoken()}
    return dict(os.environ) | dict.fromkeys(places, str(kept)) | ours


def _answer(study: StudyFolder, words: list[str], done: CompletedProcess[bytes]) -> CallToolResult:
    """The JSON of the command with what belongs to it, or its sentence."""
    said = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode < 0:
        signal = f"the system ended the command (signal {-done.returncode})"
        return _refusal(f"{signal}, perhaps for want of memory; ask for fewer runs")
    if not done.stdout:
        return _refusal(said or f"the command ended with exit code {done.returncode}")
    answer = from_json(done.stdout, "answer")
    content = {
        "answer": answer,
        "remarks": said,
        "command": shlex.join(["sim", *words]),
        "version": manifest.code_version(),
        "proved_by": _proved_by(study, words, answer),
        "caveat": f"{_(NOT_A_FORECAST)} {_(NOBODY_KNOWS_WHO)}",
    }
    text = TextContent(type="text", text=json_text(content, indent=None))
    return CallToolResult(content=[text], structured_content=content)


def _proved_by(
    study: StudyFolder, words: list[str], answer: dict[str, Any]
) -> list[dict[str, str]]:
    """The digest of all that an answer rests on, with the command that finds it again."""
    if words[0] == "resolve":
        return [{"digest": answer["digest"], "command": shlex.join(["sim", *words])}]
    named = {words[-1]} if words[0] == "why" else set(_folders(answer))
    made = (each for each in named if (study.home / each / manifest.NAME).is_file())
    return [
        {
            "digest": manifest.load(study.home / folder).digest,
            "command": shlex.join(["sim", "verify", folder]),
        }
        for folder in sorted(made)
    ]


def _folders(answer: object) -> list[str]:
    """Folders that are named anywhere in an answer."""
    match answer:
        case dict():
            own = answer.get("folder")
            mine = [own] if isinstance(own, str) else []
            return [*mine, *(each for inner in answer.values() for each in _folders(inner))]
        case list():
            return [each for inner in answer for each in _folders(inner)]
        case _:
            return []


def _refusal(sentence: str) -> CallToolResult:
    """What cannot be done, in words."""
    told = cut(escaped_lines(sentence), LONGEST_SAID)
    return CallToolResult(content=[TextContent(type="text", text=told)], is_error=True)
