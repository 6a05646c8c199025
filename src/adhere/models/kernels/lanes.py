"""Sixteen float32 that are read, multiplied and added up together, as words of the loops.

A compiler that is to vectorise a loop over an array must first prove that nothing that the loop writes is read by it,
and keeps sums in memory where it cannot. What is written with these words stays in registers, and is added up in an
order that is the same in every process. They are LLVM's own vectors: a processor with narrower ones takes several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsFloat, TypeAlias, cast

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

from adhere.models.kernels.numbers import EXP, LN_2_HIGH, LN_2_LOW, LOG2_E

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adhere.models.kernels.numbers import Array

WIDTH = 16
"""Numbers of one ``Lanes``."""

NOTHING = -30.0
"""e to it is below what float32 adds to 1."""

Made: TypeAlias = Any
"""What numba and llvmlite, which have no types, hand over and take."""

_INT = ir.IntType(32)
_WHOLE, _VECTOR = ir.VectorType(_INT, WIDTH), ir.VectorType(ir.FloatType(), WIDTH)
_NOUGHT = ir.Constant(_VECTOR, None)
# Added to a float32 of that size, a number is rounded to a whole one, which stands in the last bits.
_ROUNDER = 1.5 * 2**23


class Lanes(types.Type):  # type: ignore[misc,unused-ignore]
    """The type of sixteen float32."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes{WIDTH}")


LANES = Lanes()


@register_model(Lanes)  # type: ignore[untyped-decorator,unused-ignore]
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc,unused-ignore]
    def __init__(self, manager: Made, of: Made) -> None:
        super().__init__(manager, of, _VECTOR)


def _all(number: SupportsFloat) -> Made:
    return ir.Constant(_VECTOR, [float(number)] * WIDTH)


def _shuffled(builder: Made, one: Made, other: Made, order: Sequence[int]) -> Made:
    """Return the numbers of two vectors, one after the other, in an order."""
    return builder.shuffle_vector(one, other, ir.Constant(ir.VectorType(_INT, len(order)), list(order)))


def _place(context: Made, builder: Made, kind: Made, arguments: Made) -> Made:
    """Return the address of ``array[row, column]``."""
    made = context.make_array(kind)(context, builder, arguments[0])
    shape, strides = (cgutils.unpack_tuple(builder, part, 2) for part in (made.shape, made.strides))
    return cgutils.get_item_pointer2(context, builder, made.data, shape, strides, kind.layout, arguments[1:])


def _fused(builder: Made, one: Made, other: Made, added: Made) -> Made:
    """Return one * other + added: fused where the processor can; where it cannot, a library would have to be called."""
    kind = ir.FunctionType(_VECTOR, [_VECTOR] * 3)
    function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fmuladd.v{WIDTH}f32")
    return builder.call(function, [one, other, added])


def _larger_of(builder: Made, one: Made, other: Made) -> Made:
    return builder.select(builder.fcmp_ordered(">", other, one), other, one)


def _folded(builder: Made, lanes: Made, join: Callable[[Made, Made], Made]) -> Made:
    """Return the one number that is left of sixteen when halves are joined four times."""
    for width in (8, 4, 2, 1):
        lanes = join(lanes, _shuffled(builder, lanes, lanes, [(i + width) % WIDTH for i in range(WIDTH)]))
    return builder.extract_element(lanes, _INT(0))


