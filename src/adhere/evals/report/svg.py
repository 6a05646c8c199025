"""From a Vega-Lite specification to an image inside a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.evals.report.charts import WIDTH
from adhere.evals.report.markup import Html, tag
from adhere.evals.report.palette import VARIABLES

if TYPE_CHECKING:
    from adhere.evals.report.charts import Spec

_ROOT = re.compile(r"<svg\b[^>]*\bwidth=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_COLOUR = re.compile("|".join(VARIABLES))
_NOISE = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit)="[^"]*"')


def figure(spec: Spec, *, description: str, caption: str) -> Html:
    """Return a figure whose colours and type are the page's, so that it follows light and dark.

    Args:
        spec: the figure, with its data inside: nothing is fetched.
        description: what it shows, for those who do not see it.
        caption: how to read it.
    """
    import vl_convert

    image = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = _ROOT.match(image)
    if root is None:
        raise ValueError(f"not the root of an image: {image[:200]!r}")
    width, height = root.groups()
    drawing = _NOISE.sub("", _COLOUR.sub(lambda match: f"var({VARIABLES[match.group()]})", image[root.end() :]))
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    opening = tag("svg", {"role": "img", "aria-label": description, **size}).removesuffix("</svg>")
    scroll = {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Figure"}
    # A figure that is readable when shrunk to a phone shrinks; a wider one scrolls.
    kind = {"class": "wide"} if float(width) > WIDTH + 40 else {}
    return tag("figure", kind, tag("div", scroll, Html(opening + drawing)), tag("figcaption", {}, caption))
