// A hall: the list comes anew by itself. Focus stays where it was, a double click is one press, and a browser without an
// account works a little first. proofOf: proof.js.
"use strict";
(() => {
  const region = () => document.querySelector("[data-hall]");
  if (!region()) return;

  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("[data-hall] button")) event.preventDefault();
  }, true);

  // A button that is gone after it was pressed leaves its reader at the question that took its place.
  let pressed = null;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest("[data-hall] button")?.closest("li");
    if (row) pressed = { list: row.parentElement.id, at: [...row.parentElement.children].indexOf(row) };
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!pressed) return;
    const list = document.getElementById(pressed.list), row = list?.children[pressed.at] ?? list?.lastElementChild;
    pressed = null;
    if (document.activeElement === document.body) (row?.querySelector("button") ?? region().querySelector("h2"))?.focus();
  });

  const lost = document.getElementById("verbindung");
  const tell = (is_lost) => () => { if (lost) lost.hidden = !is_lost; };
  for (const fault of ["htmx:sendError", "htmx:timeout"]) document.body.addEventListener(fault, tell(true));
  document.body.addEventListener("htmx:beforeOnLoad", tell(false));

  const forms = [...document.forms].filter((form) => form.elements.aufgabe);
  if (!forms.length || !window.crypto?.subtle) return;
  let is_done = false;
  const done = proofOf(forms[0].elements.aufgabe.value).then((answer) => {
    is_done = true;
    for (const form of forms) form.elements.beweis.value = answer;
  });
  // Whoever is quicker than her machine waits a moment.
  document.body.addEventListener("htmx:confirm", (event) => {
    if (is_done || event.detail.verb === "get") return;
    event.preventDefault();
    done.then(() => event.detail.issueRequest());
  });
  for (const form of forms) form.addEventListener("submit", (event) => {
    if (is_done) return;
    event.preventDefault();
    done.then(() => form.requestSubmit());
  });
})();
