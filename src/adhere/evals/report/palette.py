"""The colours of figures, and the style sheet's variables that stand for them in a page."""

from __future__ import annotations

from adhere.stats import PairedVerdict

PAPER = "#fffffe"  # not pure white, which the drawing library abbreviates
INK = "#1c2733"
MUTED = "#5b6875"
GRID = "#e4e8ec"
GAIN = "#0b6fa4"
LOSS = "#c4501b"
NEUTRAL = "#7a8591"
ON_LOW, ON_HIGH = "#14202b", "#fdfdfd"
HEAT = ("#eef4f8", "#d5e5ef", "#b0d0e3", "#82b6d3", "#4d93bd", "#2171a1", "#0e4c74")
HEAT_STEPS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
LIGHT_UP_TO = 0.55
"""Shares below this have light cells with dark text; the rest the reverse."""

VARIABLES = {
    PAPER: "--paper",
    INK: "--ink",
    MUTED: "--muted",
    GRID: "--grid",
    GAIN: "--gain",
    LOSS: "--loss",
    NEUTRAL: "--neutral",
    ON_LOW: "--on-low",
    ON_HIGH: "--on-high",
    **{colour: f"--heat-{step}" for step, colour in enumerate(HEAT)},
}

# Blue and vermilion stay apart for every common form of colour blindness (Okabe and Ito 2008).
OF_VERDICT = {
    PairedVerdict.BETTER: GAIN,
    PairedVerdict.WORSE: LOSS,
    PairedVerdict.NOT_DISTINGUISHABLE: NEUTRAL,
}
