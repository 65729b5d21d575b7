// The results matrix: filter by text, status and level, kept in the address; arrow keys between cells.
// (Not "q" in the address: the theme opens its search on that.)
(() => {
  const table = document.getElementById("cs-matrix");
  const form = document.getElementById("cs-filter");
  if (!table || !form) return;
  const rows = [...table.querySelectorAll("tbody tr[data-text]")];
  const fields = ["text", "status", "level"].map((name) => form.elements[name]);
  const count = form.querySelector("output");

  const shows = (row, [text, status, level]) =>
    text.every((word) => row.dataset.text.includes(word)) &&
    (!level || row.dataset.level === level) &&
    (!status || [...row.cells].some((c) => (c.dataset.status || "").split(" ").includes(status)));

  function filter() {
    const wanted = [fields[0].value.toLowerCase().split(/\s+/).filter(Boolean), fields[1].value, fields[2].value];
    for (const row of rows) row.hidden = !shows(row, wanted);
    for (const body of table.tBodies) body.rows[0].hidden = [...body.rows].slice(1).every((r) => r.hidden);
    count.textContent = `${rows.filter((r) => !r.hidden).length} of ${rows.length} clauses`;
    table.querySelectorAll("a").forEach((a) => (a.tabIndex = -1));
    const first = links()[0];
    if (first) first[0].tabIndex = 0;
  }

  // One stop for the Tab key; the arrows move inside.
  const links = () =>
    [...table.rows].filter((r) => !r.hidden).map((r) => [...r.querySelectorAll("a")]).filter((r) => r.length);
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
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
