"""Commands about this program and this computer: settings, completion."""

from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import shell_complete

from sim.cli.options import Json
from sim.cli.screen import out, print_json
from sim.cli.settings import LOCAL, SETTINGS, sources, user_file


def config(
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every place and what it says.")
    ] = False,
    *,
    as_json: Json = False,
) -> None:
    """Show how runs are made: the settings of this folder and user, and which one counts."""
    found = sources()
    rows = []
    for setting in SETTINGS:
        said = [
            (source.name, source.values[setting.name])
            for source in found
            if setting.name in source.values
        ]
        rows.append((setting, said))
    if as_json:
        print_json(
            {
                "schema": 1,
                "settings": [
                    {
                        "name": setting.name,
                        "value": said[0][1],
                        "from": said[0][0],
                        "meaning": setting.meaning,
                    }
                    for setting, said in rows
                ],
            }
        )
        return
    for setting, said in rows:
        (place, value), *others = said
        out.print(f"{setting.name} = {_shown(value)}   ({place})")
        if explain:
            out.print(f"    {setting.meaning} Must be {setting.allowed}.", style="dim")
            for elsewhere, other in others:
                out.print(f"    not {_shown(other)} ({elsewhere})", style="dim")
    if explain:
        variables = ", ".join(setting.variable for setting in SETTINGS)
        out.print(
            f"\nA flag such as --jobs counts first, then {variables}, then ./{LOCAL}, then {user_file()}."
            "\nWhat is simulated stands in scenario files and in --set only.",
        )


class Shell(StrEnum):
    """Shells that can complete our commands."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(help="Which shell.", show_default=False)],
) -> None:
    """Print the script that completes commands, options and keys in a shell.

    In bash: source <(sim completion bash). In zsh and fish, put the output where the shell looks
    for completions.
    """
    program = context.find_root()
    shell_complete(program.command, {}, "sim", "_SIM_COMPLETE", f"source_{shell.value}")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
