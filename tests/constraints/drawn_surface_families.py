"""Parameters of the surface families, far beyond those that draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

OPENINGS = st.sampled_from((("Sure",), ("Of course", "I'd be happy to", "Well"), ("As an AI language model",)))
WITHOUT_PARAMETERS = (
    "surface:no_first_person",
    "surface:no_second_person",
    "surface:no_exclamation",
    "surface:no_question",
    "surface:no_em_dash",
    "surface:no_parentheses",
    "surface:no_ellipsis",
    "surface:no_emoji",
    "surface:ascii_only",
    "surface:no_digits",
    "surface:no_contractions",
    "surface:no_links",
    "surface:no_placeholder",
    "surface:no_repeated_sentence",
)


def surface_families(bounds: Callable[..., SearchStrategy[dict[str, int]]]) -> dict[str, SearchStrategy[dict]]:
    """The parameters by id; ``bounds`` draws a minimum, a maximum or both, up to a highest."""
    return {
        **{type_id: st.just({}) for type_id in WITHOUT_PARAMETERS},
        "surface:no_filler_opening": OPENINGS.map(lambda phrases: {"phrases": phrases}),
        "surface:no_filler_closing": OPENINGS.map(lambda phrases: {"phrases": phrases}),
    }


FORBIDDING = {*WITHOUT_PARAMETERS, "surface:no_filler_opening", "surface:no_filler_closing"}
"""Types that an empty reply leaves undecided."""
