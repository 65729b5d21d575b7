// What the theme leaves out for those who use a keyboard or a screen reader.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
for (const nav of document.querySelectorAll(".md-nav[aria-labelledby]")) {
  // Its label also names the section above it, and is empty where the section has a page.
  const label = nav.closest("li")?.querySelector(".md-nav__link");
  nav.removeAttribute("aria-labelledby");
  nav.setAttribute("aria-label", `Pages of ${label?.textContent.trim() || "this section"}`);
}
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap, .tabbed-labels, div.arithmatex")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
  document.querySelectorAll(".md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code block ${i + 1}`));
});
