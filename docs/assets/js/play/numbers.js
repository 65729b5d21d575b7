// Numbers to look at: x holds digits, w counts 1, 2, 3, … row by row, there is no bias; and what the
// output cells come to with them. A test holds the values against reference_impl on a full grid.
(() => {
  const { terms, divisor } = convspec;

  // What an input cell holds.
  const held = (at) => (3 + 7 * at[at.length - 1] + (at.length > 1 ? 4 * at[0] : 0)) % 10;
  // The weight of a tap, which is given by its number along each axis.
  const weight = (model, taps) => taps.reduce((sum, tap, n) => sum * model.state.kernel[n] + tap, 0) + 1;

  const add = (values) => values.reduce((a, b) => a + b, 0);
  const read = (model, cell) => terms(model, cell).filter((term) => term.sources);
  // The values that a window finds on cells, its padding left out.
  const found = (model, cell) => read(model, cell).map((term) => held(term.sources));
  // What an average divides, and the product of a convolution.
  const total = (model, cell) => add(found(model, cell));
  const dot = (model, cell) =>
    add(read(model, cell).map((term) => weight(model, term.taps) * held(term.sources)));
  const highest = (model, cell) => found(model, cell).reduce((a, b) => Math.max(a, b), -Infinity);

  const VALUES = {
    conv: dot,
    conv_transpose: dot,
    max_pool: highest,
    avg_pool: (model, cell) => total(model, cell) / divisor(model, cell).reduce((a, b) => a * b, 1),
    lp_pool: (model, cell) => Math.sqrt(add(found(model, cell).map((value) => value * value))), // p = 2
  };

  // The value of an output cell, null where the operation names none.
  function value(model, cell) {
    const key = cell.join();
    const rule = VALUES[model.state.operation];
    if (rule && !model.values.has(key)) model.values.set(key, rule(model, cell));
    return rule ? model.values.get(key) : null;
  }

  // To two places: ["=", "3.5"], or ["≈", "3.67"] where that is rounded.
  function written(number) {
    const rounded = Math.round(number * 100) / 100;
    const text = Number.isFinite(number) ? String(rounded) : Number.isNaN(number) ? "NaN" : "∞";
    return [rounded === number || !Number.isFinite(number) ? "=" : "≈", number < 0 ? `−${text.replace("-", "")}` : text];
  }

  Object.assign(convspec, { held, weight, value, total, highest, written });
})();
