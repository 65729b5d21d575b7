// The picture as SVG: one axis as a ladder of windows below the input, two axes as planes. Colour is
// never alone: taps carry their numbers, padding is hatched, what is never read is crossed out,
// what is dropped is dashed.
(() => {
  const at = (x, y, width, height) => `x="${x}" y="${y}" width="${width}" height="${height}"`;
  const box = (x, y, width, height, kind, more = "") =>
    `<rect ${at(x, y, width, height)} rx="${Math.min(3, width / 7)}" class="${kind}" ${more}/>`;
  const text = (x, y, content, kind = "") => `<text x="${x}" y="${y}" class="${kind}">${content}</text>`;
  const line = (x1, y1, x2, y2, kind) =>
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="${kind}"/>`;
  const cross = (x, y, r) => line(x - r, y - r, x + r, y + r, "cp-cross") + line(x - r, y + r, x + r, y - r, "cp-cross");
  const disc = (x, y, r, kind) => `<circle cx="${x}" cy="${y}" r="${r}" class="${kind}"/>`;
  // A number as large as fits into a width, nothing where it would be too small to read.
  function fitted(x, y, width, content, kind = "") {
    const size = Math.min(13, width / content.length / 0.58);
    return size < 7 ? "" : `<text x="${x}" y="${y + size * 0.35}" class="${kind}" style="font-size:${size.toFixed(1)}px">${content}</text>`;
  }
  const signed = (number) => String(number).replace("-", "−");
  const name = (array, number) => array + String(number).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
  const target = (cell) => `data-cell="${cell.join(",")}"`;

  const DEFINITIONS = `<defs>
    <pattern id="cp-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="6" class="cp-hatching"/></pattern>
    <pattern id="cp-net" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path d="M0 0V7M0 0H7" class="cp-netting"/></pattern></defs>`;

  const picture = (body, width, height) =>
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true" focusable="false">${DEFINITIONS}${body}</svg>`;

  // The tap of a window at a point: filled and numbered on a cell, hollow on padding, a cross beyond.
  function tapMark(x, y, r, tap, label, strong) {
    if (tap.kind === "beyond") return cross(x, y, r * 0.6);
    const kind = tap.kind === "cell" ? "cp-tap" : "cp-hollow";
    const number = r >= 7 ? text(x, y + 4, label, tap.kind === "cell" ? "cp-tapno" : "cp-hollowno") : "";
    return disc(x, y, r, kind + (strong ? " cp-strong" : "")) + number;
  }

  const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

  // ---- one axis ----
  function ladder(model, cell, width) {
    const view = model.walks[0];
    const average = model.state.operation === "avg_pool";
    const valued = !model.empty && (model.transposed || convspec.value(model, [0]) !== null);
    const span = Math.max(view.last - view.first, 1);
    const left = 52;
    const right = average ? 92 : valued ? 58 : 6;
    const size = clamp(Math.floor((width - left - right) / span), 22, 50);
    const row = Math.max(26, Math.round(size * 0.72));
    const r = Math.min(row * 0.36, size * 0.42);
    const x = (position) => left + (position - view.first) * size;
    const mid = (position) => x(position) + size / 2;
    const top = 16;
    const under = top + size + 12;
    const ghosts = view.ghosts.slice(0, 2);
    const rows = view.windows.length + ghosts.length;
    const y = (n) => under + n * row;
    const parts = [];
    const chosen = model.empty ? [] : convspec.taken(model, 0, cell[0]);
    const marked = new Set(model.empty ? [] : model.transposed ? [cell[0]] : chosen.map((tap) => tap.at));

    // guides behind everything
    if (!model.empty && model.transposed) parts.push(box(x(cell[0]), top - 14, size, y(rows) - top + 14, "cp-band"));
    if (!model.empty && !model.transposed) {
      parts.push(box(2, y(cell[0]), x(view.last) - 4 + right, row, "cp-band"));
      for (const tap of chosen)
        if (tap.kind !== "beyond") parts.push(line(mid(tap.at), top + size, mid(tap.at), y(cell[0]) + row / 2, "cp-guide"));
    }
    strip(model, view, parts, { x, mid, top, size, marked });

    view.windows.forEach((taps, n) => {
      const here = model.transposed ? chosen.some((tap) => tap.source === n) : n === cell[0];
      const name = `${model.transposed ? "x" : "y"}[${n}]`;
      const data = model.transposed ? "" : target([n]);
      parts.push(`<g ${data} class="${here ? "cp-here" : "cp-row"}${data ? " cp-pick" : ""}">`);
      if (data) parts.push(box(2, y(n), x(view.last) + right - 4, row, "cp-catch"));
      parts.push(box(4, y(n) + 3, left - 14, row - 6, model.transposed ? "cp-cell" : here ? "cp-out cp-chosen" : "cp-out"));
      parts.push(text(left / 2 - 3, y(n) + row / 2 + 4, name, "cp-name"));
      parts.push(rung(model, taps, y(n) + row / 2, mid, r, "cp-span", (tap) => (model.transposed ? here && tap.at === cell[0] : here)));
      const equal = model.transposed ? ["=", convspec.held([n])] : valued ? convspec.written(convspec.value(model, [n])) : [];
      const divided = average ? [`÷ ${convspec.divisor(model, [n])[0]}`] : [];
      parts.push(text(x(view.last) + 6, y(n) + row / 2 + 4, [...divided, ...equal].join(" "), here ? "cp-note cp-loud" : "cp-note"));
      parts.push("</g>");
    });
    ghosts.forEach((ghost, n) => {
      const middle = y(view.windows.length + n) + row / 2;
      parts.push(`<g class="cp-ghost">${box(4, middle - row / 2 + 3, left - 14, row - 6, "cp-dropped")}`);
      parts.push(text(left / 2 - 3, middle + 4, `y[${ghost.cell}]`, "cp-name cp-struck"));
      parts.push(rung(model, ghost.taps, middle, mid, r, "cp-span cp-droppedline", () => false), "</g>");
    });
    return picture(parts.join(""), x(view.last) + right, y(rows) + 6);
  }

  const weighted = (model) => model.state.operation.startsWith("conv");
  // What a tap carries: its weight, or in a pool what it reads.
  const carried = (model, taps, sources) =>
    weighted(model) ? convspec.weight(model, taps) : sources ? convspec.held(sources) : nothing(model);
  // What stands for a cell that is none.
  const nothing = (model) => (model.state.operation === "max_pool" ? "−∞" : "0");

  function rung(model, taps, middle, mid, r, kind, strong) {
    if (!taps.length) return "";
    const label = (tap) => carried(model, [tap.w], tap.source === null ? null : [tap.source]);
    const marks = taps.map((tap) => tapMark(mid(tap.at), middle, r, tap, label(tap), strong(tap)));
    return line(mid(taps[0].at), middle, mid(taps[taps.length - 1].at), middle, kind) + marks.join("");
  }

  // The cells that the windows walk over, with their padding.
  function strip(model, view, parts, { x, mid, top, size, marked }) {
    const unread = new Set(view.unread);
    for (let p = view.first; p < view.size + view.hi; p++) {
      const inside = p >= 0 && p < view.size;
      const picks = model.transposed && inside;
      parts.push(picks ? `<g ${target([p])} class="cp-pick">` : "<g>");
      parts.push(plate(x(p) + 1, top, size - 2, inside ? (unread.has(p) ? "unread" : model.transposed ? "out" : "cell") : "padding"));
      if (marked.has(p)) parts.push(box(x(p) + 1, top, size - 2, size - 2, "cp-frame"));
      // A cell shows its name as well: an x₀ of 0 is no padding.
      const value = inside ? (model.transposed ? convspec.written(convspec.value(model, [p]))[1] : String(convspec.held([p]))) : model.transposed ? "" : filling(model, [p]);
      const named = inside && size >= 30;
      if (named) parts.push(text(mid(p), top + size * 0.3 + 3, name(model.transposed ? "y" : "x", p), unread.has(p) ? "cp-small cp-quiet" : "cp-small"));
      parts.push(fitted(mid(p), top + size * (named ? 0.66 : 0.5), size - 4, value, inside && !unread.has(p) ? "cp-held" : "cp-quiet"));
      if (size >= 30 || p % 2 === 0) parts.push(text(mid(p), top - 5, signed(p), "cp-small"));
      parts.push("</g>");
    }
    parts.push(text(20, top + size / 2 + 4, model.transposed ? "y" : "x", "cp-name"));
  }

  // What a padding cell holds: a coordinate in each axis may lie outside.
  function filling(model, at) {
    const sources = at.map((position, n) => convspec.modeSource(position, model.walks[n].size, model.mode));
    return sources.includes(null) ? nothing(model) : String(convspec.held(sources));
  }

  function plate(x, y, size, kind) {
    const plates = {
      cell: box(x, y, size, size, "cp-ground") + box(x, y, size, size, "cp-cell"),
      out: box(x, y, size, size, "cp-out"),
      padding: box(x, y, size, size, "cp-ground cp-pad") + box(x, y, size, size, "cp-padhatch"),
      unread: box(x, y, size, size, "cp-cell") + box(x, y, size, size, "cp-unread"),
      beyond: box(x, y, size, size, "cp-beyond"),
      dropped: box(x, y, size, size, "cp-dropped") + (size > 12 ? cross(x + size / 2, y + size / 2, size / 5) : ""),
    };
    return plates[kind];
  }

  // ---- two axes ----
  function planes(model, cell, width) {
    const [rows, columns] = model.walks;
    const walk = [rows, columns].map((view) => ({ first: view.first, last: view.last }));
    const other = model.transposed
      ? model.state.size.map((size) => ({ first: 0, last: size }))
      : model.walks.map((view) => ({ first: 0, last: view.windows.length + Math.min(view.ghosts.length, 2) }));
    const [input, output] = model.transposed ? [other, walk] : [walk, other];
    const across = (span) => Math.max(span[1].last - span[1].first, 1);
    const down = (span) => Math.max(span[0].last - span[0].first, 1);
    const margin = 24;
    const head = 22;
    const shared = (width - 2 * margin - 56) / (across(input) + across(output));
    const alone = (width - margin - 4) / Math.max(across(input), across(output));
    const beside = shared >= (width < 560 ? 28 : 10); // fingers want larger cells
    const size = clamp(Math.floor(beside ? shared : alone), 10, 38);
    const place = (span, x, y) => ({
      span, size,
      x: (c) => x + (c - span[1].first) * size,
      y: (r) => y + (r - span[0].first) * size,
      right: x + across(span) * size,
      bottom: y + down(span) * size,
    });
    const a = place(input, margin, head + 16);
    const b = beside
      ? place(output, a.right + 56 + margin, head + 16)
      : place(output, margin, a.bottom + head + 44);
    const { titles } = convspec.text;
    const parts = [];
    const captions = [caption(a, model.transposed || !padded(model) ? titles.input : titles.padded, margin), caption(b, model.transposed && padded(model) ? titles.cropped : titles.output, margin)];
    if (model.transposed) transposedPlanes(model, cell, a, b, parts);
    else windowPlanes(model, cell, a, b, parts);
    parts.push(...captions); // before the rays, which would cross them
    const titled = b.x(output[1].first) + 178; // as wide as its title
    const extent = beside ? [Math.max(b.right + 6, titled), Math.max(a.bottom, b.bottom) + 6] : [Math.max(a.right, b.right) + 6, b.bottom + 6];
    return picture(parts.join(""), ...extent);
  }

  const padded = (model) => model.walks.some((view) => view.lo + view.hi > 0);

  // The title of a plane and the coordinates along its edges.
  function caption(plane, title, margin) {
    const { span, size } = plane;
    const parts = [text(plane.x(span[1].first), plane.y(span[0].first) - 20, title, "cp-title")];
    const every = size >= 20 ? 1 : size >= 14 ? 2 : 5;
    for (let c = span[1].first; c < span[1].last; c++)
      if (c % every === 0) parts.push(text(plane.x(c) + size / 2, plane.y(span[0].first) - 5, signed(c), "cp-small"));
    for (let r = span[0].first; r < span[0].last; r++)
      if (r % every === 0) parts.push(text(plane.x(span[1].first) - margin / 2 + 2, plane.y(r) + size / 2 + 4, signed(r), "cp-small"));
    return parts.join("");
  }

  const each = (span, visit) => {
    for (let r = span[0].first; r < span[0].last; r++)
      for (let c = span[1].first; c < span[1].last; c++) visit(r, c);
  };

  // Where a position of a walked plane lies.
  function lies(model, r, c) {
    const [rows, columns] = model.walks;
    if (r >= rows.size + rows.hi || c >= columns.size + columns.hi) return "beyond";
    if (r < 0 || r >= rows.size || c < 0 || c >= columns.size) return "padding";
    return model.unreadAt[0].has(r) || model.unreadAt[1].has(c) ? "unread" : "cell";
  }

  function windowPlanes(model, cell, a, b, parts) {
    const s = a.size;
    const [rows, columns] = model.walks;
    const taps = model.empty ? [] : [rows.windows[cell[0]], columns.windows[cell[1]]];
    const ends = taps.map((axis) => [axis[0].at, axis[axis.length - 1].at]);
    const frame = model.empty ? [] : [a.x(ends[1][0]), a.y(ends[0][0]), a.x(ends[1][1]) + s, a.y(ends[0][1]) + s];
    if (!model.empty) rays(parts, frame, around(b, cell));
    each(a.span, (r, c) => {
      const kind = lies(model, r, c);
      const read = taps.length && [r, c].every((at, n) => taps[n].some((tap) => tap.at === at));
      const value = kind === "beyond" ? "" : kind === "padding" ? filling(model, [r, c]) : String(convspec.held([r, c]));
      parts.push(`<g>${plate(a.x(c) + 1, a.y(r) + 1, s - 2, kind)}${inCell(a, r, c, value, kind === "cell" ? "" : "cp-quiet", read && weighted(model))}${hint(kind === "padding" || kind === "beyond" ? "" : "x", r, c, value)}</g>`);
    });
    each(b.span, (r, c) => {
      const ghost = r >= rows.windows.length || c >= columns.windows.length;
      const here = r === cell[0] && c === cell[1];
      const kind = ghost ? plate(b.x(c) + 1, b.y(r) + 1, s - 2, "dropped") : box(b.x(c) + 1, b.y(r) + 1, s - 2, s - 2, here ? "cp-out cp-chosen" : "cp-out");
      parts.push(ghost ? kind : `<g ${target([r, c])} class="cp-pick">${kind}${outcome(model, [r, c], b)}</g>`);
    });
    if (model.empty) return;
    parts.push(box(frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1], "cp-frame"));
    for (const v of taps[0])
      for (const h of taps[1]) {
        const kind = [v.kind, h.kind].includes("beyond") ? "beyond" : [v.kind, h.kind].includes("padding") ? "padding" : "cell";
        const sources = v.source === null || h.source === null ? null : [v.source, h.source];
        parts.push(tapAt(model, a, [v.at, h.at], kind, carried(model, [v.w, h.w], sources)));
      }
  }

  // The corners of a cell of a plane.
  const around = (plane, [r, c]) => [plane.x(c), plane.y(r), plane.x(c) + plane.size, plane.y(r) + plane.size];

  // A value in the middle of a cell, or beside the weight that stands in its corner.
  function inCell(plane, r, c, value, kind, beside) {
    const at = beside && plane.size >= CORNER ? 0.3 : 0.5;
    return plane.size < 16 ? "" : fitted(plane.x(c) + plane.size * at, plane.y(r) + plane.size * at, plane.size * (beside ? 0.5 : 0.9) - 2, value, kind);
  }
  // The least size of a cell with a corner for a weight.
  const CORNER = 26;

  // The name of a cell, for those who point at it.
  const hint = (array, r, c, value) => (array ? `<title>${array}[${r},${c}] = ${value}</title>` : "");

  // The tap of a plane: a weight stands in the corner of the cell that it meets.
  function tapAt(model, plane, [r, c], kind, label) {
    const s = plane.size;
    const corner = weighted(model) && s >= CORNER && kind !== "beyond";
    const at = corner ? 0.67 : 0.5;
    return tapMark(plane.x(c) + s * at, plane.y(r) + s * at, Math.min(s * (corner ? 0.3 : 0.38), 12), { kind }, label, true);
  }

  // What an output cell comes to; of an average also by what it divides.
  function outcome(model, cell, plane) {
    const value = convspec.value(model, cell);
    if (value === null || plane.size < 16) return "";
    const [, shown] = convspec.written(value);
    const [x, y] = [plane.x(cell[1]) + plane.size / 2, plane.y(cell[0]) + plane.size / 2];
    const divided = model.state.operation === "avg_pool" && plane.size >= 30;
    const by = divided ? text(x, y + 14, `÷${convspec.divisor(model, cell).reduce((p, q) => p * q, 1)}`, "cp-small") : "";
    return fitted(x, divided ? y - 4 : y, plane.size - 6, shown, "cp-held") + by + hint("y", ...cell, shown);
  }

  function transposedPlanes(model, cell, a, b, parts) {
    const s = a.size;
    const all = model.empty ? [] : convspec.terms(model, cell);
    if (all.length) {
      const corner = (pick) => [pick(...all.map((t) => t.sources[0])), pick(...all.map((t) => t.sources[1]))];
      rays(parts, [...around(a, corner(Math.min)).slice(0, 2), ...around(a, corner(Math.max)).slice(2)], around(b, cell));
    }
    each(b.span, (r, c) => {
      const kind = lies(model, r, c);
      const x = b.x(c) + 1;
      const y = b.y(r) + 1;
      if (kind === "padding") parts.push(plate(x, y, s - 2, "padding"));
      else if (kind !== "beyond") parts.push(`<g ${target([r, c])} class="cp-pick">${plate(x, y, s - 2, kind === "unread" ? "unread" : "out")}${outcome(model, [r, c], b)}</g>`);
    });
    const sent = new Set(all.map((term) => term.sources.join()));
    each(a.span, (r, c) => {
      const value = String(convspec.held([r, c]));
      parts.push(`<g>${plate(a.x(c) + 1, a.y(r) + 1, s - 2, "cell")}${inCell(a, r, c, value, "", sent.has(`${r},${c}`))}${hint("x", r, c, value)}</g>`);
    });
    if (model.empty) return;
    for (const term of all) parts.push(tapAt(model, a, term.sources, "cell", convspec.weight(model, term.taps)));
    parts.push(box(b.x(cell[1]) + 1, b.y(cell[0]) + 1, s - 2, s - 2, "cp-frame"));
  }

  // From what is read to the cell that it becomes.
  function rays(parts, from, to) {
    const side = to[0] >= from[2];
    const [p, q] = side ? [[from[2], from[1]], [from[2], from[3]]] : [[from[0], from[3]], [from[2], from[3]]];
    const [u, v] = side ? [[to[0], to[1]], [to[0], to[3]]] : [[to[0], to[1]], [to[2], to[1]]];
    parts.push(line(...p, ...u, "cp-ray"), line(...q, ...v, "cp-ray"));
  }

  // What the signs mean; only those that the picture has.
  function legend(model) {
    const tile = (inner) => `<svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true" focusable="false">${inner}</svg>`;
    const has = (kind) => model.walks.some((view) => view.windows.flat().some((tap) => tap.kind === kind));
    const words = convspec.text.legend;
    const sample = weighted(model) ? 1 : 3;
    const entries = [
      ["", weighted(model) ? words.numbers : words.digits],
      [tile(tapMark(11, 11, 9, { kind: "cell" }, sample, true)), weighted(model) ? words.weight : words.tap],
      has("padding") && !model.transposed && [tile(tapMark(11, 11, 9, { kind: "padding" }, weighted(model) ? 1 : nothing(model), true)), words.onPadding],
      has("beyond") && [tile(tapMark(11, 11, 9, { kind: "beyond" }, 0, true)), words.beyond],
      has("padding") && model.transposed && [tile(tapMark(11, 11, 9, { kind: "padding" }, 1, true)), words.lost],
      padded(model) && [tile(plate(1, 1, 20, "padding")), model.transposed ? words.cropped : words.padding],
      model.walks.some((view) => view.unread.length) && [tile(plate(1, 1, 20, "unread")), model.transposed ? words.unstamped : words.unread],
      model.walks.some((view) => view.ghosts.length) && [tile(plate(1, 1, 20, "dropped")), words.dropped],
    ];
    return entries.filter(Boolean).map(([sign, said]) => `<li>${sign}<span>${said}</span></li>`).join("");
  }

  function draw(model, cell, width) {
    model.unreadAt = model.walks.map((view) => new Set(view.unread));
    return model.walks.length === 1 ? ladder(model, cell, width) : planes(model, cell, width);
  }

  Object.assign(convspec, { draw, legend });
})();
