"""Loops over the numbers of tensors on CPU, compiled by numba when they are first called.

Between two matrix products a model does many small things, each of which torch does in a pass of its own over memory
and with a call of its own. Here each of them is one loop: numbers are widened to float32 where they are read, and
rounded once, where they are written. The loops take as many threads as torch does, from numba's OpenMP layer: torch's
own where that layer finds torch's library, others beside them where the system has a library, which took no longer
(11.1 and 11.0 seconds for 96 replies). Elsewhere than on Linux ``usable`` says no.
"""

from adhere.models.kernels.decoding import attend_rows, attend_stem
from adhere.models.kernels.elementwise import (
    GELU,
    SWISH,
    add_and_normalise,
    gate,
    gate_back,
    normalise,
    normalise_back,
    rotate,
)
from adhere.models.kernels.numbers import Array, match_threads, numbers, usable
from adhere.models.kernels.packs import attend_pack, attend_pack_back
from adhere.models.kernels.scores import LEAST
from adhere.models.kernels.vocabulary import likeliest

__all__ = [
    "GELU",
    "LEAST",
    "SWISH",
    "Array",
    "add_and_normalise",
    "attend_pack",
    "attend_pack_back",
    "attend_rows",
    "attend_stem",
    "gate",
    "gate_back",
    "likeliest",
    "match_threads",
    "normalise",
    "normalise_back",
    "numbers",
    "rotate",
    "usable",
]
