// The token stands in the fragment, which no server, log or preview sees. Take it out of the address bar and post it.
function open() {
  const code = location.hash.slice(1);
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  const form = document.getElementById("open");
  form.elements.code.value = code;
  form.requestSubmit();
}
open();
// A link pasted where this page already stands changes the fragment only.
addEventListener("hashchange", open);
