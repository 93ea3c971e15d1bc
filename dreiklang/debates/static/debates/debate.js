// Arrow keys and swiping for the three buttons. proofOf: proof.js.
"use strict";
(() => {
  const place = document.getElementById("karte");
  if (!place) return;
  const press = (value) => {
    if (!place.hasAttribute("aria-busy")) place.querySelector(`button[name="antwort"][value="${value}"]`)?.click();
  };
  // Until htmx knows the new buttons, they would load the whole page: so long nothing is pressed.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target === place) place.setAttribute("aria-busy", "true");
  });

  place.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const value = { ArrowRight: "ja", ArrowLeft: "nein", ArrowDown: "weiter" }[event.key];
    if (!value) return;
    event.preventDefault();
    press(value);
  });

  let from = null;
  place.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "touch" && event.target.closest("[data-statement]") && !event.target.closest("button")
      ? [event.clientX, event.clientY] : null;
  });
  place.addEventListener("pointerup", (event) => {
    if (!from) return;
    const across = event.clientX - from[0], down = event.clientY - from[1];
    from = null;
    if (Math.abs(across) > 80 && Math.abs(across) > 2 * Math.abs(down)) press(across > 0 ? "ja" : "nein");
  });

  // After the swap whoever uses a keyboard or a screen reader stands at the next statement.
  let swapped = -1000;
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== place) return;
    swapped = performance.now();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target !== place) return;
    place.removeAttribute("aria-busy");
    place.querySelector("#aussage")?.focus();
  });

  // The second half of a double click is no answer to the statement that has just come.
  place.addEventListener("click", (event) => {
    if (event.detail > 1 && performance.now() - swapped < 400) event.preventDefault();
  }, true);

  // An answer counts once however often it is sent: so one may simply press again.
  const lost = document.getElementById("verbindung");
  const tell = (is_lost) => () => {
    if (lost) lost.hidden = !is_lost;
    if (is_lost) place.removeAttribute("aria-busy");
  };
  for (const fault of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    document.body.addEventListener(fault, tell(true));
  document.body.addEventListener("htmx:afterSwap", tell(false));

  const form = place.querySelector("form");
  if (form?.elements.aufgabe && window.crypto?.subtle) {
    const done = proofOf(form.elements.aufgabe.value);
    done.then((answer) => { form.elements.beweis.value = answer; });
    // Whoever is quicker than her machine waits a moment.
    form.addEventListener("htmx:confirm", (event) => {
      if (form.elements.beweis.value) return;
      event.preventDefault();
      done.then(() => event.detail.issueRequest());
    });
  }
})();
