// The token stands in the fragment, which no server, log or preview sees. Take it out of the address bar and post it.
const code = location.hash.slice(1);
if (code) {
  history.replaceState(null, "", location.pathname);
  const form = document.getElementById("open");
  form.elements.code.value = code;
  form.requestSubmit();
}
