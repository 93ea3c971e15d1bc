// The tools of a field for Markdown. What its buttons with data-md-button do is done by vendor/markdown-toolbar.js;
// here is what that lacks: a table, and the preview.
(() => {
  const insert = (field, text) => {
    const { selectionEnd: at, value } = field;
    const before = value.slice(0, at), after = value.slice(at);
    const lead = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const tail = after.startsWith("\n\n") || !after.trim() ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    field.focus();
    field.setSelectionRange(at, at);
    // Deprecated, and the only way that can be undone with Ctrl+Z.
    if (!document.execCommand("insertText", false, lead + text + tail)) field.setRangeText(lead + text + tail, at, at, "end");
    field.setSelectionRange(at + lead.length, at + lead.length + text.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // The server makes it clean, as it will when it is sent; nothing is kept there.
  const preview = async (field, place, address) => {
    const token = field.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, source: field.value });
    const answer = await fetch(address, { method: "POST", body }).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text();
  };
  for (const tools of document.querySelectorAll("[data-tools]")) tools.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert], [data-preview]");
    if (!button) return;
    const field = document.getElementById(button.dataset.for);
    event.preventDefault();
    if (button.dataset.insert) insert(field, button.dataset.insert);
    else preview(field, document.getElementById(button.dataset.preview), button.dataset.at);
  });
})();
