"""The program and its commands."""

import typer

from sim.cli import (
    calibrate,
    check,
    compare,
    diff,
    flags,
    forecast,
    guide,
    identify,
    inspect,
    listing,
    machine,
    results,
    run,
    start,
)

app = typer.Typer(
    name="sim",
    help=(
        "A scenario model of how an alliance comes apart under pressure: Washington, Caracas, Havana "
        "and the Cuban missions in Venezuela. Consequences of stated assumptions, never forecasts."
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.callback()(flags.apply)
WRITE, RUN, HELP = "Write scenarios", "Run them", "This program"
app.command("init", rich_help_panel=WRITE)(start.init)
app.command("list", rich_help_panel=WRITE)(listing.list_scenarios)
app.command("validate", rich_help_panel=WRITE)(inspect.validate)
app.command("resolve", rich_help_panel=WRITE)(inspect.resolve)
app.command("diff", rich_help_panel=WRITE)(diff.diff)
app.command("describe", rich_help_panel=WRITE)(guide.describe)
app.command("schema", rich_help_panel=WRITE)(guide.schema)
app.command("explain", rich_help_panel=WRITE)(guide.explain)
app.command("check", rich_help_panel=WRITE)(check.check)
app.command("run", rich_help_panel=RUN)(run.run)
app.command("resume", rich_help_panel=RUN)(run.resume)
app.command("compare", rich_help_panel=RUN)(compare.compare)
app.command("show", rich_help_panel=RUN)(results.show)
app.command("persons", rich_help_panel=RUN)(results.persons)
app.command("verify", rich_help_panel=RUN)(results.verify)
app.command("calibrate", rich_help_panel=RUN)(calibrate.calibrate)
app.command("identify", rich_help_panel=RUN)(identify.identify)
app.command("forecast", rich_help_panel=RUN)(forecast.forecast)
app.command("score", rich_help_panel=RUN)(forecast.score)
app.command("config", rich_help_panel=HELP)(machine.config)
app.command("doctor", rich_help_panel=HELP)(machine.doctor)
app.command("completion", rich_help_panel=HELP)(machine.completion)
