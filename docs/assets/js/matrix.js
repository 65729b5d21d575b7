// The results matrix: filters kept in the address; arrow keys between cells.
// (Not "q" in the address: the theme opens its search on that.)
(() => {
  const table = document.getElementById("cs-matrix");
  const form = document.getElementById("cs-filter");
  if (!table || !form) return;
  const NAMES = ["text", "profile", "status", "operation", "rank", "dtype"];
  const fields = NAMES.map((name) => form.elements[name]);
  const none = document.getElementById("cs-none");
  const count = form.querySelector("output");
  const signs = JSON.parse(table.dataset.signs);
  const rows = [...table.querySelectorAll("tbody tr[data-text]")].map((row) => ({
    row,
    cells: [...row.cells].filter((cell) => cell.dataset.units !== undefined).map((cell) => ({
      link: cell.querySelector("a"),
      whole: cell.querySelector("a").innerHTML,
      units: cell.dataset.units.split(";").filter(Boolean).map((unit) => {
        const [rank, dtype, status, emulated] = unit.split(" ");
        return { rank, dtype, status, emulated: Boolean(emulated) };
      }),
    })),
  }));

  const wanted = () => Object.fromEntries(fields.map((f) => [f.name, f.value]));
  const fits = (unit, w) => (!w.rank || unit.rank === w.rank) && (!w.dtype || unit.dtype === w.dtype);

  // Whether two verdicts on the same rank and dtype differ; what was not run has none.
  function differ(cells) {
    const first = new Map();
    return cells.flat().some(({ rank, dtype, status }) => {
      if (status === "not-run") return false;
      const unit = `${rank} ${dtype}`;
      if (!first.has(unit)) first.set(unit, status);
      return first.get(unit) !== status;
    });
  }

  function hasStatus(cells, w) {
    if (w.status === "differ") return differ(cells);
    if (w.status === "emulated") return cells.flat().some((u) => u.emulated);
    if (w.status === "not-run" && cells.some((units) => !units.length)) return true;
    return cells.flat().some((u) => u.status === w.status);
  }

  function shows({ row, cells }, w) {
    const words = w.text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.every((word) => row.dataset.text.includes(word))) return false;
    if (w.profile && !row.dataset.profile.split(" ").includes(w.profile)) return false;
    if (w.operation && row.dataset.operation !== w.operation) return false;
    const kept = cells.map((c) => c.units.filter((u) => fits(u, w)));
    const judged = cells.some((c) => c.units.length);
    if ((w.rank || w.dtype) && judged && !kept.some((units) => units.length)) return false;
    return !w.status || hasStatus(kept, w);
  }

  // As markup.badges writes it, for the units that are left.
  function badges(units) {
    const span = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
    const made = document.createDocumentFragment();
    for (const [status, [sign, meaning]] of Object.entries(signs)) {
      const held = units.filter((u) => u.status === status);
      if (!held.length) continue;
      if (made.childNodes.length) made.append(document.createElement("br"));
      const badge = span(`cs-status cs-${status}`, ` ${status}${held.length < units.length ? ` ${held.length}` : ""}`);
      badge.title = meaning;
      const mark = span("", sign);
      mark.setAttribute("aria-hidden", "true");
      badge.prepend(mark);
      made.append(badge);
      if (held.some((u) => u.emulated)) made.append(" ", span("cs-emulated", "≈ emulated"));
    }
    if (!made.childNodes.length) made.append(span("cs-status", "· not judged here"));
    return made;
  }

  let narrowed = false;
  function render(w) {
    const narrow = Boolean(w.rank || w.dtype);
    if (!narrow && !narrowed) return;
    narrowed = narrow;
    for (const { cells } of rows)
      for (const { link, whole, units } of cells) {
        if (narrow && units.length) link.replaceChildren(badges(units.filter((u) => fits(u, w))));
        else link.innerHTML = whole;
      }
  }

  function filter() {
    const w = wanted();
    for (const each of rows) each.row.hidden = !shows(each, w);
    const shown = rows.filter((r) => !r.row.hidden).length;
    for (const body of table.tBodies)
      body.rows[0].hidden = body.rows.length > 1 ? [...body.rows].slice(1).every((r) => r.hidden) : shown < rows.length;
    none.hidden = shown > 0;
    render(w);
    count.textContent = `${shown} of ${rows.length} clauses`;
    table.querySelectorAll("a").forEach((a) => (a.tabIndex = -1));
    const first = links()[0];
    if (first) first[0].tabIndex = 0;
  }

  // One stop for the Tab key; the arrows move inside.
  const links = () =>
    [...table.rows].filter((r) => !r.hidden).map((r) => [...r.querySelectorAll("a")]).filter((r) => r.length);
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-12, 0], PageDown: [12, 0], Home: [0, -99], End: [0, 99] };
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = document.activeElement;
    if (!step || !table.contains(here)) return;
    const grid = links();
    const r = grid.findIndex((row) => row.includes(here));
    if (r < 0) return;
    const row = grid[Math.min(Math.max(r + step[0], 0), grid.length - 1)];
    const c = Math.min(Math.max(grid[r].indexOf(here) + step[1], 0), row.length - 1);
    event.preventDefault();
    here.tabIndex = -1;
    row[c].tabIndex = 0;
    row[c].focus();
    row[c].scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  let pending;
  function changed() {
    filter();
    clearTimeout(pending);
    pending = setTimeout(() => {
      const query = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value]));
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    }, 300);
  }

  const given = new URLSearchParams(location.search);
  for (const field of fields) field.value = given.get(field.name) || "";
  form.hidden = false;
  form.addEventListener("input", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
