// What makes writing easier; every form works without. Drafts lie in this browser alone (localStorage): kept while she
// types, forgotten once they are sent, and with them those of whoever used this browser before her.
(() => {
  const PLACE = "entwurf:", DAYS = 14;
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const store = (() => {
    try { return window.localStorage; } catch { return null; }
  })();

  const read = (key) => {
    try { return JSON.parse(store.getItem(key)); } catch { return null; }
  };
  const drafts = () => (store ? Object.keys(store).filter((key) => key.startsWith(PLACE)) : []);
  const forget = (which) => drafts().filter(which).forEach((key) => store.removeItem(key));

  const wasSent = new URLSearchParams(location.search).has("gesendet");
  if (wasSent) {
    forget((key) => read(key)?.sent);
    const address = new URL(location.href);
    address.searchParams.delete("gesendet");
    history.replaceState(null, "", address);
  }
  const oldest = Date.now() - DAYS * 86400000;
  const me = forms[0]?.dataset.of;
  forget((key) => !(read(key)?.at > oldest) || (me && !key.startsWith(`${PLACE}${me}:`)));

  for (const form of forms) {
    const key = `${PLACE}${form.dataset.of}:${form.dataset.draft}`;
    const fields = [...form.querySelectorAll("textarea, input[type=text][name=title]")];
    const note = form.querySelector("[data-restored]");
    const before = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const keep = (sent) => {
      if (!store) return;
      const typed = Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
      try {
        if (Object.keys(typed).length) store.setItem(key, JSON.stringify({ at: Date.now(), typed, sent }));
        else store.removeItem(key);
      } catch { /* no space: she still has what she sees */ }
    };
    const draft = store && read(key);
    // What came back with an error, or was quoted on purpose, stands in the field and counts more than a draft.
    if (draft && !("returned" in form.dataset)) {
      let restored = false;
      for (const field of fields) {
        const typed = draft.typed?.[field.name];
        if (!typed || typed === field.value) continue;
        field.value = field.value ? `${typed.trimEnd()}\n\n${field.value}` : typed;
        restored = true;
      }
      if (restored && note) note.hidden = false;
    }
    form.querySelector("[data-discard]")?.addEventListener("click", () => {
      for (const field of fields) field.value = before[field.name];
      store.removeItem(key);
      note.hidden = true;
      fields[0]?.focus();
    });
    let waiting = null;
    const keepNow = (sent) => {
      clearTimeout(waiting);
      waiting = null;
      keep(sent);
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keepNow, 300, false);
    });
    form.addEventListener("submit", () => keepNow(true));
    window.addEventListener("pagehide", () => {
      if (waiting !== null) keepNow(false);
    });
  }
  // At sign-out nothing of hers stays on the machine.
  document.querySelector('.head__me form[method="post"]')?.addEventListener("submit", () => forget(() => true));

  const insert = (field, from, to, text, selectFrom, selectTo) => {
    field.focus();
    field.setSelectionRange(from, to);
    // Deprecated, and the only way that can be undone with Ctrl+Z.
    if (!document.execCommand("insertText", false, text)) field.setRangeText(text, from, to, "end");
    field.setSelectionRange(from + selectFrom, from + selectTo);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const around = (field, before, after) => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const chosen = value.slice(from, to);
    insert(field, from, to, before + chosen + after, before.length, before.length + chosen.length);
  };
  const eachLine = (field, mark) => {
    const { value } = field;
    const from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const end = value.indexOf("\n", field.selectionEnd);
    const to = end < 0 ? value.length : end;
    const text = value.slice(from, to).split("\n").map((line) => mark + line).join("\n");
    const lead = from > 1 && value.slice(0, from).trim() && value[from - 2] !== "\n" ? "\n" : "";
    insert(field, from, to, lead + text, lead.length + text.length, lead.length + text.length);
  };
  const link = (field) => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const chosen = value.slice(from, to), text = `[${chosen}](https://)`;
    insert(field, from, to, text, chosen ? text.length - 1 : 1, chosen ? text.length - 1 : 1);
  };
  const marks = {
    bold: (field) => around(field, "**", "**"),
    list: (field) => eachLine(field, "- "),
    quote: (field) => eachLine(field, "> "),
    link,
  };
  // The server makes it clean, as it will when it is sent; nothing is kept there.
  const preview = async (field, place) => {
    const token = field.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, source: field.value });
    const answer = await fetch("/dialog/vorschau/", { method: "POST", body }).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text();
  };
  for (const tools of document.querySelectorAll("[data-tools]")) {
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-for]");
      if (!button) return;
      const field = document.getElementById(button.dataset.for);
      if (button.dataset.mark) marks[button.dataset.mark](field);
      else preview(field, document.getElementById(button.dataset.preview));
    });
  }

  // One file after the other: the next place opens when the one before it is taken. Only a picture asks what it shows.
  for (const box of document.querySelectorAll(".attach")) {
    const rows = [...box.querySelectorAll(".attach__one")];
    const arrange = () => {
      rows.forEach((row, place) => {
        const file = row.querySelector("[type=file]"), alt = row.querySelector("[type=text]");
        const isWrong = row.querySelector(".kern-error") !== null;
        row.hidden = place > 0 && !file.files.length && !isWrong && !rows[place - 1].querySelector("[type=file]").files.length;
        const isPicture = /\.(jpe?g|png|webp)$/i.test(file.value);
        alt.closest("div").hidden = !isPicture && !isWrong && !alt.value;
        alt.required = isPicture;
      });
    };
    box.addEventListener("change", arrange);
    arrange();
  }
})();
