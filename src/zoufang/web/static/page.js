// Small help for pages; every page works without it.
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = document.getElementById(copy.dataset.copy);
    const done = () => { copy.querySelector("[data-done]").hidden = false; };
    // Without a clipboard (plain http, an old webview) the words are at least selected for the thumb.
    const select = () => { getSelection().selectAllChildren(text); if (document.execCommand("copy")) done(); };
    if (navigator.clipboard) navigator.clipboard.writeText(text.innerText).then(done, select);
    else select();
  }
  if (event.target.closest("[data-print]")) print();
  for (const open of document.querySelectorAll("details.menu-pop[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
// A button pressed twice by a tired thumb sends once; one that only fetches a file (data-again) may be pressed again.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else if (!("again" in event.target.dataset)) event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
