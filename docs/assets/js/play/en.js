// What the page says, in English. Another language has a table of the same names; a page loads one.
(() => {
  const list = (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`);
  const on = (axis) => (axis ? ` (${axis})` : "");

  convspec.text = {
    axes: ["rows", "columns"],
    labels: {
      operation: { conv: "Convolution", conv_transpose: "Transposed", max_pool: "Max pool", avg_pool: "Average pool", lp_pool: "Lp pool", adaptive_pool: "Adaptive pool", unfold: "Unfold" },
      rank: { 1: "1-D", 2: "2-D" },
      padding: { explicit: "per side", valid: "valid", same_upper: "same_upper", same_lower: "same_lower" },
      count_include_pad: { True: "yes", False: "no" },
      flip_kernel: { False: "no", True: "yes" },
      titles: {
        padding: "Padding", padding_mode: "Padding holds", last_window: "Last window", count_include_pad: "Divisor counts padding",
        flip_kernel: "Flipped kernel",
      },
      free: { divisor_override: "Divisor override" },
      numbers: {
        size: ["input", "i"], output_size: ["output", "o"], kernel: ["kernel", "k"], stride: ["stride", "s"],
        dilation: ["dilation", "d"], lo: ["padding before", "lo"], hi: ["padding after", "hi"], output_padding: ["output padding", ""],
      },
    },
    page: {
      operation: "Operation", axes: "Axes", none: "none", cell: "Output cell", parameters: "Parameters", legend: "Legend",
      tooWide: (reach, cells) => `No window fits: it spans ${reach} cells, and the padded input has ${cells}.`,
      noneRead: "There is no output cell, so nothing is read.",
      notes: "Worth noticing", howMany: "How many", howManyTitle: "How many?", which: "Which cells", whichTitle: "Which cells?",
      keys: "Arrow keys move in the picture; so does pointing at a cell.", python: "In Python",
      previous: "← Previous", next: "Next →", play: "▶ Play", pause: "❚❚ Pause",
      copy: "Copy the link", copied: "Copied", linkCopied: "The link is copied.", byHand: "The address bar has it",
      nothing: "No result", become: "become", between: ". ", unreached: "Nothing reaches this cell.",
      tapHeads: { window: ["tap", "o·s + t·d − lo", "reads"], bin: ["tap", "position", "reads"], stamp: ["cell", "a·s + t·d − lo = q", "through"] },
    },
    problems: {
      wrong: (name, value, expected) => `${name} is ${value}, expected ${expected}`,
      invalid: (name, message) => `${name}: ${message}`,
      expects: (name, expected) => `${name}: expected ${expected}`,
      integer: (least, most) => `an integer from ${least} to ${most}`,
      nonzero: "an integer other than 0",
      oneOf: (choices) => `one of ${choices.join(", ")}`,
      entries: (text, count, rank) => `${text} has ${count} entries, expected ${rank}`,
      unknown: (name) => `there is no parameter ${name}`,
      below: (limit) => `less than ${limit}`,
      transposedExtent: (size) => `an extent whose transposed convolution is >= 0, not ${size}`,
      noBins: "0 bins of an axis of 0 cells",
      nothingToMirror: (mode) => `no padding for '${mode}' on an axis of 0 cells`,
      widest: (most, mode) => `at most ${most} a side for '${mode}'`,
    },
    dropped: {
      partial: (to, end) => `it would reach position ${to}, and the padded input ends at ${end}: floor keeps only whole windows`,
      inPadding: (from) => `it would start at position ${from}, in the high padding, where ceil starts no window`,
      behind: (from, end) => `it would start at position ${from}, beyond the padded input, which ends at ${end}`,
    },
    formulas: { bin: "\\text{bin } a", split: ", split into ", noWindow: ": no window, " },
    notes: {
      more: (count) => `${count} more`,
      unread: (axis, cells) => `Never read: ${axis ? `${axis} ` : ""}${list(cells)}.`,
      unstamped: (axis, cells) => `No stamp reaches ${axis ? `${axis} ` : ""}${list(cells)}.`,
      dropped: (window, axis, why) => `Window ${window}${on(axis)} is dropped: ${why}.`,
      droppedToo: (count, axis) => `So are ${count} more${on(axis)}.`,
      beyond: (window, axis) => `Window ${window}${on(axis)} hangs over the end: its taps beyond read nothing, not even padding.`,
      blind: (window, axis) => `Window ${window}${on(axis)} reads no cell of the input.`,
      crops: (lo, hi, axis) => `Padding crops here: ${lo} before and ${hi} after${on(axis)}.`,
      empty: "There is no output cell.",
      space: " ",
    },
    sum: {
      more: (count) => ` and ${count} more terms`,
      unstamped: "0: no stamp reaches it, only a bias would stand here",
      blind: "−∞: the window reads no cell",
      column: (number) => `column ${number} = `,
      times: " times ",
      pooled: (highest, mean) => `the highest is ${highest}, the mean ${mean}`,
    },
    divisor: {
      given: (value) => `Divisor ${value}, given.`,
      cells: (count) => `${count} input ${count === 1 ? "cell" : "cells"}`,
      padding: (count) => `${count} of padding`,
      paddingNot: (count) => `${count} of padding not counted`,
      beyond: (count) => `${count} beyond the end never counted`,
      whole: (product, parts, nan) => `Divisor ${product}: ${parts.join(", ")}.${nan ? " 0 / 0 is NaN." : ""}`,
    },
    reads: { beyond: "nothing, beyond the end", padding: "padding", held: (source) => `padding: ${source}` },
    said: {
      at: (cell) => (cell.length > 1 ? `row ${cell[0]}, column ${cell[1]}` : `${cell[0]}`),
      cell: (at, extents, sum, divisor) => `Output cell ${at} of ${extents}. ${sum}. ${divisor}`,
      none: (error) => `No result: ${error}.`,
      summary: (before, after, notes) => `${before} cells become ${after}. ${notes}`,
    },
    titles: { input: "input x[row, column]", padded: "input x[row, column], padded", output: "output y[row, column]", cropped: "output y[row, column], cropped" },
    legend: {
      numbers: "x holds digits; w counts 1, 2, 3, … row by row; no bias", digits: "x holds digits",
      weight: "a tap, with its weight", tap: "a tap, with what it reads", onPadding: "a tap on padding",
      beyond: "a tap beyond the end: reads nothing", lost: "a tap on a cropped cell: lost", cropped: "cropped: no part of the output",
      padding: "padding", unstamped: "no stamp reaches it", unread: "input that is never read", dropped: "a window that is dropped",
    },
  };
})();
