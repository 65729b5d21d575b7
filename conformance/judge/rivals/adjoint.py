"""Rivals of the operations that walk the windows backwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.catalogue import pads, rival, with_changes
from conformance.operations import Case, Operation
from conformance.parameters import ConvTranspose

TRANSPOSED: tuple[Operation, ...] = ("conv_transpose",)


def _parameters(case: Case) -> ConvTranspose:
    assert isinstance(case.parameters, ConvTranspose)
    return case.parameters


def _sheet(case: Case, arrays: Arrays) -> Array:
    """All that the stamps cover, before anything is cut off or added, and without a bias."""
    zeros = (0,) * case.rank
    none = tuple((0, 0) for _ in zeros)
    return with_changes(case, (*arrays[:2], None), padding=none, output_padding=zeros)[0]


def cut(case: Case, sheet: Array, starts: tuple[int, ...], b: Array | None) -> Array:
    """The output whose cell 0 is the cell `starts` of the sheet, 0 beyond it, plus the bias."""
    extents = [axis.size for axis in case.axes()]
    y = np.zeros((*sheet.shape[: -case.rank], *extents), sheet.dtype)
    into: list[Any] = []
    out: list[Any] = []
    for start, extent, length in zip(starts, extents, sheet.shape[-case.rank :], strict=True):
        first, last = max(start, 0), min(start + extent, length)
        into.append(slice(first - start, max(last - start, first - start)))
        out.append(slice(first, max(last, first)))
    y[(..., *into)] = sheet[(..., *out)]
    return y if b is None else y + b.reshape(-1, *(1,) * case.rank)


@rival("output-padding-low", "output_padding at the low end", TRANSPOSED)
def _output_padding_low(case: Case, arrays: Arrays) -> Outputs | None:
    extra = _parameters(case).output_padding
    if not any(extra):
        return None
    starts = tuple(lo - more for (lo, _), more in zip(pads(case), extra, strict=True))
    return (cut(case, _sheet(case, arrays), starts, arrays[2]),)


@rival("output-padding-ignored", "no output_padding", (*TRANSPOSED, "conv_transpose_grad"))
def _output_padding_ignored(case: Case, arrays: Arrays) -> Outputs | None:
    if not any(_parameters(case).output_padding):
        return None
    return with_changes(case, arrays, output_padding=(0,) * case.rank)


@rival("output-padding-blank", "cells of output_padding not computed, 0 plus the bias", TRANSPOSED)
def _output_padding_blank(case: Case, arrays: Arrays) -> Outputs | None:
    extra = _parameters(case).output_padding
    if not any(extra):
        return None
    y = reference(case, arrays)[0].copy()
    b = arrays[2]
    for number, more in enumerate(extra):
        if more:
            after: list[Any] = [slice(None)] * (case.rank - 1 - number)
            y[(..., slice(-more, None), *after)] = (
                0 if b is None else b.reshape(-1, *(1,) * case.rank)
            )
    return (y,)


@rival("gaps-without-bias", "cells that no tap reaches left at 0, without the bias", TRANSPOSED)
def _gaps_without_bias(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    if b is None or x is None or w is None:
        return None
    reached = reference(case, (np.ones_like(x), np.ones_like(w), None))[0]
    return (np.where(reached == 0, 0, reference(case, arrays)[0]),)


@rival("padding-as-forward", "padding added where it should be cut off", TRANSPOSED)
def _padding_as_forward(case: Case, arrays: Arrays) -> Outputs | None:
    changed = tuple(
        (a.extent - 1 - a.lo, a.extent - 1 - a.hi) for a in case.axes()
    )  # the stuffed input is padded by lo instead of e - 1 - lo
    if changed == pads(case) or any(side < 0 for pair in changed for side in pair):
        return None
    return with_changes(case, arrays, padding=changed)


@rival("weight-axes-exchanged", "the channel axes of w exchanged", TRANSPOSED)
def _weight_axes_exchanged(case: Case, arrays: Arrays) -> Outputs | None:
    x, w, b = arrays
    assert w is not None
    groups, outputs = _parameters(case).groups, w.shape[1]
    if len(w) // groups != outputs or outputs == 1:
        return None
    swapped = w.reshape(groups, outputs, *w.shape[1:]).swapaxes(1, 2).reshape(w.shape)
    return reference(case, (x, swapped, b))
