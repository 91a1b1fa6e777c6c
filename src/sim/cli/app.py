"""The program and its commands."""

import typer

from sim.cli import (
    attribute,
    base_rates,
    calibrate,
    check,
    compare,
    diff,
    discover,
    evidence,
    flags,
    forecast,
    guide,
    identify,
    inspect,
    listing,
    machine,
    paths,
    prospect,
    replay,
    results,
    run,
    sensitivity,
    start,
    sweep,
    why,
)

app = typer.Typer(
    name="sim",
    help=(
        "A scenario model of how an alliance comes apart under pressure: Washington, Caracas, Havana "
        "and the Cuban missions in Venezuela. Consequences of stated assumptions, never a forecast of a country."
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.callback()(flags.apply)
WRITE, RUN, EXPLORE, TRUST, HELP = (
    "Write scenarios",
    "Run them",
    "Explore futures",
    "Evidence and forecasts",
    "This program",
)
app.command("init", rich_help_panel=WRITE)(start.init)
app.command("list", rich_help_panel=WRITE)(listing.list_scenarios)
app.command("validate", rich_help_panel=WRITE)(inspect.validate)
app.command("resolve", rich_help_panel=WRITE)(inspect.resolve)
app.command("diff", rich_help_panel=WRITE)(diff.diff)
app.command("describe", rich_help_panel=WRITE)(guide.describe)
app.command("schema", rich_help_panel=WRITE)(guide.schema)
app.command("explain", rich_help_panel=WRITE)(guide.explain)
app.command("check", rich_help_panel=WRITE)(check.check)
app.command("plan", rich_help_panel=RUN)(prospect.plan)
app.command("run", rich_help_panel=RUN)(run.run)
app.command("resume", rich_help_panel=RUN)(run.resume)
app.command("merge", rich_help_panel=RUN)(run.merge)
app.command("show", rich_help_panel=RUN)(results.show)
app.command("why", rich_help_panel=RUN)(why.why)
app.command("persons", rich_help_panel=RUN)(results.persons)
app.command("verify", rich_help_panel=RUN)(results.verify)
app.command("compare", rich_help_panel=EXPLORE)(compare.compare)
app.command("attribute", rich_help_panel=EXPLORE)(attribute.attribute)
app.command("sensitivity", rich_help_panel=EXPLORE)(sensitivity.sensitivity)
app.command("discover", rich_help_panel=EXPLORE)(discover.discover)
app.command("sweep", rich_help_panel=EXPLORE)(sweep.sweep)
app.command("paths", rich_help_panel=EXPLORE)(paths.paths)
app.add_typer(evidence.app, name="evidence", rich_help_panel=TRUST)
app.command("base-rates", rich_help_panel=TRUST)(base_rates.base_rates)
app.command("calibrate", rich_help_panel=TRUST)(calibrate.calibrate)
app.command("identify", rich_help_panel=TRUST)(identify.identify)
app.command("replay", rich_help_panel=TRUST)(replay.replay)
app.command("forecast", rich_help_panel=TRUST)(forecast.forecast)
app.command("score", rich_help_panel=TRUST)(forecast.score)
app.command("config", rich_help_panel=HELP)(machine.config)
app.command("doctor", rich_help_panel=HELP)(machine.doctor)
app.command("completion", rich_help_panel=HELP)(machine.completion)
