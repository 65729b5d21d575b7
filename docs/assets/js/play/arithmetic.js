// The walk of windows along one axis, in integers only: reference_impl/geometry.py and padding.py in
// JavaScript, name by name. It touches no document; a test holds it against them on a full grid.
// The words of an error are those of the table of the language, which is loaded behind this file.
globalThis.convspec = {};
(() => {
  // An argument with which the operation has no meaning.
  class GeometryError extends Error {
    constructor(argument, value, expected) {
      super(convspec.text.problems.wrong(argument, JSON.stringify(value), expected));
      Object.assign(this, { argument, value, expected });
    }
  }

  const floorDiv = (a, b) => Math.floor(a / b);
  const ceilDiv = (a, b) => Math.ceil(a / b) + 0; // + 0: no negative zero
  const mod = (a, b) => ((a % b) + b) % b;
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const isSame = (padding) => padding === "same_upper" || padding === "same_lower";

  // Cells from the first to the last tap of a window.
  const extent = (axis) => axis.dilation * (axis.kernel - 1) + 1;
  // Extent of the padded input.
  const padded = (axis) => axis.size + axis.lo + axis.hi;

  // Windows where one may overhang the end, wherever it starts.
  const kept = (axis) => Math.max(ceilDiv(padded(axis) - extent(axis), axis.stride) + 1, 0);

  // Number of windows: the output extent.
  function cells(axis) {
    if (axis.last_window === "floor")
      return Math.max(floorDiv(padded(axis) - extent(axis), axis.stride) + 1, 0);
    if (axis.last_window === "ceil_keep") return kept(axis);
    return Math.min(kept(axis), ceilDiv(axis.size + axis.lo, axis.stride));
  }

  // The windows that ceil_keep has and the rule of the axis drops.
  const dropped = (axis) => Math.max(kept(axis) - cells(axis), 0);

  // Coordinate in the unpadded input; it may lie outside of it.
  const position = (axis, cell, tap) => cell * axis.stride + tap * axis.dilation - axis.lo;

  // The input cell that a tap reads, null where there is none.
  function source(axis, cell, tap) {
    const at = position(axis, cell, tap);
    return at >= 0 && at < axis.size ? at : null;
  }

  // Taps of a window on input cells.
  const present = (axis, cell) =>
    range(axis.kernel).filter((tap) => source(axis, cell, tap) !== null).length;

  // Taps of a window on input cells or explicit padding, the overhang left out.
  function counted(axis, cell) {
    const inside = (at) => at >= 0 && at < padded(axis);
    return range(axis.kernel).filter((tap) => inside(position(axis, cell, tap) + axis.lo)).length;
  }

  // The padding [lo, hi] of one axis for ceil(size / stride) output cells.
  function samePadding(size, kernel, stride, dilation, larger) {
    const total = Math.max(
      (ceilDiv(size, stride) - 1) * stride + dilation * (kernel - 1) + 1 - size,
      0,
    );
    const smaller = floorDiv(total, 2);
    return larger === "upper" ? [smaller, total - smaller] : [total - smaller, smaller];
  }

  // The pair [lo, hi] of each axis: explicit pairs as they are, the named rules computed.
  function resolvePadding(padding, size, kernel, stride, dilation) {
    if (Array.isArray(padding)) return padding;
    if (padding === "valid") return size.map(() => [0, 0]);
    const larger = padding === "same_upper" ? "upper" : "lower";
    return size.map((i, n) => samePadding(i, kernel[n], stride[n], dilation[n], larger));
  }

  // One axis per entry of size. With "same" padding the extent is that of the floor rule.
  function axes({ size, kernel, stride, dilation, padding, last_window = "floor" }) {
    const pairs = resolvePadding(padding, size, kernel, stride, dilation);
    return size.map((i, n) => ({
      size: i,
      kernel: kernel[n],
      stride: stride[n],
      dilation: dilation[n],
      lo: pairs[n][0],
      hi: pairs[n][1],
      last_window: isSame(padding) ? "floor" : last_window,
    }));
  }

  // The walk over the output plane that a transposed convolution runs backwards. Its first size[n]
  // windows are the input cells.
  function transposedAxes(given) {
    const plain = axes({ ...given, last_window: "floor" });
    const same = isSame(given.padding);
    plain.forEach((axis, n) => {
      const limit = same ? 1 : Math.max(axis.stride, axis.dilation);
      const extra = given.output_padding[n];
      if (extra >= limit) throw new GeometryError("output_padding", extra, convspec.text.problems.below(limit));
    });
    if (same)
      return axes({
        ...given,
        size: plain.map((axis) => axis.size * axis.stride),
        last_window: "floor",
      });
    return plain.map((axis, n) => {
      const size =
        (axis.size - 1) * axis.stride - (axis.lo + axis.hi) + extent(axis) + given.output_padding[n];
      if (size < 0)
        throw new GeometryError("x", axis.size, convspec.text.problems.transposedExtent(size));
      return { ...axis, size };
    });
  }

  // The input cells [first, end) that each adaptive window of one axis reads.
  function bins(size, count) {
    if (size === 0 && count > 0)
      throw new GeometryError("output_size", count, convspec.text.problems.noBins);
    return range(count).map((a) => [floorDiv(a * size, count), ceilDiv((a + 1) * size, count)]);
  }

  // The input cell that a coordinate stands for in a padding mode, null where zeros stand.
  function modeSource(at, size, mode) {
    if (at >= 0 && at < size) return at;
    if (mode === "zeros" || size === 0) return null;
    if (mode === "replicate") return Math.min(Math.max(at, 0), size - 1);
    if (mode === "circular") return mod(at, size);
    const period = Math.max(2 * (size - 1), 1);
    return Math.min(mod(at, period), mod(-at, period));
  }

  // Throw where a side of the padding exceeds the limit of its mode.
  function checkLimits(size, lo, hi, mode) {
    const widest = Math.max(lo, hi);
    if (mode === "zeros" || widest === 0) return;
    const refuse = (expected) => {
      throw new GeometryError("padding", [lo, hi], expected);
    };
    const { nothingToMirror, widest: atMost } = convspec.text.problems;
    if (size === 0) refuse(nothingToMirror(mode));
    if (mode === "reflect" && widest > size - 1) refuse(atMost(size - 1, mode));
    if (mode === "circular" && widest > size) refuse(atMost(size, mode));
  }

  Object.assign(convspec, {
    GeometryError, range, isSame, extent, padded, kept, cells, dropped, position, source, present,
    counted, samePadding, resolvePadding, axes, transposedAxes, bins, modeSource, checkLimits,
  });
})();
