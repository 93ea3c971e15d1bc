// What is typed is not lost; every form works without. Drafts lie in this browser alone (localStorage): kept while she
// types, forgotten once they are sent, and with them those of whoever used this browser before her.
//
// A form that changes what is there (data-replaces) keeps with its text also the hidden fields that say on which
// version it was written and under which id it is saved: sent again after the connection broke, it counts once, and
// whatever somebody else saved meanwhile is not written over.
(() => {
  const PLACE = "entwurf:", DAYS = 14;
  const TYPED = "textarea, input[name=title], input[name=heading]", MARKS = "input[type=hidden]:is([name=seen], [name=public_id])";
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
    const replaces = "replaces" in form.dataset;
    const fields = [...form.querySelectorAll(TYPED)];
    const kept = replaces ? [...fields, ...form.querySelectorAll(MARKS)] : fields;
    const note = form.querySelector("[data-restored]");
    const before = Object.fromEntries(kept.map((field) => [field.name, field.value]));
    const keep = (sent) => {
      if (!store) return;
      const hasSomething = replaces
        ? fields.some((field) => field.value !== before[field.name])
        : fields.some((field) => field.value);
      const typed = Object.fromEntries(kept.filter((field) => replaces || field.value).map((field) => [field.name, field.value]));
      try {
        if (hasSomething) store.setItem(key, JSON.stringify({ at: Date.now(), typed, sent }));
        else store.removeItem(key);
      } catch { /* no space: she still has what she sees */ }
    };
    const draft = store && read(key);
    // What came back with an error, or was quoted on purpose, stands in the field and counts more than a draft.
    if (draft && !("returned" in form.dataset)) {
      let restored = false;
      for (const field of fields) {
        const typed = draft.typed?.[field.name];
        if (typed === undefined || typed === field.value || (!typed && !replaces)) continue;
        field.value = field.value && !replaces ? `${typed.trimEnd()}\n\n${field.value}` : typed;
        restored = true;
      }
      if (restored) {
        const isOlder = replaces && draft.typed.seen !== before.seen;
        for (const mark of kept.slice(fields.length)) mark.value = draft.typed[mark.name] ?? mark.value;
        const older = form.querySelector("[data-older]");
        if (older) older.hidden = !isOlder;
        if (note) note.hidden = false;
      }
    }
    form.querySelector("[data-discard]")?.addEventListener("click", () => {
      for (const field of kept) field.value = before[field.name];
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
    const offline = form.querySelector("[data-offline]");
    form.addEventListener("submit", (event) => {
      // Without a connection the browser would leave the page for one of its own: she stays where her text is.
      const stays = offline && !navigator.onLine;
      if (stays) event.preventDefault();
      if (offline) offline.hidden = !stays;
      keepNow(!stays);
    });
    window.addEventListener("online", () => {
      if (!offline || offline.hidden) return;
      offline.hidden = true;
      form.querySelector("[data-online]").hidden = false;
    });
    window.addEventListener("pagehide", () => {
      if (waiting !== null) keepNow(false);
    });
  }
  // At sign-out nothing of hers stays on the machine.
  document.querySelector('.head__me form[method="post"]')?.addEventListener("submit", () => forget(() => true));
})();
