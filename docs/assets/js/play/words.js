// What the picture shows, in words and formulas.
(() => {
  const { extent, padded, kept, isSame } = convspec;
  const MOST_TERMS = 64;

  const times = (extents) => extents.join(" × ");
  const index = (name, at) => `${name}[${at.join(",")}]`;
  const axisName = (model, n) => (model.walks.length === 1 ? "" : convspec.text.axes[n]);

  // Formulas in TeX: how the output extent of each axis comes about.
  function formulas(model, n) {
    const { state } = model;
    const i = state.size[n];
    const o = model.outputs[n];
    if (state.operation === "adaptive_pool")
      return [String.raw`${convspec.text.formulas.bin} = \bigl[\lfloor a\,i/o \rfloor,\ \lceil (a+1)\,i/o \rceil\bigr),\quad i = ${i},\ o = ${o}`];
    const view = model.walks[n];
    const [s, k, d] = [view.stride, view.kernel, view.dilation];
    const e = extent(view);
    const lines = [`e = d\\,(k-1) + 1 = ${d > 1 || convspec.uses(state, "dilation") ? `${d}\\cdot` : ""}${k - 1} + 1 = ${e}`];
    if (isSame(state.padding)) {
      const [whole, written] = model.transposed ? [view.size, `${i}\\cdot ${s}`] : [i, `${i}`];
      const cells = Math.ceil(whole / s);
      lines.push(String.raw`\max((\lceil i/s \rceil - 1)\,s + e - i,\ 0) = \max(${cells - 1}\cdot ${s} + ${e} - ${whole},\ 0) = ${view.lo + view.hi}\text{${convspec.text.formulas.split}} ${view.lo} + ${view.hi}`);
      lines.push(model.transposed ? `o = i\\,s = ${written} = ${o}` : String.raw`o = \lceil i/s \rceil = \lceil ${i}/${s} \rceil = ${o}`);
      return lines;
    }
    const extra = state.output_padding[n];
    if (model.transposed) {
      lines.push(String.raw`o = (i-1)\,s - (lo+hi) + e + \text{output\_padding} = ${i - 1}\cdot ${s} - ${view.lo + view.hi} + ${e} + ${extra} = ${o}`);
      return lines;
    }
    const P = padded(view);
    lines.push(`P = i + lo + hi = ${i} + ${view.lo} + ${view.hi} = ${P}`);
    const floor = view.last_window === "floor";
    const [open, close] = floor ? ["\\lfloor", "\\rfloor"] : ["\\lceil", "\\rceil"];
    const raw = (floor ? Math.floor((P - e) / s) : Math.ceil((P - e) / s)) + 1;
    const general = `${open} (P-e)/s ${close} + 1`;
    const numbers = `${open} (${P}-${e})/${s} ${close} + 1`;
    if (view.last_window !== "ceil")
      lines.push(`o = ${general} = ${numbers} = ${raw + 0}${raw < 0 ? `\\text{${convspec.text.formulas.noWindow}} o = 0` : ""}`);
    else
      lines.push(
        String.raw`o = \min(${general},\ \lceil (i+lo)/s \rceil)`,
        String.raw`\phantom{o} = \min(${kept(view)},\ \lceil ${i + view.lo}/${s} \rceil) = \min(${kept(view)},\ ${Math.ceil((i + view.lo) / s)}) = ${o}`,
      );
    return lines;
  }

  // The headline: extents before and after.
  const headline = (model) => `${times(model.state.size)} → ${times(model.outputs)}`;

  // What is worth noticing, a sentence each.
  function notes(model) {
    const words = convspec.text.notes;
    const said = [];
    model.walks.forEach((view, n) => {
      const axis = axisName(model, n);
      const letter = model.transposed ? "y" : "x";
      const cells = view.unread.map((at) => (axis ? String(at) : `${letter}[${at}]`));
      if (cells.length)
        said.push(["unread", (model.transposed ? words.unstamped : words.unread)(axis, shortened(cells))]);
      for (const ghost of view.ghosts.slice(0, 2))
        said.push(["dropped", words.dropped(ghost.cell, axis, ghost.why)]);
      if (view.ghosts.length > 2) said.push(["dropped", words.droppedToo(view.ghosts.length - 2, axis)]);
      const overhang = view.windows.findIndex((taps) => taps.some((tap) => tap.kind === "beyond"));
      if (overhang >= 0 && !model.transposed)
        said.push(["beyond", words.beyond(overhang, axis)]);
      const blind = view.windows.findIndex((taps) => taps.every((tap) => tap.source === null));
      if (blind >= 0 && !model.transposed && model.state.operation !== "conv")
        said.push(["empty", words.blind(blind, axis)]);
      if (model.transposed && view.lo + view.hi > 0)
        said.push(["padding", words.crops(view.lo, view.hi, axis)]);
    });
    if (model.empty) said.push(["empty", words.empty]);
    return said;
  }

  const shortened = (items) => (items.length > 12 ? [...items.slice(0, 12), convspec.text.notes.more(items.length - 12)] : items);

  // The cells and weights by their names.
  const NAMES = { x: (at) => index("x", at), w: (taps) => index("w", taps), power: (name) => `|${name}|ᵖ`, root: "^(1/p)" };
  // The same by what they hold.
  const numbers = (model) => ({
    x: (at) => String(convspec.held(at)), w: (taps) => String(convspec.weight(model, taps)), power: (held) => `${held}²`, root: "^(1/2)",
  });

  // y[...] written out over the cells that it takes, as pieces [text, kind].
  function sum(model, cell, { x, w, power, root } = NAMES) {
    const { operation } = model.state;
    const words = convspec.text.sum;
    const name = index("y", cell);
    const all = convspec.terms(model, cell);
    const shown = all.slice(0, MOST_TERMS);
    const pieces = [[`${name} = `, ""]];
    const join = (parts, between) =>
      parts.forEach((part, n) => pieces.push(...(n ? [[between, ""]] : []), part));
    const more = all.length > shown.length ? words.more(all.length - shown.length) : "";
    if (operation === "conv" || operation === "conv_transpose") {
      join(shown.map((t) => [`${w(t.taps)}·${t.sources ? x(t.sources) : "0"}`, t.sources && (t.kind === "cell" || model.transposed) ? "" : "soft"]), " + ");
      if (!all.length) pieces.push([words.unstamped, "soft"]);
    } else if (operation === "max_pool") {
      const read = shown.filter((t) => t.sources);
      if (read.length) {
        pieces.push(["max(", ""]);
        join(read.map((t) => [x(t.sources), ""]), ", ");
        pieces.push([")", ""]);
      } else pieces.push([words.blind, "soft"]);
    } else if (operation === "avg_pool") {
      const factors = convspec.divisor(model, cell);
      const value = factors.reduce((a, b) => a * b, 1);
      pieces.push(["(", ""]);
      join(shown.filter((t) => t.kind !== "beyond").map((t) => (t.sources ? [x(t.sources), ""] : ["0", "soft"])), " + ");
      pieces.push([") / ", ""], [String(value), "strong"]);
    } else if (operation === "unfold") {
      pieces[0][0] = words.column(convspec.number(model, cell));
      join(shown.map((t) => (t.sources ? [x(t.sources), ""] : ["0", "soft"])), ", ");
    } else if (operation === "lp_pool") {
      pieces.push(["(", ""]);
      join(shown.filter((t) => t.sources).map((t) => [power(x(t.sources)), ""]), " + ");
      pieces.push([`)${root}`, ""]);
    } else {
      pieces.push(["pool(", ""]);
      join(shown.map((t) => [x(t.sources), ""]), ", ");
      pieces.push([")", ""]);
    }
    if (more) pieces.push([more, "soft"]);
    return pieces;
  }

  // The same in numbers, with what they come to.
  function worked(model, cell) {
    const words = convspec.text.sum;
    const pieces = sum(model, cell, numbers(model));
    if (model.state.operation === "lp_pool") pieces.unshift(["p = 2: ", "soft"]);
    if (model.state.operation === "adaptive_pool") {
      const all = convspec.terms(model, cell);
      const mean = convspec.written(convspec.total(model, cell) / all.length).join(" ").replace("= ", "");
      pieces.push([`: ${words.pooled(convspec.highest(model, cell), mean)}`, "strong"]);
    }
    return [...pieces, [result(model, cell), "strong"]];
  }

  // " = 14": nothing where the sum says it, or where there is no single value.
  function result(model, cell) {
    const { operation } = model.state;
    const value = convspec.value(model, cell);
    const nothing = !convspec.terms(model, cell).some((t) => t.sources || operation === "conv");
    if (value === null || (nothing && (operation === "conv_transpose" || operation === "max_pool"))) return "";
    return ` ${convspec.written(value).join(" ")}`;
  }

  // Of an average: what its divisor counts.
  function divisorWords(model, cell) {
    if (model.state.operation !== "avg_pool") return "";
    const words = convspec.text.divisor;
    const all = convspec.terms(model, cell);
    const count = (kind) => all.filter((t) => t.kind === kind).length;
    const [cells, pads, beyond] = ["cell", "padding", "beyond"].map(count);
    const include = model.state.count_include_pad === "True";
    const factors = convspec.divisor(model, cell);
    const value = factors.reduce((a, b) => a * b, 1);
    if (model.state.divisor_override) return words.given(value);
    const parts = [words.cells(cells)];
    if (pads) parts.push((include ? words.padding : words.paddingNot)(pads));
    if (beyond) parts.push(words.beyond(beyond));
    return words.whole(`${factors.length > 1 ? `${factors.join("·")} = ` : ""}${value}`, parts, !value);
  }

  // The steps from a tap to the cell that it reads, along one axis: rows [tap, position, reads].
  function steps(model, n) {
    const at = model.cell[n];
    const view = model.walks[n];
    if (model.state.operation === "adaptive_pool")
      return convspec.taken(model, n, at).map((tap) => [`${tap.tap}`, `${tap.at}`, `x[${tap.source}]`]);
    const { stride: s, dilation: d, lo } = view;
    if (model.transposed)
      return convspec.taken(model, n, at).map((tap) => [`x[${tap.source}]`, `${tap.source}·${s} + ${tap.tap}·${d} − ${lo} = ${at}`, `w[${tap.tap}]`]);
    return convspec.taken(model, n, at).map((tap) => [`w[${tap.w}]`, `${at}·${s} + ${tap.tap}·${d} − ${lo} = ${String(tap.at).replace("-", "−")}`, reads(tap, model)]);
  }

  function reads(tap, model) {
    const words = convspec.text.reads;
    if (tap.kind === "beyond") return words.beyond;
    if (tap.kind === "cell") return `x[${tap.source}]`;
    return tap.source === null ? words.padding : words.held(`x[${tap.source}]`);
  }

  // One sentence about the output cell, for those who listen.
  function said(model) {
    const { notes: noted, said: spoken, sum: { times: by } } = convspec.text;
    if (model.empty) return noted.empty;
    const words = sum(model, model.cell).map(([text]) => text).join("").replaceAll("·", by);
    const all = words + result(model, model.cell);
    return spoken.cell(spoken.at(model.cell), times(model.outputs), all, divisorWords(model, model.cell)).trim();
  }

  // The whole shape in words, for those who listen.
  function summary(model) {
    const { notes: { space }, said: spoken } = convspec.text;
    if (model.error) return spoken.none(model.error);
    const noted = notes(model).map(([, text]) => text).join(space);
    return spoken.summary(times(model.state.size), times(model.outputs), noted).trim();
  }

  // The same axes as the specification's code would make them.
  function code(model) {
    const { state } = model;
    const tuple = (values) => `(${values.join(", ")}${values.length === 1 ? "," : ""})`;
    const pairs = state.lo.map((lo, n) => `(${lo}, ${state.hi[n]})`);
    const padding = state.padding === "explicit" ? tuple(pairs) : `"${state.padding}"`;
    if (state.operation === "adaptive_pool")
      return state.size.map((size, n) => `bins(${size}, ${state.output_size[n]})`).join("\n");
    const dilation = convspec.uses(state, "dilation") ? state.dilation : state.size.map(() => 1);
    const shared = `${[state.size, state.kernel, state.stride, dilation].map(tuple).join(", ")}, ${padding}`;
    if (model.transposed) return `transposed_axes(${shared}, ${tuple(state.output_padding)})`;
    const rule = convspec.uses(state, "last_window") && state.last_window !== "floor" ? `, "${state.last_window}"` : "";
    return `axes(${shared}${rule})`;
  }

  Object.assign(convspec, { formulas, headline, notes, sum, worked, divisorWords, steps, said, summary, code, axisName });
})();
