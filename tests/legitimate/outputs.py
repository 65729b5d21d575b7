"""Results in any memory that a call owns, and what else a call may do while it computes them."""

import logging
import random
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np

# -- memory: each takes a fresh C-ordered array and gives an equal one


def fortran(y):
    """In Fortran order."""
    return np.asfortranarray(y)


def channels_last(y):
    """The second axis fastest in memory."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(y, 1, -1)), -1, 1)


def negative_strides(y):
    """Backwards in memory."""
    turned = tuple(slice(None, None, -1) for _ in y.shape)
    return np.ascontiguousarray(y[turned])[turned]


def part_of_an_arena(y):
    """A slice of a larger array, made for this call; what surrounds it is not a number."""
    arena = np.full((*y.shape[:-1], 2 * y.shape[-1] + 3), -77, y.dtype)
    arena[..., 1:-2:2] = y
    return arena[..., 1:-2:2]


def read_only(y):
    """Not to be written to."""
    y = y.copy()
    y.flags.writeable = False
    return y


def in_bytes(y):
    """A view of immutable bytes, as what comes from another process."""
    return np.frombuffer(y.tobytes(), y.dtype).reshape(y.shape)


def unaligned(y):
    """One byte off the address that its elements would need."""
    return np.frombuffer(b"." + y.tobytes(), y.dtype, offset=1).reshape(y.shape)


class Tagged(np.ndarray):
    """An array with something to say about itself."""


def subclass(y):
    """An instance of a subclass."""
    return y.view(Tagged)


MEMORY = (
    fortran,
    channels_last,
    negative_strides,
    part_of_an_arena,
    read_only,
    in_bytes,
    unaligned,
    subclass,
)


def laid_out(function, layout):
    """The function with its results, one or two, in another layout."""

    def call(*arrays, **keywords):
        got = function(*arrays, **keywords)
        return tuple(map(layout, got)) if isinstance(got, tuple) else layout(got)

    return call


def in_one_record(function):
    """y and indices as fields of one array of records."""

    def call(x, **keywords):
        y, indices = function(x, **keywords)
        both = np.empty(y.shape, [("y", y.dtype), ("index", np.int64)])
        both["y"], both["index"] = y, indices
        return both["y"], both["index"]

    return call


# -- manners: each makes a function that computes the same


def with_warnings(function):
    """Warns at every call, as of a deprecation or a slow path."""

    def call(*arrays, **keywords):
        warnings.warn("a slower path is taken", RuntimeWarning, stacklevel=2)
        logging.getLogger("legitimate").warning("a slower path is taken")
        return function(*arrays, **keywords)

    return call


def with_output(function):
    """Writes to both streams."""

    def call(*arrays, **keywords):
        print("computing", keywords)
        print("computing", keywords, file=sys.stderr)
        return function(*arrays, **keywords)

    return call


def with_other_state(function):
    """Seeds the generators of random numbers, and has NumPy raise on every floating-point event."""

    def call(*arrays, **keywords):
        random.seed(0)
        np.random.seed(0)
        np.seterr(all="raise", under="ignore")
        with np.errstate(all="ignore"):
            return function(*arrays, **keywords)

    return call


def in_a_thread(function):
    """Computes in a thread of its own."""

    def call(*arrays, **keywords):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(function, *arrays, **keywords).result()

    return call


def from_a_cache(function):
    """Keeps every result by all that it depends on, and gives a copy."""
    kept = {}

    def call(*arrays, **keywords):
        values = tuple(a if a is None else (a.dtype, a.shape, a.tobytes()) for a in arrays)
        key = (values, tuple(sorted(keywords.items())))
        if key not in kept:
            kept[key] = function(*arrays, **keywords)
        got = kept[key]
        return tuple(a.copy() for a in got) if isinstance(got, tuple) else got.copy()

    return call


class OddError(Exception):
    """An exception that takes no message, and has two lines of text."""

    def __init__(self):
        super().__init__()

    def __str__(self):
        return "status 3:\n\tCUDNN_STATUS_NOT_SUPPORTED – “no”"


def raising(error):
    """Raises ``error()`` wherever the function raises."""

    def renamed(function):
        def call(*arrays, **keywords):
            try:
                return function(*arrays, **keywords)
            except Exception:
                raise error() from None

        return call

    return renamed


MANNERS = {
    "warnings": with_warnings,
    "output": with_output,
    "other-state": with_other_state,
    "a-thread": in_a_thread,
    "a-cache": from_a_cache,
    "assertion-error": raising(AssertionError),
    "memory-error": raising(MemoryError),
    "odd-error": raising(OddError),
    "exception-group": raising(lambda: ExceptionGroup("two", [ValueError("a"), OddError()])),
}
