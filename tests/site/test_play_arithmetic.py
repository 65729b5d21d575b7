"""The arithmetic of the page Play is the specification's."""

import json
from itertools import product

import numpy as np
from sitepages.play import fragment

from reference_impl.convolution import conv
from reference_impl.geometry import (
    Axis,
    GeometryError,
    axes,
    bins,
    same_padding,
    transposed_axes,
)
from reference_impl.padding import check_limits, mode_source
from reference_impl.pooling import avg_pool_terms, max_pool
from reference_impl.transposed import conv_transpose

RULES = ("floor", "ceil", "ceil_keep")
FIELDS = ("size", "kernel", "stride", "dilation", "lo", "hi", "last_window")


def _differing(given, ours, theirs):
    theirs = json.loads(theirs)
    assert len(ours) == len(theirs) == len(given)
    return [(g, o, t) for g, o, t in zip(given, ours, theirs, strict=True) if json.loads(o) != t][
        :3
    ]


def test_the_walk_is_that_of_the_specification(scripts):
    grid = list(product(range(8), (1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3), range(4), range(4), RULES))
    ours = []
    for values in grid:
        a = Axis(**dict(zip(FIELDS, values, strict=True)))
        windows = [
            [[a.position(o, t), a.source(o, t)] for t in range(a.kernel)] for o in range(a.cells)
        ]
        counts = [[a.present(o), a.counted(o)] for o in range(a.cells)]
        kept = Axis(**dict(zip(FIELDS, (*values[:-1], "ceil_keep"), strict=True))).cells
        dropped = max(kept - a.cells, 0)
        ours.append(json.dumps([a.extent, a.padded, a.cells, dropped, windows, counts]))
    theirs = scripts.evaluate(
        """([fields, grid]) => JSON.stringify(grid.map((values) => {
          const c = convspec, axis = Object.fromEntries(fields.map((name, n) => [name, values[n]]));
          const cells = c.range(c.cells(axis));
          const read = (o, t) => [c.position(axis, o, t), c.source(axis, o, t)];
          const windows = cells.map((o) => c.range(axis.kernel).map((t) => read(o, t)));
          const counts = cells.map((o) => [c.present(axis, o), c.counted(axis, o)]);
          return [c.extent(axis), c.padded(axis), cells.length, c.dropped(axis), windows, counts];
        }))""",
        [FIELDS, grid],
    )
    assert _differing(grid, ours, theirs) == []


def _axis_values(found):
    return [[getattr(axis, name) for name in FIELDS] for axis in found]


def _refused(call, *arguments):
    try:
        return call(*arguments)
    except GeometryError as error:
        return str(error.argument)


def test_padding_bins_and_modes_are_those_of_the_specification(scripts):
    same = list(product(range(12), (1, 2, 3, 4, 5), (1, 2, 3, 4), (1, 2, 3), ("upper", "lower")))
    theirs = scripts.evaluate(
        "(grid) => JSON.stringify(grid.map((given) => convspec.samePadding(...given)))", same
    )
    ours = [json.dumps(same_padding(*given)) for given in same]
    assert _differing(same, ours, theirs) == []

    pairs = list(product(range(16), range(16)))
    theirs = scripts.evaluate(
        """(grid) => JSON.stringify(grid.map((given) => {
          try { return convspec.bins(...given); } catch (error) { return error.argument; }
        }))""",
        pairs,
    )
    ours = [
        json.dumps(_refused(lambda i, o: [[bin_.start, bin_.stop] for bin_ in bins(i, o)], *given))
        for given in pairs
    ]
    assert _differing(pairs, ours, theirs) == []

    modes = list(product(range(-9, 15), range(7), ("zeros", "reflect", "replicate", "circular")))
    theirs = scripts.evaluate(
        "(grid) => JSON.stringify(grid.map((given) => convspec.modeSource(...given)))", modes
    )
    assert _differing(modes, [json.dumps(mode_source(*given)) for given in modes], theirs) == []

    limits = [
        (i, lo, hi, m) for i, lo, hi, (_, _, m) in product(range(5), range(5), range(5), modes[:4])
    ]
    theirs = scripts.evaluate(
        """(grid) => JSON.stringify(grid.map((given) => {
          try { convspec.checkLimits(...given); } catch (error) { return error.argument; }
          return null;
        }))""",
        limits,
    )
    ours = [json.dumps(_refused(check_limits, *given)) for given in limits]
    assert _differing(limits, ours, theirs) == []


