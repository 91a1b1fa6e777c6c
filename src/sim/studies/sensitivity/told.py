"""Sensitivity told: ranking figures, tables and the sentences that say what is settled."""

from collections.abc import Sequence

from matplotlib.figure import Figure as Picture

from sim.core.languages import _, numeral
from sim.methods.study import Drawing, Study, around
from sim.methods.target import Target
from sim.report.document import Section
from sim.report.drawing.bars import LABELS, NUMBERS, ROW, Bar, ranking
from sim.report.drawing.frame import Frame
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.markup import piece
from sim.report.numerals import day_text, named, significant
from sim.report.table import Column, Table, said
from sim.scenario.schema import Scenario
from sim.studies.sensitivity.answer import Index, Indices, Ranked, Screening, verdict

MOST_SHOWN = 20
SCREENING = (
    "Each bar: how much the result changes on average (either way) when one factor alone jumps by 60 % "
    "of its prior range, all draws and streams else the same. Thin ranges: 90 % of resamples."
)
INDICES = (
    "Dark: share of the variance of the result that a factor explains alone (first order). Light: "
    "together with all others (total). Thin ranges: 90 % of resamples of the total."
)
MORRIS = (
    "Method of Morris (1991) with four levels between the 5th and 95th percentile of each prior; a switch jumps "
    "between its values."
)
SOBOL = (
    "Sobol' indices by Saltelli's sample (2010), {rows} base rows. Numbers at the right: first order, total, and "
    "the places that resamples give it. Chance is a factor: which random streams a run uses."
)
CANNOT = (
    "Every quantity was drawn from its prior and every theory switched: a quantity with a narrow prior cannot "
    "matter here, and whether a prior is right this cannot tell."
)
#: Where a first-order index and its total are this far apart, a factor acts through others.
MOSTLY_CHANCE = 0.5


def sensitivity_study(
    target: Target, scenario: Scenario, screening: Screening | None, indices: Indices | None
) -> Study:
    """The study of what a result hinges on; at least one of both methods was run."""
    drawings, details = [], []
    tables: dict[str, str] = {}
    content: dict[str, object] = {
        "of": target.name,
        "part": target.of,
        "on": str(target.on),
        "unit": target.unit,
    }
    if indices is not None:
        drawings.append(_indices_drawing(target, scenario, indices))
        details.append(
            Section("indices", _("Sobol' indices"), Table(INDEX_COLUMNS, _all(indices)).html())
        )
        content["indices"] = _indices_json(indices)
        tables["indices.csv"] = Table(INDEX_COLUMNS, _all(indices)).csv()
    if screening is not None:
        drawings.append(_screening_drawing(target, scenario, screening))
        every = _screening_table(screening.effects, target.unit)
        details.append(Section("screening", _("Screening of all factors"), every.html()))
        content["screening"] = _screening_json(screening, every)
        tables["screening.csv"] = every.csv()
    n_runs = sum(each.n_runs for each in (screening, indices) if each is not None)
    return Study(
        kind="sensitivity",
        title=_("What it hinges on: {what}").format(what=_what(target)),
        scenario=scenario,
        n_runs=n_runs,
        answer=_answer(target, screening, indices),
        cannot=_(CANNOT),
        drawings=tuple(drawings),
        content=content,
        tables=tables,
        details=tuple(details),
    )


def _what(target: Target) -> str:
    told = _("{what} by {day}") if target.is_outcome else _("{what} on {day}")
    return told.format(what=target.label, day=day_text(target.on))


def _answer(
    target: Target, screening: Screening | None, indices: Indices | None
) -> tuple[str, ...]:
    told = []
    if indices is not None:
        told += _told_indices(target, indices)
    if screening is not None:
        first = ", ".join(
            f"{each.factor.label} ({significant(each.size)}{_unit(target)})"
            for each in screening.effects[:3]
        )
        if screening.varies:
            largest = _("Screening of {n} factors; largest jumps: {first}.")
            told.append(largest.format(n=len(screening.effects), first=first))
        found = verdict(screening.effects, varies=screening.varies)
        told.append(_("Screening: {verdict}").format(verdict=found))
    return tuple(told)


