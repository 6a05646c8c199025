"""The figures of a report, as Vega-Lite specifications."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from adhere.evals.report import palette
from adhere.evals.report.markup import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.stats import Interval

Spec = dict[str, Any]
WIDTH, STEP = 480, 48
_CELL = (124, 38)


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of an interval plot."""

    name: str
    value: float
    low: float
    high: float
    label: str
    color: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat map: a share, how it is written, and what stands below it."""

    row: str
    column: str
    value: float
    label: str
    below: str


def mark(name: str, value: float, interval: Interval, label: str, color: str) -> Mark:
    """Return a row of an interval plot."""
    return Mark(name, value, interval.low, interval.high, label, color)


def shares(
    marks: Sequence[Mark], *, title: str, reference: float | None = None, width: int = WIDTH, step: int = STEP
) -> Spec:
    """Plot shares in [0, 1] with their intervals, in the order given, and a dashed line at ``reference``."""
    axis = {"format": ".0%", "title": title, "tickCount": 6}
    top = min(1.0, max(m.high for m in marks) + 0.04)
    return _intervals(marks, axis, [-0.02, top], reference, width=width, step=step)


def differences(marks: Sequence[Mark], *, title: str) -> Spec:
    """Plot differences in percentage points with their intervals, in the order given, and a dashed line at 0."""
    label = "datum.value === 0 ? '0' : format(datum.value, '+.0f')"
    low, high = min(0.0, *(m.low for m in marks)), max(0.0, *(m.high for m in marks))
    margin = 0.05 * (high - low)
    axis = {"labelExpr": label, "title": title, "tickCount": 6}
    return _intervals(marks, axis, [low - margin, high + margin], 0.0)


def _intervals(
    marks: Sequence[Mark],
    axis: Spec,
    domain: list[float],
    reference: float | None,
    *,
    width: int = WIDTH,
    step: int = STEP,
) -> Spec:
    x = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": axis}
    names = [shown(m.name) for m in marks]
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "labelLimit": 320}}
    row = {"y": y, "color": {"field": "color", "type": "nominal", "scale": None}}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 3, "strokeCap": "round"},
            "encoding": {**row, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
            "encoding": {**row, "x": {**x, "field": "value"}},
        },
        # Twice: the first is wider and of the page's colour, so that lines do not run through the digits.
        *(
            {
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "fontWeight": 600, **style},
                "encoding": {"y": y, "x": {**x, "field": "value"}, "text": {"field": "label"}},
            }
            for style in ({"color": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 5}, {"color": palette.INK})
        ),
    ]
    if reference is not None:
        # Without a row of its own, the line crosses all rows.
        line = {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1.5, "color": palette.MUTED}
        layers.insert(0, {"data": {"values": [{}]}, "mark": line, "encoding": {"x": {**x, "datum": reference}}})
    return {
        **frame([asdict(m) for m in marks]),
        "width": width,
        "height": step * len(marks),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": layers,
    }


def heat_map(cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str]) -> Spec:
    """Plot shares by row and column, in the orders given, each with its label and what stands below."""
    width, height = _CELL
    axis = {"title": None, "labelLimit": 340, "labelAngle": 0, "labelPadding": 8, "grid": False}
    shade = {"type": "threshold", "domain": list(palette.HEAT_STEPS), "range": list(palette.HEAT)}
    ink = {"type": "threshold", "domain": [palette.LIGHT_UP_TO], "range": [palette.ON_LOW, palette.ON_HIGH]}

    def value(scale: Spec) -> Spec:
        return {"field": "value", "type": "quantitative", "scale": scale, "legend": None}

    def text(field: str, dy: int, size: int) -> Spec:
        style = {"type": "text", "dy": dy, "fontSize": size, "fontWeight": 600 if field == "label" else 400}
        return {"mark": style, "encoding": {"text": {"field": field}, "color": value(ink)}}

    return {
        **frame([asdict(cell) for cell in cells]),
        "width": {"step": width},
        "height": {"step": height},
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "sort": [shown(column) for column in columns],
                "scale": {"paddingInner": 0.03, "paddingOuter": 0},
                "axis": {**axis, "orient": "top", "labelLimit": width},
            },
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": [shown(row) for row in rows],
                "scale": {"paddingInner": 0.08, "paddingOuter": 0},
                "axis": axis,
            },
        },
        "layer": [
            {"mark": {"type": "rect", "cornerRadius": 3}, "encoding": {"color": value(shade)}},
            text("label", -6, 13),
            text("below", 9, 10),
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def frame(rows: Sequence[Spec]) -> Spec:
    """Return what all figures share: the data inside, no network, one style.

    Characters that act are written as code points here as everywhere; a NUL would end the drawing library's process.
    """
    values = [{key: shown(v) if isinstance(v, str) else v for key, v in row.items()} for row in rows]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "background": None,
        "padding": {"left": 16, "right": 16, "top": 5, "bottom": 5},
        "config": {
            "aria": False,
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {
                "domain": False,
                "ticks": False,
                "gridColor": palette.GRID,
                "labelColor": palette.INK,
                "labelFontSize": 13,
                "labelPadding": 8,
                "titleColor": palette.MUTED,
                "titleFontSize": 12,
                "titleFontWeight": 400,
                "titlePadding": 10,
            },
            "axisY": {"grid": False},
            "axisX": {"labelColor": palette.MUTED, "labelFontSize": 12, "labelFlush": False},
        },
    }
