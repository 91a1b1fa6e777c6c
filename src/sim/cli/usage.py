"""Calling the program: what was typed becomes a command, and a slip of the keyboard a sentence."""

from collections.abc import Sequence
from typing import Any

import typer

from sim.cli.outlets import tell
from sim.core.errors import Exit
from sim.core.wording import cut, escaped

LONGEST = 400


def code_of(app: typer.Typer, words: Sequence[str], how: dict[str, Any]) -> int:
    """Run the command that the words name and return its exit code."""
    try:
        code = app(words, standalone_mode=False, prog_name="sim", obj=how)
    except typer.TyperException as error:
        return _tell(error)
    except typer.Abort:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.DONE


def _tell(error: typer.TyperException) -> int:
    """Say what cannot be understood, and where the help is; help itself was printed already."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "sim"
    if error.message or not context:
        text = cut(escaped(error.format_message()), LONGEST)
        tell(f"{command}: {text}\nTry '{command} --help' for help.")
    return error.exit_code
