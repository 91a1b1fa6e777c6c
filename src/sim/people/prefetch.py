"""Ask for far-away memory before it is needed, and go on meanwhile."""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.extending import intrinsic
from numba.np.arrayobj import make_array

FOR_READING, KEEP, DATA = 0, 3, 1  # the operands of the instruction, see LLVM's language reference


def _prefetch(typing: Any, array: Any, place: Any) -> tuple[Any, Callable[..., Any]]:  # noqa: ANN401, ARG001
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ANN401
        of_array, of_place = signature.args
        indices = [
            context.cast(builder, index, kind, types.intp)
            for index, kind in zip(cgutils.unpack_tuple(builder, values[1]), of_place, strict=True)
        ]
        found = make_array(of_array)(context, builder, values[0])
        address = cgutils.get_item_pointer(context, builder, of_array, found, indices)
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        instruction = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        operands = [ir.Constant(number, each) for each in (FOR_READING, KEEP, DATA)]
        builder.call(instruction, [builder.bitcast(address, pointer), *operands])
        return context.get_dummy_value()

    return types.void(array, place), generate


prefetch: Callable[[Any, Any], None] = intrinsic(_prefetch)
"""Fetch the cache line of ``array[place]``, `place` a tuple of integers that are not negative.

A processor waits for what it reads; what it prefetches arrives while it does something else. A day
settles many persons, each somewhere else in memory.
"""
