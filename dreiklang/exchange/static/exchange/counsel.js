// The clock of the step, from the moment that the server named when it gave the page: the browser's own may be wrong.
(() => {
  const given = new WeakMap();
  const show = () => {
    for (const clock of document.querySelectorAll(".counsel-clock")) {
      if (!given.has(clock)) given.set(clock, performance.now() - Number(clock.dataset.asked) * 1000);
      const left = Math.round(Number(clock.dataset.ends) - (performance.now() - given.get(clock)) / 1000);
      const minutes = Math.floor(Math.abs(left) / 60), seconds = String(Math.abs(left) % 60).padStart(2, "0");
      clock.firstElementChild.textContent = left > 0 ? `${minutes}:${seconds}` : clock.dataset.over;
    }
  };
  show();
  setInterval(show, 500);
})();
