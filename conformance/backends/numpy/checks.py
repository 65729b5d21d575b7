"""What the arguments must be: TypeError or ValueError, naming the argument, for anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Ints: TypeAlias = tuple[int, ...]
Padding: TypeAlias = str | tuple[tuple[int, int], ...]

#: 16-bit floats: summed in float32, and rounded once
HALVES = (np.dtype(np.float16), np.dtype(ml_dtypes.bfloat16))
DTYPES = (
    *(np.dtype(name) for name in ("float32", "float64")),
    *HALVES,
    *(np.dtype(name) for name in ("int8", "int16", "int32", "int64", "uint8")),
)


def widened(*arrays: Array | None) -> tuple[Any, ...]:
    """The arrays in float32."""
    return tuple(None if a is None else a.astype(np.float32) for a in arrays)


def narrowed(dtype: np.dtype[Any], gradients: tuple[Any, ...]) -> Any:
    """The gradients, each rounded once to the dtype; None stays None."""
    with np.errstate(over="ignore"):
        return tuple(None if g is None else g.astype(dtype) for g in gradients)


def in_float32(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, of which 16-bit floats are taken in float32; its results are rounded once."""

    @wraps(function)
    def call(*arrays: Any, **keywords: Any) -> Any:
        floats = {a.dtype for a in arrays if isinstance(a, np.ndarray) and a.dtype.kind not in "iu"}
        if len(floats) != 1 or not floats.issubset(HALVES):
            return function(*arrays, **keywords)
        (dtype,) = floats
        wide = [a.astype(np.float32) if a.dtype == dtype else a for a in arrays]
        found = function(*wide, **keywords)
        several = found if isinstance(found, tuple) else (found,)
        with np.errstate(over="ignore"):
            halves = tuple(
                y.astype(dtype) if y is not None and y.dtype == np.float32 else y for y in several
            )
        return halves if isinstance(found, tuple) else halves[0]

    return call


def is_integer(value: object) -> bool:
    """Whether the value is an int, and not a bool."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_integers(argument: str, value: Ints, rank: int, least: int) -> None:
    """A tuple of `rank` integers of at least `least`."""
    expected = f"a tuple of {rank} integers >= {least}"
    if not isinstance(value, tuple) or not all(is_integer(entry) for entry in value):
        raise TypeError(f"{argument}={value!r}: expected {expected}")
    if len(value) != rank or min(value) < least:
        raise ValueError(f"{argument}={value!r}: expected {expected}")


def check_rank(argument: str, value: Ints) -> int:
    """A tuple with an entry for each of 1, 2 or 3 axes; return how many."""
    if not isinstance(value, tuple) or len(value) not in (1, 2, 3):
        raise ValueError(f"{argument}={value!r}: expected a tuple of 1, 2 or 3 integers")
    return len(value)


def check_padding(padding: Padding, rank: int) -> None:
    """A pair of integers >= 0 for each of `rank` axes, or a name."""
    if isinstance(padding, str):
        check_member("padding", padding, ("valid", "same_upper", "same_lower"))
        return
    if not isinstance(padding, tuple):
        raise TypeError(f"padding={padding!r}: expected a tuple of {rank} pairs, or a name")
    if len(padding) != rank:
        raise ValueError(f"padding={padding!r}: expected {rank} pairs (lo, hi)")
    for pair in padding:
        check_integers("padding", pair, 2, 0)


def check_member(argument: str, value: str, allowed: tuple[str, ...]) -> None:
    """One of the names allowed."""
    if value not in allowed:
        raise ValueError(f"{argument}={value!r}: expected one of {', '.join(allowed)}")


def check_flag(argument: str, value: bool) -> None:
    """True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{argument}={value!r}: expected True or False")


def check_array(argument: str, array: Array, dimensions: tuple[int, ...]) -> None:
    """A NumPy array of a known dtype, with as many dimensions as allowed."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{argument}={array!r}: expected a NumPy array")
    if array.dtype not in DTYPES:
        known = ", ".join(dtype.name for dtype in DTYPES)
        raise TypeError(f"{argument}.dtype={array.dtype}: expected one of {known}")
    if array.ndim not in dimensions:
        allowed = " or ".join(str(d) for d in dimensions)
        raise ValueError(f"{argument}.shape={array.shape}: expected {allowed} dimensions")
