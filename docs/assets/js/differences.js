// Two result files of the reader's, compared in the page.
(() => {
  const form = document.getElementById("cs-differences");
  const place = document.getElementById("cs-differences-found");
  if (!form || !place) return;
  const said = form.querySelector("output");

  async function read(field) {
    const file = form.elements[field].files[0];
    if (!file) return null;
    let result;
    try {
      result = JSON.parse(await file.text());
    } catch {
      throw new Error(`${file.name} is not JSON`);
    }
    if (!result.footer || !Array.isArray(result.clauses))
      throw new Error(`${file.name} is no complete result file: write one with convspec certify`);
    const shown = (u) => [u.status, u.emulated?.length ? "emulated" : "", u.observed || ""].filter(Boolean).join(", ");
    return {
      name: `${result.backend.name} ${result.backend.version}`,
      units: new Map(result.clauses.map((u) => [`${u.id} ${u.rank}-D ${u.dtype}`, shown(u)])),
    };
  }

  function row(kind, texts) {
    const made = document.createElement("tr");
    for (const text of texts) made.append(Object.assign(document.createElement(kind), { textContent: text }));
    return made;
  }

  async function compare() {
    place.replaceChildren();
    try {
      const [a, b] = [await read("before"), await read("after")];
      if (!a || !b) {
        said.textContent = "Two files are needed.";
        return;
      }
      const keys = [...new Set([...a.units.keys(), ...b.units.keys()])].sort();
      const differing = keys.filter((key) => a.units.get(key) !== b.units.get(key));
      said.textContent = `${differing.length} of ${keys.length} verdicts differ.`;
      if (!differing.length) return;
      const table = document.createElement("table");
      table.append(row("th", ["verdict", a.name, b.name]));
      for (const key of differing)
        table.append(row("td", [key, a.units.get(key) ?? "not-run", b.units.get(key) ?? "not-run"]));
      place.append(table);
    } catch (error) {
      said.textContent = error.message;
    }
  }

  form.hidden = false;
  form.addEventListener("change", compare);
})();
