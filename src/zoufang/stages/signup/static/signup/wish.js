// The phone's own back key goes one question back with what was chosen, as "上一步" does. Without a script every screen
// is a page that was posted, which browsers refuse to show again.
const screens = [document.getElementById("main")];
let at = 0;
history.replaceState({ screen: at }, "");

function show(number) {
  screens[at].replaceWith(screens[number]);
  at = number;
  scrollTo(0, 0);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-walk]");
  const pressed = event.submitter;
  // The answer itself, and "not this time", leave this page as any form does.
  if (!form || !pressed || event.defaultPrevented || pressed.value === "none") return;
  if (form.elements.step.value === "note" && pressed.name !== "back") return;
  event.preventDefault();
  const said = new FormData(form);
  if (pressed.name) said.append(pressed.name, pressed.value);
  let answer, next;
  try {
    answer = await fetch(form.action, { method: "POST", body: said });
    next = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return delete form.dataset.sent; // no signal: what was typed stands, and may be sent again
  }
  delete form.dataset.sent;
  if (answer.redirected || !next.querySelector("form[data-walk]")) return location.reload();
  const main = document.adoptNode(next.getElementById("main"));
  const isSame = main.querySelector("[name=step]").value === form.elements.step.value;
  if (!isSame) {
    for (const reasons of screens[at].querySelectorAll(".refusal")) reasons.remove();
    history.pushState({ screen: at + 1 }, "");
  }
  screens.splice(at + (isSame ? 0 : 1), Infinity, main);
  if (isSame) form.closest("main").replaceWith(main);
  else show(at + 1);
});

addEventListener("popstate", ({ state }) => {
  if (state && screens[state.screen]) show(state.screen);
  else location.reload();
});
