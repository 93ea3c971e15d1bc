// Without this one types numbers and chooses places; with it one presses buttons. What is sent is the same.
"use strict";
(() => {
  const counter = document.querySelector("[data-counter]");
  const button = (sign, name, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ballot__button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", press);
    return made;
  };
  const nameOf = (row) => row.querySelector("label").textContent;

  const dots = document.querySelector("[data-dots]");
  if (dots) {
    const { left, over, more, less } = dots.dataset, all = Number(dots.dataset.dots);
    const rows = [...dots.children].map((row) => ({ row, input: row.querySelector("input") }));
    const count = () => {
      const free = all - rows.reduce((sum, { input }) => sum + (Number(input.value) || 0), 0);
      counter.hidden = false;
      counter.textContent = free >= 0 ? left.replace("{n}", free) : over.replace("{n}", -free);
      for (const { input, minus, plus } of rows) {
        minus.disabled = Number(input.value) <= 0;
        plus.disabled = free <= 0 || Number(input.value) >= Number(input.max);
      }
    };
    for (const each of rows) {
      const step = (by) => () => { each.input.value = (Number(each.input.value) || 0) + by; count(); };
      each.minus = button("−", `${less}: ${nameOf(each.row)}`, step(-1));
      each.plus = button("+", `${more}: ${nameOf(each.row)}`, step(1));
      each.input.before(each.minus);
      each.input.after(each.plus);
      each.input.addEventListener("input", count);
    }
    count();
  }

  const ranking = document.querySelector("[data-ranking]");
  if (ranking) {
    const { up, down, moved } = ranking.dataset;
    const number = () => {
      const rows = [...ranking.children];
      rows.forEach((row, at) => {
        row.querySelector("select").value = String(at + 1);
        row.querySelector(".ballot__place").textContent = `${at + 1}.`;
        row.querySelector("[data-up]").disabled = at === 0;
        row.querySelector("[data-down]").disabled = at === rows.length - 1;
      });
    };
    const move = (row, by) => () => {
      const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (by < 0) other.before(row); else other.after(row);
      number();
      const pressed = row.querySelector(by < 0 ? "[data-up]" : "[data-down]");
      (pressed.disabled ? row.querySelector(by < 0 ? "[data-down]" : "[data-up]") : pressed).focus();
      counter.textContent = moved.replace("{option}", nameOf(row)).replace("{n}", [...ranking.children].indexOf(row) + 1);
    };
    for (const row of ranking.children) {
      const place = document.createElement("span"), act = row.querySelector(".ballot__act");
      place.className = "ballot__place";
      row.prepend(place);
      const higher = button("↑", `${up}: ${nameOf(row)}`, move(row, -1));
      const lower = button("↓", `${down}: ${nameOf(row)}`, move(row, 1));
      higher.dataset.up = lower.dataset.down = "";
      const buttons = document.createElement("span");
      buttons.className = "ballot__act";
      buttons.append(higher, lower);
      act.hidden = true;
      row.append(buttons);
    }
    number();
  }
})();
