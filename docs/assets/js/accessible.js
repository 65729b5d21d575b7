// What the theme leaves out for those who use a keyboard or a screen reader.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
for (const nav of document.querySelectorAll(".md-nav[aria-labelledby]")) {
  // Its label also names the section above it.
  const label = document.getElementById(nav.getAttribute("aria-labelledby"));
  nav.removeAttribute("aria-labelledby");
  nav.setAttribute("aria-label", `Pages of ${label?.textContent.trim() || "this section"}`);
}
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap, div.arithmatex")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
  document.querySelectorAll(".md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code block ${i + 1}`));
});