def _told_indices(target: Target, indices: Indices) -> list[str]:
    if not indices.varies:
        return [_("Indices: the result is the same in all these runs.")]
    mean, deviation = significant(indices.mean), significant(indices.deviation)
    top = [each for each in indices.indices if each.total.factor.kind != "chance"][:3]
    shares = ", ".join(
        _("{factor} {share} % ({alone} % alone)").format(
            factor=each.total.factor.label,
            share=f"{100 * each.total.size:.0f}",
            alone=f"{100 * max(each.first, 0):.0f}",
        )
        for each in top
    )
    others = indices.others
    rest = _("; all other factors together {share} %") if others else ""
    rest = rest.format(share=f"{100 * others.total.size:.0f}") if others else ""
    chance = indices.chance
    noise = _(
        "Chance: {share} % of the variance is replicate noise, what the random streams do alone or with anything "
        "else ({alone} % alone)."
    ).format(share=f"{100 * chance.total.size:.0f}", alone=f"{100 * max(chance.first, 0):.0f}")
    if chance.total.size > MOSTLY_CHANCE:
        noise = f"{noise} {_('A single run says little about the quantities.')}"
    return [
        _(
            "Over the whole prior: mean {mean}, standard deviation {deviation}. Shares of the variance, interactions "
            "included: {shares}."
        ).format(
            mean=f"{mean}{_unit(target)}",
            deviation=f"{deviation}{_unit(target)}",
            shares=f"{shares}{rest}",
        ),
        noise,
        _("Indices: {verdict}").format(
            verdict=verdict([each.total for each in indices.indices], varies=True)
        ),
    ]


def jumps_text(target: Target, screening: Screening) -> str:
    """The factors with the largest jumps so far, and what resamples leave open of them."""
    if not screening.varies:
        return _("the result is the same in all these runs.")
    told = ", ".join(
        f"{each.factor.label} {significant(each.size)}{_unit(target)}"
        + (f" ({_ends(each)})" if screening.n_trajectories > 1 else "")
        for each in screening.effects[:3]
    )
    return _("largest jumps: {jumps}.").format(jumps=told)


def shares_text(indices: Indices) -> str:
    """The factors with the largest shares of the variance so far, and what resamples leave open of them."""
    if not indices.varies:
        return _("the result is the same in all these runs.")
    top = [each.total for each in indices.indices if each.total.factor.kind != "chance"][:3]
    told = ", ".join(
        f"{each.factor.label} {100 * each.size:.0f} % ({_ends(each, 100)})"
        for each in (*top, indices.chance.total)
    )
    return _("shares of the variance, interactions included: {shares}.").format(shares=told)


def _ends(ranked: Ranked, scale: float = 1.0) -> str:
    return f"{significant(scale * ranked.low)}–{significant(scale * ranked.high)}"


def _unit(target: Target) -> str:
    return "" if target.unit == "1" else f" {_(target.unit)}"


def _screening_drawing(target: Target, scenario: Scenario, screening: Screening) -> Drawing:
    shown = screening.effects[:MOST_SHOWN]
    title = _("Screening: what moves {what}").format(what=_what(target))

    def draw() -> Picture:
        note = _(
            "{more} further factors are in the table. Places in brackets: {n} factors, {trajectories} trajectories."
        )
        notes = (
            note.format(
                more=len(screening.effects) - len(shown),
                n=len(screening.effects),
                trajectories=screening.n_trajectories,
            ),
        )
        finding = _("{factor} moves it most: by {jump} on average").format(
            factor=shown[0].factor.label, jump=f"{significant(shown[0].size)}{_unit(target)}"
        )
        frame = around(finding, scenario, screening.n_runs, SCREENING, notes)
        bars = [
            Bar(
                each.factor.label,
                each.factor.kind,
                each.size,
                each.low,
                each.high,
                f"{significant(each.size)}   {_places(each)}",
            )
            for each in shown
        ]
        return _drawn(frame, bars, named("Mean jump of the result", target.unit))

    first = ", ".join(f"{each.factor.label} {significant(each.size)}" for each in shown[:5])
    return Drawing(
        "screening",
        title,
        draw,
        f"{verdict(screening.effects, varies=screening.varies)} {_(MORRIS)}",
        _("Sorted bars of the mean jump by factor. Largest: {first}.").format(first=first),
        _screening_table(screening.effects, target.unit),
    )


