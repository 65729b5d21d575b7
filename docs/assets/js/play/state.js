// What is looked at, and how it is written into the address:
//   #operation=max_pool&size=5&kernel=2&stride=2&padding=1:1&last_window=ceil&cell=1
// One entry per axis, separated by commas; one entry alone stands for all axes.
(() => {
  const { range } = convspec;
  const PER_AXIS = {
    // name: [least, most, default]
    size: [0, 64, 7],
    output_size: [0, 64, 3],
    kernel: [1, 16, 3],
    stride: [1, 16, 1],
    dilation: [1, 16, 1],
    lo: [0, 32, 0],
    hi: [0, 32, 0],
    output_padding: [0, 15, 0],
  };
  // The first choice is the default.
  const CHOICES = {
    operation: ["conv", "conv_transpose", "max_pool", "avg_pool", "lp_pool", "adaptive_pool", "unfold"],
    padding: ["explicit", "valid", "same_upper", "same_lower"],
    padding_mode: ["zeros", "reflect", "replicate", "circular"],
    last_window: ["floor", "ceil", "ceil_keep"],
    count_include_pad: ["True", "False"],
    flip_kernel: ["False", "True"],
  };
  // Free numbers for all axes; "" is none.
  const FREE = { divisor_override: /^-?[1-9]\d{0,5}$/ };
  // What each operation has beside its size.
  const USES = {
    conv: ["kernel", "stride", "dilation", "padding", "padding_mode", "flip_kernel"],
    conv_transpose: ["kernel", "stride", "dilation", "padding", "output_padding"],
    max_pool: ["kernel", "stride", "dilation", "padding", "last_window"],
    avg_pool: ["kernel", "stride", "padding", "last_window", "count_include_pad", "divisor_override"],
    lp_pool: ["kernel", "stride", "padding", "last_window"],
    adaptive_pool: ["output_size"],
    unfold: ["kernel", "stride", "dilation", "padding"],
  };
  const START = "operation=conv&size=7&kernel=3&stride=2&padding=1:1";

  const defaults = (rank) => {
    const state = { cell: range(rank).map(() => 0) };
    for (const name in PER_AXIS) state[name] = range(rank).map(() => PER_AXIS[name][2]);
    for (const name in CHOICES) state[name] = CHOICES[name][0];
    for (const name in FREE) state[name] = "";
    return state;
  };

  const uses = (state, name) => USES[state.operation].includes(name);

  // The same with one axis more or less.
  function withRank(state, rank) {
    const changed = { ...state };
    for (const name of [...Object.keys(PER_AXIS), "cell"])
      changed[name] = range(rank).map((n) => state[name][Math.min(n, state[name].length - 1)]);
    return changed;
  }

  // [state, problems]: what cannot be read is left at its default, and said.
  function parse(fragment) {
    const problems = [];
    const words = convspec.text.problems;
    const wrong = (name, text, expected) => problems.push(words.wrong(name, JSON.stringify(text), expected));
    const given = new URLSearchParams(fragment.replace(/^#/, "") || START);
    const sizes = (given.get("size") || "").split(",");
    const state = defaults(sizes.length === 2 ? 2 : 1);
    const rank = state.size.length;

    const number = (text, name) => {
      const [least, most] = PER_AXIS[name];
      const value = /^\d+$/.test(text) ? Number(text) : NaN;
      if (value >= least && value <= most) return value;
      wrong(name, text, words.integer(least, most));
      return null;
    };
    const entries = (text) => {
      const parts = text.split(",");
      if (parts.length === rank) return parts;
      if (parts.length > 1) problems.push(words.entries(text, parts.length, rank));
      return range(rank).map(() => parts[0]);
    };
    const read = (name, texts) =>
      texts.forEach((text, n) => (state[name][n] = number(text, name) ?? state[name][n]));

    for (const [name, text] of given) {
      if (name === "cell") {
        state.cell = entries(text).map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
      } else if (name === "padding" && !CHOICES.padding.includes(text)) {
        const pairs = entries(text).map((part) => part.split(":"));
        read("lo", pairs.map((pair) => pair[0]));
        read("hi", pairs.map((pair) => pair[pair.length - 1]));
      } else if (name in FREE) {
        if (FREE[name].test(text)) state[name] = text;
        else wrong(name, text, words.nonzero);
      } else if (name in CHOICES) {
        if (CHOICES[name].includes(text)) state[name] = text;
        else wrong(name, text, words.oneOf(CHOICES[name]));
      } else if (name in PER_AXIS) {
        read(name, entries(text));
      } else problems.push(words.unknown(JSON.stringify(name)));
    }
    return [state, problems];
  }

  // The fragment that parse reads back, without the defaults.
  function format(state) {
    const joined = (values) => (new Set(values).size === 1 ? String(values[0]) : values.join(","));
    const words = [`operation=${state.operation}`, `size=${state.size.join(",")}`];
    for (const name of USES[state.operation]) {
      if (name === "padding") {
        const pairs = state.lo.map((lo, n) => `${lo}:${state.hi[n]}`);
        if (state.padding !== "explicit") words.push(`padding=${state.padding}`);
        else if (pairs.some((pair) => pair !== "0:0")) words.push(`padding=${joined(pairs)}`);
      } else if (name in FREE) {
        if (state[name]) words.push(`${name}=${state[name]}`);
      } else if (name in CHOICES) {
        if (state[name] !== CHOICES[name][0]) words.push(`${name}=${state[name]}`);
      } else if (name === "kernel" || name === "output_size" || state[name].some((v) => v !== PER_AXIS[name][2]))
        words.push(`${name}=${joined(state[name])}`);
    }
    if (state.cell.some((at) => at)) words.push(`cell=${state.cell.join(",")}`);
    return words.join("&");
  }

  Object.assign(convspec, { PER_AXIS, CHOICES, FREE, defaults, uses, withRank, parse, format });
})();
