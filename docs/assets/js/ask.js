// Exercises: what the reader types is compared with the answer by its digits, "(5, 8)" and "5 x 8" alike.
for (const form of document.querySelectorAll(".cs-ask")) {
  const digits = (text) => text.normalize("NFKC").replace(/[^\d.]/g, "");
  const [field, said] = [form.querySelector("input"), form.querySelector("output")];
  form.hidden = false;
  form.addEventListener("input", () => (said.textContent = ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = digits(field.value);
    if (given) said.textContent = given === digits(form.dataset.answer) ? form.dataset.right : form.dataset.wrong;
  });
}
