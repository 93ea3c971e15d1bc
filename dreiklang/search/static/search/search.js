// Arrow keys walk from the field through the results and back; Escape returns to the field. The page works without.
(() => {
  const field = document.getElementById("q");
  const results = document.querySelector("[data-results]");
  if (!field || !results) return;
  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp", "Escape"].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...results.querySelectorAll(".hit__title a")];
    const here = links.indexOf(document.activeElement);
    if (here < 0 && document.activeElement !== field) return;
    if (event.key === "Escape") {
      if (here >= 0) field.focus();
      return;
    }
    const next = event.key === "ArrowDown" ? links[here + 1] : links[here - 1] || field;
    if (!next || (here < 0 && event.key === "ArrowUp")) return;
    event.preventDefault();
    next.focus();
  });
})();
