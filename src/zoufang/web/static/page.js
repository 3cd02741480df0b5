// Small help for pages; every page works without it.
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).innerText).then(() => {
      copy.querySelector("[data-done]").hidden = false;
    });
  }
  for (const open of document.querySelectorAll("details.menu-pop[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
// A button pressed twice by a tired thumb sends once.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
