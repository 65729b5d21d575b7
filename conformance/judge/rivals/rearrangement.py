"""Rivals of unfold and fold."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from msgspec.structs import replace

from conformance.cases.data import Array, Arrays
from conformance.judge.prepared import Outputs, reference
from conformance.judge.rivals.adjoint import cut
from conformance.judge.rivals.catalogue import Recompute, pads, rival, with_changes
from conformance.judge.rivals.windows import REARRANGEMENTS
from conformance.operations import Case, Operation
from conformance.parameters import Fold
from reference_impl.windows import window_map

UNFOLD: tuple[Operation, ...] = ("unfold",)
FOLD: tuple[Operation, ...] = ("fold",)


def _in_order(axis: int, order: Callable[[Case], Array]) -> Recompute:
    """Rows (axis -2) or columns (axis -1) in another order: place n holds what is at order[n]."""

    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        places = order(case)
        if (places == np.arange(len(places))).all():
            return None
        if case.operation == "unfold":
            return (reference(case, arrays)[0].take(places, axis),)
        (columns,) = arrays
        assert columns is not None
        return reference(case, (columns.take(np.argsort(places), axis),))

    return recompute


def _of_channels(case: Case, taps: Array) -> Array:
    """The order of the rows when the taps of every channel are in that order."""
    first = np.arange(case.channels)[:, np.newaxis] * len(taps)
    return (first + taps).reshape(-1)


def rows_by_tap(case: Case) -> Array:
    """The order of the rows when they are ordered by tap, then channel."""
    taps = prod(case.kernel)
    return np.arange(case.channels * taps).reshape(case.channels, taps).T.reshape(-1)


def _taps_column_major(case: Case) -> Array:
    return _of_channels(case, np.arange(prod(case.kernel)).reshape(case.kernel).T.reshape(-1))


def _taps_reversed(case: Case) -> Array:
    return _of_channels(case, np.arange(prod(case.kernel))[::-1])


def _cells_column_major(case: Case) -> Array:
    cells = tuple(a.cells for a in case.axes())
    return np.arange(prod(cells)).reshape(cells).T.reshape(-1)


for _name, _text, _axis, _order in (
    ("rows-by-tap", "rows ordered by tap, then channel", -2, rows_by_tap),
    ("taps-column-major", "the taps of a channel in column-major order", -2, _taps_column_major),
    ("taps-reversed", "the taps of a channel back to front", -2, _taps_reversed),
    ("cells-column-major", "the output cells in column-major order", -1, _cells_column_major),
):
    rival(_name, _text, REARRANGEMENTS)(_in_order(_axis, _order))


@rival("columns-as-rows", "rows and columns exchanged", UNFOLD)
def _columns_as_rows(case: Case, arrays: Arrays) -> Outputs | None:
    return (reference(case, arrays)[0].swapaxes(-1, -2),)


@rival("padding-repeats-edge", "padding that reads the edge cell", UNFOLD)
def _padding_repeats_edge(case: Case, arrays: Arrays) -> Outputs | None:
    (x,) = arrays
    assert x is not None
    if not any(map(any, pads(case))):
        return None
    extended = np.pad(x, [(0, 0)] * (x.ndim - case.rank) + list(pads(case)), mode="edge")
    plain = replace(case.parameters, padding=((0, 0),) * case.rank)
    return reference(replace(case, parameters=plain, shapes=(extended.shape,)), (extended,))


def _sheet(case: Case, arrays: Arrays, stride: Any, dilation: Any) -> Array:
    """All that the columns cover at these steps, before padding is cut off."""
    size = tuple(
        (a.cells - 1) * s + d * (a.kernel - 1) + 1
        for a, s, d in zip(case.axes(), stride, dilation, strict=True)
    )
    none = ((0, 0),) * case.rank
    changes = {"output_size": size, "stride": stride, "dilation": dilation, "padding": none}
    return with_changes(case, arrays, **changes)[0]


def _steps(case: Case) -> tuple[tuple[int, ...], tuple[int, ...]]:
    assert isinstance(case.parameters, Fold)
    return case.parameters.stride, case.parameters.dilation


def _at_steps(
    change: Callable[[tuple[int, ...], tuple[int, ...]], tuple[Any, Any]],
) -> Recompute:
    """The same columns put down with another stride or dilation."""

    def recompute(case: Case, arrays: Arrays) -> Outputs | None:
        given = _steps(case)
        changed = change(*given)
        if changed == given:
            return None
        starts = tuple(lo for lo, _ in pads(case))
        return (cut(case, _sheet(case, arrays, *changed), starts, None),)

    return recompute


for _name, _text, _change in (
    ("columns-unstrided", "stride 1 in every axis", lambda s, d: ((1,) * len(s), d)),
    ("columns-undilated", "dilation 1 in every axis", lambda s, d: (s, (1,) * len(d))),
    ("strides-reversed", "the strides of the axes in reverse order", lambda s, d: (s[::-1], d)),
    ("dilations-reversed", "the dilations of the axes in reverse order", lambda s, d: (s, d[::-1])),
):
    rival(_name, _text, FOLD)(_at_steps(_change))


@rival("nothing-cut-low", "no padding cut off at the low end", FOLD)
def _nothing_cut_low(case: Case, arrays: Arrays) -> Outputs | None:
    if not any(lo for lo, _ in pads(case)):
        return None
    return (cut(case, _sheet(case, arrays, *_steps(case)), (0,) * case.rank, None),)


@rival("padding-added-to-edge", "what falls on padding added to the edge cell", FOLD)
def _padding_added_to_edge(case: Case, arrays: Arrays) -> Outputs | None:
    if not any(map(any, pads(case))):
        return None
    y = _sheet(case, arrays, *_steps(case))
    for number, axis in enumerate(case.axes(), y.ndim - case.rank):
        places = np.clip(np.arange(y.shape[number]) - axis.lo, 0, axis.size - 1)
        moved = np.zeros((axis.size, *np.delete(y.shape, number)), y.dtype)
        np.add.at(moved, places, np.moveaxis(y, number, 0))
        y = np.moveaxis(moved, 0, number)
    return (y,)


def last_overlap(case: Case, columns: Array) -> Array:
    """The plane in which the last of overlapping columns is written, not their sum."""
    places = window_map(case.axes())  # (cells, taps)
    *batch, rows, cells = columns.shape
    taps = places.shape[1]
    stamps = columns.reshape(*batch, rows // taps, taps, cells).swapaxes(-1, -2)
    planes = np.zeros((*stamps.shape[:-2], prod(case.size) + 1), columns.dtype)
    for cell, under in enumerate(places):
        planes[..., under] = stamps[..., cell, :]
    return planes[..., :-1].reshape(*stamps.shape[:-2], *case.size)


@rival("last-overlap", "the last of overlapping columns alone", FOLD)
def _last_overlap(case: Case, arrays: Arrays) -> Outputs | None:
    (columns,) = arrays
    assert columns is not None
    return (last_overlap(case, columns),)


@rival("overlaps-averaged", "overlapping columns averaged", FOLD)
def _overlaps_averaged(case: Case, arrays: Arrays) -> Outputs | None:
    (columns,) = arrays
    assert columns is not None
    covering = reference(case, (np.ones_like(columns),))[0]
    return (reference(case, arrays)[0] / np.maximum(covering, 1),)
