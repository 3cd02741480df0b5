// The family opened the paper: said by a POST, so that a preview robot's GET says nothing. Without this the button does it.
for (const form of document.querySelectorAll("form[data-opened]")) {
  fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).then((answer) => {
    if (answer.ok) form.hidden = true;
  });
}
