// The invitation's code stands behind # in the link, where no server sees it; it is put into the form and out of sight.
const waiting = document.querySelector("[data-code-from-address]");
const code = location.hash.slice(1);
if (waiting && code) {
  waiting.querySelector("#code").value = decodeURIComponent(code);
  waiting.querySelector("#code-field").hidden = true;
  waiting.querySelector("#password").focus();
  history.replaceState(null, "", location.pathname);
}
// A list of filters answers at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form) form.requestSubmit();
});
// A sheet to print.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
