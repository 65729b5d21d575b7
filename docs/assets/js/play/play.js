// The controls of the page: they change the state, the state is drawn, said, and kept in the address.
(() => {
  const root = document.getElementById("cs-play");
  const { CHOICES, PER_AXIS, uses } = convspec;
  const { axes: AXES, labels: LABELS, page: PAGE, problems: PROBLEMS } = convspec.text;
  const NUMBERS = Object.keys(LABELS.numbers);
  const SELECTS = Object.keys(LABELS.titles);
  let state;
  let model;
  let hovered = null;
  let timer = null;
  let saying;
  let saving;

  // ---- what is on the page ----
  const radio = (name, value, label) =>
    `<label class="cp-radio"><input type="radio" name="${name}" value="${value}"><span>${label}</span></label>`;
  const radios = (name, title, labels) =>
    `<fieldset class="cp-choice"><legend>${title}</legend>${Object.entries(labels).map(([v, l]) => radio(name, v, l)).join("")}</fieldset>`;
  const select = (name) =>
    `<label class="cp-select" data-row="${name}"><span>${LABELS.titles[name]}</span><select name="${name}">${CHOICES[name]
      .map((v) => `<option value="${v}">${LABELS[name]?.[v] ?? v}</option>`).join("")}</select></label>`;
  const free = (name) =>
    `<label class="cp-select" data-row="${name}"><span>${LABELS.free[name]}</span><input type="text" name="${name}" placeholder="${PAGE.none}" inputmode="numeric" autocomplete="off" pattern="-?[1-9][0-9]{0,5}"></label>`;
  const stepper = (name, n) => {
    const [least, most] = PER_AXIS[name];
    const button = (step, sign) => `<button type="button" tabindex="-1" aria-hidden="true" data-step="${step}">${sign}</button>`;
    return `<span class="cp-stepper">${button(-1, "−")}<input type="number" name="${name}-${n}" min="${least}" max="${most}" inputmode="numeric" autocomplete="off" required>${button(1, "+")}</span>`;
  };
  const numberRow = (name) => {
    const [words, letter] = LABELS.numbers[name];
    return `<div class="cp-number" role="group" aria-label="${words}" data-row="${name}"><span>${words}${letter ? ` <i>${letter}</i>` : ""}</span>${stepper(name, 0)}${stepper(name, 1)}</div>`;
  };

  root.innerHTML = `
    <div class="cp-view">
      <p class="cp-headline"></p>
      <p class="cp-problems" hidden></p>
      <div class="cp-stage" tabindex="0" role="slider" aria-label="${PAGE.cell}" aria-describedby="cp-keys"></div>
      <div class="cp-steps">
        <button type="button" data-move="-1">${PAGE.previous}</button>
        <button type="button" data-move="1">${PAGE.next}</button>
        <button type="button" data-play aria-pressed="false">${PAGE.play}</button>
        <span id="cp-keys">${PAGE.keys}</span>
      </div>
      <p class="cp-sum"></p>
      <p class="cp-worked"></p>
      <p class="cp-divisor"></p>
    </div>
    <form class="cp-controls" aria-label="${PAGE.parameters}">
      ${radios("operation", PAGE.operation, LABELS.operation)}
      ${radios("rank", PAGE.axes, LABELS.rank)}
      <div class="cp-numbers">
        <div class="cp-number cp-axes" aria-hidden="true"><span></span><b>${AXES[0]}</b><b>${AXES[1]}</b></div>
        ${["size", "output_size", "kernel", "stride", "dilation"].map(numberRow).join("")}
        ${select("padding")}
        ${["lo", "hi", "output_padding"].map(numberRow).join("")}
        ${["padding_mode", "flip_kernel", "last_window", "count_include_pad"].map(select).join("")}
        ${Object.keys(convspec.FREE).map(free).join("")}
      </div>
    </form>
    <div class="cp-more">
      <ul class="cp-legend" aria-label="${PAGE.legend}"></ul>
      <ul class="cp-notes" aria-label="${PAGE.notes}"></ul>
      <div class="cp-details">
        <section class="cp-extent" aria-label="${PAGE.howMany}"><h2>${PAGE.howManyTitle}</h2><div></div></section>
        <section class="cp-taps" aria-label="${PAGE.which}"><h2>${PAGE.whichTitle}</h2><div></div></section>
      </div>
      <div class="cp-share"><span>${PAGE.python}</span><code></code><button type="button" data-copy>${PAGE.copy}</button></div>
    </div>
    <p class="cp-status" role="status"></p>`;

  const find = (selector) => root.querySelector(selector);
  const form = find("form");
  const stage = find(".cp-stage");
  const show = (selector, html) => (find(selector).innerHTML = html);
  const field = (name) => form.elements[name];

  // ---- drawing ----
  const cellShown = () => hovered ?? model.cell;

  function render() {
    model = convspec.model(state);
    hovered = null;
    if (!model.error) state.cell = model.cell;
    controls();
    root.classList.toggle("cp-broken", Boolean(model.error));
    if (model.error) {
      show(".cp-headline", PAGE.nothing);
      problems([model.error]);
      return;
    }
    show(".cp-headline", `<span>${model.state.size.join(" × ")}</span> <span aria-hidden="true">→</span><span class="cp-status">${PAGE.become}</span> <span>${model.outputs.join(" × ")}</span>`);
    show(".cp-legend", convspec.legend(model));
    show(".cp-notes", convspec.notes(model).map(([kind, words]) => `<li class="cp-note-${kind}">${words}</li>`).join(""));
    extents();
    find(".cp-share code").textContent = convspec.code(model);
    picture();
  }

  function problems(lines) {
    find(".cp-problems").hidden = !lines.length;
    find(".cp-problems").textContent = lines.join(PAGE.between);
  }

  function picture() {
    const cell = cellShown();
    const seen = { ...model, cell };
    stage.innerHTML = convspec.draw(seen, cell, stage.clientWidth - 8);
    stage.setAttribute("aria-valuemin", 0);
    stage.setAttribute("aria-valuemax", Math.max(model.outputs.reduce((a, b) => a * b, 1) - 1, 0));
    stage.setAttribute("aria-valuenow", convspec.number(model, cell));
    stage.setAttribute("aria-valuetext", convspec.said(seen));
    const written = (pieces) => (model.empty ? "" : pieces(seen, cell).map(([words, kind]) => `<span class="cp-${kind || "plain"}">${words}</span>`).join(""));
    show(".cp-sum", written(convspec.sum));
    show(".cp-worked", written(convspec.worked));
    find(".cp-divisor").textContent = model.empty ? "" : convspec.divisorWords(model, cell);
    taps(seen);
  }

  function extents() {
    const box = find(".cp-extent div");
    box.replaceChildren();
    model.walks.forEach((_, n) => {
      if (model.walks.length > 1) box.insertAdjacentHTML("beforeend", `<p class="cp-axis">${convspec.axisName(model, n)}</p>`);
      for (const formula of convspec.formulas(model, n)) {
        const line = document.createElement("div");
        line.className = "cp-formula";
        if (globalThis.katex) katex.render(formula, line, { throwOnError: false });
        else line.textContent = formula;
        box.append(line);
        if (line.scrollWidth > line.clientWidth) line.tabIndex = 0;
      }
    });
  }

  // Why there is no window, so that no cell is read.
  function whyNothing() {
    const short = model.walks.findIndex((view) => !view.windows.length && view.kernel);
    if (short < 0 || model.transposed || state.operation === "adaptive_pool") return PAGE.noneRead;
    const { kernel, dilation, size, lo, hi } = model.walks[short];
    const reach = dilation * (kernel - 1) + 1;
    const cells = size + lo + hi;
    const axis = convspec.axisName(model, short);
    return reach > cells ? `${axis ? `${axis}: ` : ""}${PAGE.tooWide(reach, cells)}` : PAGE.noneRead;
  }

  function taps(seen) {
    if (model.empty) return show(".cp-taps div", `<p>${whyNothing()}</p>`);
    const heads = PAGE.tapHeads[model.transposed ? "stamp" : state.operation === "adaptive_pool" ? "bin" : "window"];
    const tables = model.walks.map((_, n) => {
      const title = convspec.axisName(model, n);
      const rows = convspec.steps(seen, n).map((row) => `<tr>${row.map((words) => `<td>${words}</td>`).join("")}</tr>`);
      if (!rows.length) return `<p>${title} ${PAGE.unreached}</p>`;
      return `<table class="cp-table">${title ? `<caption>${title}</caption>` : ""}<thead><tr>${heads.map((h) => `<th scope="col">${h}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
    });
    return show(".cp-taps div", tables.join(""));
  }

  function controls() {
    const rank = state.size.length;
    form.classList.toggle("cp-two", rank === 2);
    field("operation").value = state.operation;
    field("rank").value = String(rank);
    const walks = model.walks ?? [];
    const named = state.padding !== "explicit";
    for (const name of NUMBERS) {
      const hidden = name === "lo" || name === "hi" ? !uses(state, "padding") : name !== "size" && !uses(state, name);
      find(`[data-row="${name}"]`).hidden = hidden;
      for (const n of [0, 1]) {
        const input = field(`${name}-${n}`);
        input.closest(".cp-stepper").hidden = n >= rank;
        input.setAttribute("aria-label", `${LABELS.numbers[name][0]}${rank === 2 ? `, ${AXES[n]}` : ""}`);
        input.disabled = hidden || n >= rank || (named && (name === "lo" || name === "hi"));
        for (const button of input.parentElement.querySelectorAll("button")) button.disabled = input.disabled;
        const value = named && walks[n] && (name === "lo" || name === "hi") ? walks[n][name] : state[name][n];
        if (input !== document.activeElement || Number(input.value) !== value) input.value = value ?? "";
      }
    }
    for (const name of [...SELECTS, ...Object.keys(convspec.FREE)]) {
      find(`[data-row="${name}"]`).hidden = !uses(state, name);
      if (field(name) !== document.activeElement) field(name).value = state[name];
      field(name).disabled = !uses(state, name) || (name === "last_window" && convspec.isSame(state.padding));
    }
  }

  // ---- changes ----
  function change(changed, words) {
    state = { ...state, ...changed };
    problems([]);
    render();
    say(words ?? convspec.summary(model));
    save();
  }

  const say = (words) => {
    clearTimeout(saying);
    saying = setTimeout(() => (root.querySelector('[role="status"]').textContent = words), 400);
  };
  const save = () => {
    clearTimeout(saving);
    saving = setTimeout(() => history.replaceState(null, "", `#${convspec.format(state)}`), 200);
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target.name === "rank") return change(convspec.withRank(state, Number(target.value)));
    if (target.type === "text" && !target.validity.valid) return problems([PROBLEMS.expects(LABELS.free[target.name], PROBLEMS.nonzero)]);
    if (target.type !== "number") return change({ [target.name]: target.value });
    target.toggleAttribute("aria-invalid", !target.validity.valid);
    if (!target.validity.valid) return problems([PROBLEMS.invalid(LABELS.numbers[target.name.split("-")[0]][0], target.validationMessage)]);
    const [name, n] = target.name.split("-");
    return change({ [name]: state[name].map((v, m) => (m === Number(n) ? Number(target.value) : v)) });
  });
  form.addEventListener("click", ({ target }) => {
    if (!target.dataset.step) return;
    const input = target.parentElement.querySelector("input");
    if (target.dataset.step > 0) input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // ---- stepping through the output ----
  const unflat = (number) =>
    model.outputs.reduceRight(([rest, cell], extent) => [Math.floor(rest / extent), [rest % extent, ...cell]], [number, []])[1];

  function go(cell, aloud) {
    if (model.error || model.empty) return;
    hovered = null;
    state.cell = model.cell = cell;
    picture();
    reveal();
    if (aloud) say(convspec.said(model));
    save();
  }
  // Scrolls the picture, not the page, to what the cell reads.
  function reveal() {
    const frames = [...stage.querySelectorAll(".cp-frame, .cp-chosen")].map((frame) => frame.getBoundingClientRect());
    if (!frames.length) return;
    const seen = stage.getBoundingClientRect();
    const most = (side) => Math.max(...frames.map((frame) => frame[side]));
    const least = (side) => Math.min(...frames.map((frame) => frame[side]));
    if (most("right") > seen.right) stage.scrollLeft += most("right") - seen.right + 24;
    else if (least("left") < seen.left) stage.scrollLeft += least("left") - seen.left - 60;
    if (most("bottom") > seen.bottom) stage.scrollTop += most("bottom") - seen.bottom + 24;
    else if (least("top") < seen.top) stage.scrollTop += least("top") - seen.top - 60;
  }
  function move(by) {
    if (model.error || model.empty) return;
    const count = model.outputs.reduce((a, b) => a * b, 1);
    go(unflat((convspec.number(model, model.cell) + by + count) % count), true);
  }

  stage.addEventListener("keydown", (event) => {
    if (model.error || model.empty || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = model.outputs.length - 1;
    const [down, across] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
    const ends = { Home: model.outputs.map(() => 0), End: model.outputs.map((extent) => extent - 1) }[event.key];
    if (!ends && !down && !across) return;
    event.preventDefault();
    const steps = last ? [down, across] : [down + across];
    go(ends ?? model.cell.map((at, n) => Math.max(0, Math.min(at + steps[n], model.outputs[n] - 1))));
  });

  const pointed = (event) => {
    const group = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-cell]");
    return group && stage.contains(group) ? group.dataset.cell.split(",").map(Number) : null;
  };
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || model.error) return;
    const cell = pointed(event);
    if (String(cell) === String(hovered)) return;
    hovered = cell;
    picture();
  });
  stage.addEventListener("pointerleave", () => {
    if (hovered === null) return;
    hovered = null;
    picture();
  });
  stage.addEventListener("click", (event) => {
    const cell = pointed(event);
    if (cell) go(cell);
  });

  const play = find("[data-play]");
  function playing(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => move(1), 900) : null;
    play.setAttribute("aria-pressed", String(on));
    play.textContent = on ? PAGE.pause : PAGE.play;
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const motion = () => {
    play.hidden = still.matches;
    if (still.matches) playing(false);
  };
  still.addEventListener("change", motion);
  find(".cp-steps").addEventListener("click", ({ target }) => {
    if (target === play) return playing(timer === null);
    if (target.dataset.move) {
      playing(false);
      move(Number(target.dataset.move));
    }
  });

  find("[data-copy]").addEventListener("click", async () => {
    const address = `${location.href.split("#")[0]}#${convspec.format(state)}`;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      say(PAGE.linkCopied);
      find("[data-copy]").textContent = PAGE.copied;
    } catch {
      find("[data-copy]").textContent = PAGE.byHand;
    }
    setTimeout(() => (find("[data-copy]").textContent = PAGE.copy), 2000);
  });

  function load() {
    const [read, wrong] = convspec.parse(location.hash);
    state = read;
    render();
    if (!model.error) problems(wrong);
    say(convspec.summary(model));
  }
  addEventListener("hashchange", load);
  let width = 0;
  new ResizeObserver(() => {
    if (stage.clientWidth === width || model.error) return;
    width = stage.clientWidth;
    picture();
  }).observe(stage);
  motion();
  load();
})();
