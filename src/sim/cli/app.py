"""The program and its commands."""

import typer

from sim.cli import compare, evidence, forecast, inspect, replay, results, run

app = typer.Typer(
    name="sim",
    help=(
        "A scenario model of how an alliance comes apart under pressure: Washington, Caracas, Havana "
        "and the Cuban missions in Venezuela. Consequences of stated assumptions, never forecasts."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("resume")(run.resume)
app.command("list")(inspect.list_scenarios)
app.command("validate")(inspect.validate)
app.command("resolve")(inspect.resolve)
app.command("describe")(inspect.describe)
app.command("schema")(inspect.schema)
app.command("compare")(compare.compare)
app.command("show")(results.show)
app.command("persons")(results.persons)
app.command("verify")(results.verify)
app.command("forecast")(forecast.forecast)
app.command("score")(forecast.score)
app.command("replay")(replay.replay)
app.add_typer(evidence.app, name="evidence")