def _halved(builder: Made, one: Made, other: Made, width: int) -> Made:
    """Add the second half of each stretch of ``width`` numbers to the first, of both, one after the other."""
    kept = [start + i for start in range(0, 2 * WIDTH, width) for i in range(width // 2)]
    first = _shuffled(builder, one, other, kept)
    return builder.fadd(first, _shuffled(builder, one, other, [i + width // 2 for i in kept]))


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _load(typing: Made, array: Made, row: Made, column: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        kind = signature.args[0]
        place = _place(context, builder, kind, arguments)
        if kind.dtype == types.float32:
            return builder.load(builder.bitcast(place, _VECTOR.as_pointer()), align=4)
        bits = builder.load(builder.bitcast(place, ir.VectorType(ir.IntType(16), WIDTH).as_pointer()), align=2)
        high = builder.shl(builder.zext(bits, _WHOLE), ir.Constant(_WHOLE, [16] * WIDTH))
        return builder.bitcast(high, _VECTOR)

    return LANES(array, types.intp, types.intp), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _fetch(typing: Made, array: Made, row: Made, column: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        line = builder.bitcast(_place(context, builder, signature.args[0], arguments), ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [line.type, _INT, _INT, _INT])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(prefetch, [line, _INT(0), _INT(3), _INT(1)])  # for reading, into all caches, data
        return context.get_dummy_value()

    return types.none(array, types.intp, types.intp), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _store(typing: Made, lanes: Made, array: Made, row: Made, column: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        place = _place(context, builder, signature.args[1], arguments[1:])
        builder.store(arguments[0], builder.bitcast(place, _VECTOR.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.none(lanes, array, types.intp, types.intp), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _store_totals(typing: Made, a: Made, b: Made, c: Made, d: Made, array: Made, row: Made, column: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        first, second, third, fourth = arguments[:4]
        pairs = _halved(builder, first, second, WIDTH), _halved(builder, third, fourth, WIDTH)
        sums = _halved(builder, *pairs, width=WIDTH // 2)
        for width in (WIDTH // 4, WIDTH // 8):
            sums = _halved(builder, sums, _NOUGHT, width)
        four = _shuffled(builder, sums, sums, range(4))
        place = _place(context, builder, signature.args[4], arguments[4:])
        builder.store(four, builder.bitcast(place, four.type.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.none(LANES, LANES, LANES, LANES, array, types.intp, types.intp), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _repeat(typing: Made, number: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        nothing = ir.Constant(_VECTOR, ir.Undefined)
        one = builder.insert_element(nothing, arguments[0], _INT(0))
        return _shuffled(builder, one, nothing, [0] * WIDTH)

    return LANES(types.float32), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _multiply_add(typing: Made, one: Made, other: Made, added: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        return _fused(builder, *arguments)

    return LANES(LANES, LANES, LANES), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _larger(typing: Made, one: Made, other: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        return _larger_of(builder, *arguments)

    return LANES(LANES, LANES), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _largest(typing: Made, lanes: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        return _folded(builder, arguments[0], lambda one, other: _larger_of(builder, one, other))

    return types.float32(LANES), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _total(typing: Made, lanes: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        return _folded(builder, arguments[0], builder.fadd)

    return types.float32(LANES), code


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _powers(typing: Made, lanes: Made) -> Made:
    def code(context: Made, builder: Made, signature: Made, arguments: Made) -> Made:
        given, least = arguments[0], _all(NOTHING)
        x = builder.select(builder.fcmp_ordered("<", given, least), least, given)
        shifted = _fused(builder, x, _all(LOG2_E), _all(_ROUNDER))
        n = builder.fsub(shifted, _all(_ROUNDER))
        r = _fused(builder, n, _all(-LN_2_LOW), _fused(builder, n, _all(-LN_2_HIGH), x))
        p = _all(EXP[0])
        for factor in EXP[1:]:
            p = _fused(builder, p, r, _all(factor))
        p = builder.fadd(_fused(builder, builder.fmul(p, r), r, r), _all(1.0))
        bits = builder.shl(builder.bitcast(shifted, _WHOLE), ir.Constant(_WHOLE, [23] * WIDTH))
        power = builder.bitcast(builder.add(bits, ir.Constant(_WHOLE, [127 << 23] * WIDTH)), _VECTOR)
        # What is no number is not less or equal, and stays none.
        return builder.select(builder.fcmp_ordered("<=", given, least), _NOUGHT, builder.fmul(p, power))

    return LANES(LANES), code


load = cast("Callable[[Array, int, int], Array]", _load)
"""``load(array, row, column)``: sixteen numbers of a row, from a column on, float32 or the bits of bfloat16."""

fetch = cast("Callable[[Array, int, int], None]", _fetch)
"""``fetch(array, row, column)``: have the line of memory brought that has this place, which need not exist."""

store = cast("Callable[[Array, Array, int, int], None]", _store)
"""``store(lanes, array, row, column)``: the way back, to float32."""

store_totals = cast("Callable[[Array, Array, Array, Array, Array, int, int], None]", _store_totals)
"""``store_totals(a, b, c, d, array, row, column)``: the sums of four, to four places of a float32 row."""

repeat = cast("Callable[[Array], Array]", _repeat)
"""``repeat(number)``: one float32, sixteen times."""

multiply_add = cast("Callable[[Array, Array, Array], Array]", _multiply_add)
"""``multiply_add(a, b, c)``: a * b + c."""

larger = cast("Callable[[Array, Array], Array]", _larger)
"""``larger(a, b)``: the larger of each two; what is no number in b is not taken."""

largest = cast("Callable[[Array], Array]", _largest)
"""``largest(lanes)``: one float32."""

total = cast("Callable[[Array], Array]", _total)
"""``total(lanes)``: the sum of all, one float32."""

powers = cast("Callable[[Array], Array]", _powers)
"""``powers(lanes)``: e to each, to two units of float32; 0 from ``NOTHING`` down. For numbers up to 88."""