def _indices_drawing(target: Target, scenario: Scenario, indices: Indices) -> Drawing:
    title = _("Shares of the variance: {what}").format(what=_what(target))

    def draw() -> Picture:
        top = indices.indices[0].total
        finding = _("{factor}: {share} % of the variance, the largest share").format(
            factor=top.factor.label, share=f"{100 * top.size:.0f}"
        )
        frame = around(finding, scenario, indices.n_runs, INDICES)
        bars = [
            Bar(
                each.total.factor.label,
                each.total.factor.kind,
                max(each.total.size, 0.0),
                max(each.total.low, 0.0),
                each.total.high,
                f"{100 * max(each.first, 0):.0f} %, {100 * each.total.size:.0f} %   "
                f"{_places(each.total)}",
                max(each.first, 1e-9),
            )
            for each in _all(indices)
        ]
        return _drawn(frame, bars, _("Share of the variance of the result"))

    told = ", ".join(
        f"{each.total.factor.label} {100 * each.total.size:.0f} %" for each in indices.indices[:5]
    )
    return Drawing(
        "indices",
        title,
        draw,
        verdict([each.total for each in indices.indices], varies=indices.varies)
        + " "
        + _(SOBOL).format(rows=indices.n_rows),
        _("Sorted bars of total indices with first-order parts. Largest: {told}.").format(
            told=told
        ),
        Table(INDEX_COLUMNS, _all(indices)),
    )


def _all(indices: Indices) -> tuple[Index, ...]:
    """The indices, and at the end that of all other factors together."""
    return indices.indices if indices.others is None else (*indices.indices, indices.others)


def _drawn(frame: Frame, bars: Sequence[Bar], unit: str) -> Picture:
    rows = (Row(ROW * len(bars) + 0.1),)
    picture, [[ax]] = sheet(frame, rows, 1, Room(below=0.5, left=LABELS, right=NUMBERS, named=True))
    ranking(ax, bars, unit)
    return picture


def _places(ranked: Ranked) -> str:
    if not ranked.rank:
        return ""
    ends = (ranked.rank_low, ranked.rank_high)
    told = _("(place {first})") if ends[0] == ends[1] else _("(places {first}–{last})")
    return told.format(first=ends[0], last=ends[1])


def _range(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=significant(low), high=significant(high))


def _screening_table(effects: Sequence[Ranked], unit: str) -> Table:
    columns: tuple[Column[Ranked], ...] = (
        said("Factor", lambda e: piece("named", e.factor.label, e.factor.path)),
        said(named("Mean jump", unit), lambda e: significant(e.size)),
        said("90 % of resamples", lambda e: _range(e.low, e.high)),
        Column("place", lambda e: e.rank, "Place"),
        Column("place_low", lambda e: e.rank_low),
        Column("place_high", lambda e: e.rank_high),
        said("Places in resamples", lambda e: f"{e.rank_low}–{e.rank_high}"),
        Column("path", lambda e: e.factor.path),
        Column("kind", lambda e: e.factor.kind),
        Column("jump", lambda e: e.size),
        Column("low", lambda e: e.low),
        Column("high", lambda e: e.high),
        Column("meaning", lambda e: e.factor.meaning),
    )
    return Table(columns, effects)


def _three(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=numeral(f"{low:.3f}"), high=numeral(f"{high:.3f}"))


INDEX_COLUMNS: tuple[Column[Index], ...] = (
    said("Factor", lambda e: piece("named", e.total.factor.label, e.total.factor.path)),
    Column("place", lambda e: e.total.rank or None),
    Column("place_low", lambda e: e.total.rank_low or None),
    Column("place_high", lambda e: e.total.rank_high or None),
    Column("path", lambda e: e.total.factor.path),
    Column("kind", lambda e: e.total.factor.kind),
    Column("first", lambda e: e.first, "First order", lambda e: numeral(f"{e.first:.3f}")),
    Column("first_low", lambda e: e.first_low),
    Column("first_high", lambda e: e.first_high),
    said("90 % of resamples", lambda e: _three(e.first_low, e.first_high)),
    Column("total", lambda e: e.total.size, "Total", lambda e: numeral(f"{e.total.size:.3f}")),
    Column("total_low", lambda e: e.total.low),
    Column("total_high", lambda e: e.total.high),
    said("90 % of resamples", lambda e: _three(e.total.low, e.total.high)),
    said("Places", lambda e: f"{e.total.rank_low}–{e.total.rank_high}" if e.total.rank else ""),
    Column("meaning", lambda e: e.total.factor.meaning),
)


def _screening_json(screening: Screening, numbers: Table) -> dict[str, object]:
    return {
        "trajectories": screening.n_trajectories,
        "runs": screening.n_runs,
        "verdict": verdict(screening.effects, varies=screening.varies),
        "factors": numbers.records(),
    }


def _indices_json(indices: Indices) -> dict[str, object]:
    return {
        "base_rows": indices.n_rows,
        "runs": indices.n_runs,
        "mean": indices.mean,
        "standard_deviation": indices.deviation,
        "replicate_noise": indices.chance.total.size,
        "verdict": verdict([each.total for each in indices.indices], varies=indices.varies),
        "factors": Table(INDEX_COLUMNS, _all(indices)).records(),
    }