def test_axes_and_transposed_axes_are_those_of_the_specification(scripts):
    paddings = ("valid", "same_upper", "same_lower", ((0, 0), (1, 2)), ((2, 0), (1, 1)))
    ones = list(product(range(5), (1, 2, 3), (1, 2, 3), (1, 2, 3)))
    grid = [
        (*zip(one, other, strict=True), padding, rule, (extra, 0))
        for one, other in zip(ones, ones[7:] + ones[:7], strict=True)
        for padding, rule, extra in product(paddings, RULES, range(4))
    ]
    names = ("size", "kernel", "stride", "dilation", "padding", "last_window", "output_padding")
    for call, function, used in (("axes", axes, 6), ("transposedAxes", transposed_axes, 7)):
        theirs = scripts.evaluate(
            """([call, names, grid, fields]) => JSON.stringify(grid.map((values) => {
              const given = Object.fromEntries(names.map((name, n) => [name, values[n]]));
              try {
                return convspec[call](given).map((axis) => fields.map((name) => axis[name]));
              } catch (error) { return error.argument; }
            }))""",
            [call, names, grid, FIELDS],
        )
        ours = []
        for given in grid:
            arguments = given[:6] if used == 6 else (*given[:5], given[6])
            found = _refused(function, *arguments)
            ours.append(json.dumps(found if isinstance(found, str) else _axis_values(found)))
        assert _differing(grid, ours, theirs) == []
    assert len(set(ours)) > 100


VALUES = """(grid) => JSON.stringify(grid.map((fragment) => {
  const c = convspec, m = c.model(c.parse(fragment)[0]);
  if (m.error) return null;
  const cells = m.outputs.reduce(
    (found, extent) => found.flatMap((cell) => c.range(extent).map((at) => [...cell, at])), [[]]);
  const divided = (cell) => [c.total(m, cell), c.divisor(m, cell).reduce((a, b) => a * b, 1)];
  const value = m.state.operation === "avg_pool" ? divided : (cell) => c.value(m, cell);
  return cells.map(value).map((v) => (v === -Infinity ? "-inf" : v));
}))"""


def _digits(size):
    """The input of the page."""
    at = np.indices(size)
    digits = 3 + 7 * at[-1] + (4 * at[0] if len(size) > 1 else 0)
    return (digits % 10)[None, None].astype(float)


def _outcome(operation, size, kernel, keywords):
    """What the reference makes of the input of the page, cell by cell; None where it refuses."""
    x, w = _digits(size), np.arange(1.0, 1 + np.prod(kernel)).reshape(1, 1, *kernel)
    try:
        if operation == "avg_pool":
            sums, divisors = avg_pool_terms(x, kernel=kernel, **keywords)
            counts = np.broadcast_to(divisors, sums.shape)
            return [[int(a), int(b)] for a, b in zip(sums.flat, counts.flat, strict=True)]
        if operation == "max_pool":
            found = max_pool(x, kernel=kernel, **keywords)
        else:
            found = (conv if operation == "conv" else conv_transpose)(x, w, None, **keywords)
    except GeometryError:
        return None
    return ["-inf" if value == -np.inf else int(value) for value in found.flat]


def _calls():
    """Operation, size, kernel, keywords: one axis in full, two axes that differ."""
    pairs = ((0, 0), (1, 0), (0, 2), (2, 1))
    one = [
        ((i,), (k,), (s,), (d,), p)
        for i, k, s, d in product(range(1, 7), (1, 2, 3), (1, 2, 3), (1, 2))
        for p in (*((pair,) for pair in pairs), "same_upper", "same_lower")
    ]
    two = [
        (size, kernel, (2, 1), dilation, padding)
        for size, kernel, dilation in product(((4, 5), (3, 2)), ((2, 3), (3, 1)), ((1, 2), (1, 1)))
        for padding in (((1, 0), (0, 2)), "same_upper")
    ]
    for size, kernel, stride, dilation, padding in one + two:
        given = {"stride": stride, "padding": padding}
        for mode, flip in (("zeros", False), ("reflect", True), ("replicate", False)):
            more = {"padding_mode": mode, "flip_kernel": flip, "dilation": dilation}
            yield "conv", size, kernel, given | more
        for extra in (0, 1):
            more = {"dilation": dilation, "output_padding": (extra,) * len(size)}
            yield "conv_transpose", size, kernel, given | more
        for rule in RULES:
            more = {"last_window": rule}
            yield "max_pool", size, kernel, given | more | {"dilation": dilation}
            for include, override in ((True, None), (False, None), (True, -3)):
                more |= {"count_include_pad": include, "divisor_override": override}
                yield "avg_pool", size, kernel, given | more


def _address(operation, size, kernel, keywords):
    shown = {name: str(v) if isinstance(v, int) else v for name, v in keywords.items()}
    shown |= {n: v for n, v in keywords.items() if isinstance(v, bool)}
    chosen = {name: value for name, value in shown.items() if value is not None}
    return "#" + fragment(operation, size, kernel=kernel, **chosen)


def test_the_values_are_those_of_the_specification(scripts):
    grid = list(_calls())
    addresses = [_address(*call) for call in grid]
    theirs = scripts.evaluate(VALUES, addresses)
    assert _differing(addresses, [json.dumps(_outcome(*call)) for call in grid], theirs) == []
    assert sum(found is not None for found in json.loads(theirs)) > 8000
