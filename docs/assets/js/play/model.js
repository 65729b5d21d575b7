// What a state means, ready to be drawn and said: per axis the windows with their taps, what lies
// where, what is never read, what is dropped. A transposed convolution has the same walk, over its
// output: there a window is the stamp of an input cell.
(() => {
  const { range, cells, dropped, position, counted, present } = convspec;

  // The axis as the list of its windows; a tap is { tap, w, at, kind, source }, where w numbers the
  // weight, which is another where the kernel is flipped.
  function walked(axis, mode, count, flipped = false) {
    const tap = (cell, t) => {
      const at = position(axis, cell, t);
      const kind = at >= axis.size + axis.hi ? "beyond" : at < 0 || at >= axis.size ? "padding" : "cell";
      return { tap: t, w: flipped ? axis.kernel - 1 - t : t, at, kind, source: kind === "beyond" ? null : convspec.modeSource(at, axis.size, mode) };
    };
    const taps = (cell) => range(axis.kernel).map((t) => tap(cell, t));
    return {
      ...axis,
      windows: range(count).map(taps),
      ghosts: range(dropped(axis)).map((n) => ({ cell: count + n, taps: taps(count + n), why: why(axis, count + n) })),
    };
  }

  // Why a window that ceil_keep would have does not exist.
  function why(axis, cell) {
    const from = position(axis, cell, 0);
    const to = position(axis, cell, axis.kernel - 1);
    const end = axis.size + axis.hi - 1;
    const words = convspec.text.dropped;
    if (axis.last_window === "floor") return words.partial(to, end);
    return from <= end ? words.inPadding(from) : words.behind(from, end);
  }

  const binned = (size, count) => ({
    size, lo: 0, hi: 0, ghosts: [],
    windows: convspec.bins(size, count).map(([first, end]) =>
      range(end - first).map((t) => ({ tap: t, w: t, at: first + t, kind: "cell", source: first + t }))),
  });

  // Everything that the picture shows; { state, error } where the parameters have no meaning.
  function model(state) {
    try {
      return meaning(state);
    } catch (error) {
      if (error instanceof convspec.GeometryError) return { state, error: error.message };
      throw error;
    }
  }

  function meaning(state) {
    const transposed = state.operation === "conv_transpose";
    const mode = convspec.uses(state, "padding_mode") ? state.padding_mode : "zeros";
    const walks = views(state, transposed, mode);
    for (const view of walks) {
      const span = view.windows.concat(view.ghosts.slice(0, 2).map((ghost) => ghost.taps));
      view.first = -view.lo;
      view.last = Math.max(view.size + view.hi, ...span.map((taps) => taps[taps.length - 1].at + 1));
      const read = new Set(view.windows.flat().map((tap) => tap.source));
      view.unread = range(view.size).filter((at) => !read.has(at));
    }
    const outputs = walks.map((view) => (transposed ? view.size : view.windows.length));
    const cell = state.cell.map((at, n) => Math.max(Math.min(at, outputs[n] - 1), 0));
    return { state, transposed, mode, walks, outputs, cell, empty: outputs.includes(0), values: new Map() };
  }

  function views(state, transposed, mode) {
    if (state.operation === "adaptive_pool")
      return state.size.map((size, n) => binned(size, state.output_size[n]));
    const given = {
      ...state,
      dilation: convspec.uses(state, "dilation") ? state.dilation : state.size.map(() => 1),
      padding: state.padding === "explicit" ? state.lo.map((lo, n) => [lo, state.hi[n]]) : state.padding,
      last_window: convspec.uses(state, "last_window") ? state.last_window : "floor",
    };
    if (transposed)
      return convspec.transposedAxes(given).map((axis, n) => ({ ...walked(axis, "zeros", state.size[n]), ghosts: [] }));
    return convspec.axes(given).map((axis) => {
      convspec.checkLimits(axis.size, axis.lo, axis.hi, mode);
      return walked(axis, mode, cells(axis), convspec.uses(state, "flip_kernel") && state.flip_kernel === "True");
    });
  }

  // What one output cell takes along one axis: the taps of its window, or, transposed, of each
  // stamp the tap that reaches it, with the input cell as its source.
  function taken(model, n, at) {
    const view = model.walks[n];
    if (!model.transposed) return view.windows[at];
    return view.windows.flatMap((taps, a) => taps.filter((tap) => tap.at === at).map((tap) => ({ ...tap, source: a })));
  }

  // The same over all axes, row-major: { taps, sources (null where nothing is read), kind }.
  function terms(model, cell) {
    return cell
      .map((at, n) => taken(model, n, at))
      .reduce((rows, axis) => rows.flatMap((row) => axis.map((tap) => [...row, tap])), [[]])
      .map((row) => {
        const kinds = row.map((tap) => tap.kind);
        const kind = ["beyond", "padding"].find((name) => kinds.includes(name)) || "cell";
        const sources = row.map((tap) => tap.source);
        return { taps: row.map((tap) => tap.w), sources: sources.includes(null) ? null : sources, kind };
      });
  }

  // The divisor of an average: factors, the counted or present taps of each axis.
  function divisor(model, cell) {
    if (model.state.divisor_override) return [Number(model.state.divisor_override)];
    const include = model.state.count_include_pad === "True";
    return model.walks.map((view, n) => (include ? counted(view, cell[n]) : present(view, cell[n])));
  }

  // The row-major number of an output cell.
  const number = (model, cell) =>
    cell.reduce((sum, at, n) => sum * Math.max(model.outputs[n], 1) + at, 0);

  Object.assign(convspec, { model, number, taken, terms, divisor });
})();
