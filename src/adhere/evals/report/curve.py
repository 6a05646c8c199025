"""The curve of a training: losses, and the learning rate below, over the optimizer steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adhere.evals.report import palette
from adhere.evals.report.charts import frame
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from adhere.evals.report.charts import Spec

_WIDTH, _LOSS_HEIGHT, _RATE_HEIGHT = 640, 300, 90
_SMOOTH = 25  # steps: the mean over a twenty-fifth of the training on each side
_MANY = 40  # steps; fewer are drawn as dots, and without a mean
_TRAIN, _MEAN, _HELD_OUT = "each step", "mean of the steps around", "held out"
_COLOURS = {_TRAIN: "#b9c6d1", _MEAN: palette.GAIN, _HELD_OUT: palette.LOSS}


def write_picture(steps: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw the steps of ``curve.jsonl`` into an SVG file.

    Raises:
        AdhereError: it cannot be written.
    """
    import vl_convert

    image = vl_convert.vegalite_to_svg(curve(steps), allowed_base_urls=[])
    with replacing(path) as temporary:
        temporary.write_text(image, encoding="utf-8")


def curve(steps: Sequence[Mapping[str, Any]]) -> Spec:
    """Return the figure of the steps and looks of a training.

    Args:
        steps: each with ``kind`` (``train``, or another for a look), ``step``, ``loss`` and ``learning_rate``.
    """
    train = [step for step in steps if step["kind"] == "train"]
    rows = [{"step": step["step"], "loss": step["loss"], "of": _TRAIN} for step in train]
    rows += _means(train)
    rows += [{"step": step["step"], "loss": step["loss"], "of": _HELD_OUT} for step in steps if step["kind"] != "train"]
    drawn = [name for name in _COLOURS if any(row["of"] == name for row in rows)]
    rates = [{"step": step["step"], "rate": step["learning_rate"]} for step in train]
    return {
        **frame(rows),
        "background": palette.PAPER,
        "spacing": 18,
        "vconcat": [_losses(drawn, [_TRAIN, _HELD_OUT] if len(train) < _MANY else [_HELD_OUT]), _rates(rates)],
        "resolve": {"scale": {"x": "shared"}},
    }


def _losses(drawn: Sequence[str], dotted: Sequence[str]) -> Spec:
    scale = {"domain": list(drawn), "range": [_COLOURS[name] for name in drawn]}
    legend = {"orient": "top", "title": None, "labelFontSize": 12, "labelColor": palette.INK, "symbolStrokeWidth": 3}
    only = {"filter": {"field": "of", "oneOf": list(dotted)}}
    encoding = {
        "x": {"field": "step", "type": "quantitative", "axis": {"title": None, "labels": False, "tickCount": 8}},
        "y": {
            "field": "loss",
            "type": "quantitative",
            "scale": {"zero": False},
            "axis": {"title": "loss", "grid": True, "tickCount": 6, "format": "~g"},
        },
        "color": {"field": "of", "type": "nominal", "scale": scale, "legend": legend},
    }
    dots = {"type": "point", "filled": True, "size": 45, "opacity": 1}
    return {
        "width": _WIDTH,
        "height": _LOSS_HEIGHT,
        "encoding": encoding,
        "layer": [{"mark": {"type": "line", "strokeWidth": 1.8}}, {"transform": [only], "mark": dots}],
    }


def _rates(rates: Sequence[Mapping[str, Any]]) -> Spec:
    label = "datum.value === 0 ? '0' : format(datum.value, '.0e')"
    return {
        "data": {"values": list(rates)},
        "width": _WIDTH,
        "height": _RATE_HEIGHT,
        "mark": {"type": "line", "strokeWidth": 1.8, "color": palette.MUTED},
        "encoding": {
            "x": {
                "field": "step",
                "type": "quantitative",
                "axis": {"title": "optimizer step", "tickCount": 8, "format": "d"},
            },
            "y": {
                "field": "rate",
                "type": "quantitative",
                "axis": {"title": "learning rate", "grid": True, "tickCount": 3, "labelExpr": label},
            },
        },
    }


def _means(train: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the running mean, over as many steps before as after each, so that it neither lags nor leads."""
    if len(train) < _MANY:
        return []
    reach = len(train) // _SMOOTH
    losses = [step["loss"] for step in train]
    count = 2 * reach + 1
    return [
        {"step": train[first + reach]["step"], "loss": sum(losses[first : first + count]) / count, "of": _MEAN}
        for first in range(len(train) - 2 * reach)
    ]
