"""The arithmetic of the page Play is the specification's."""

import json
from itertools import product

from reference_impl.geometry import (
    Axis,
    GeometryError,
    axes,
    bins,
    same_padding,
    transposed_axes,
)
from reference_impl.padding import check_limits, mode_source

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
