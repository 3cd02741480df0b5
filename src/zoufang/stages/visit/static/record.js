// The draft at the door: what could not be kept is said at once, kept again when the line is back, and asked about before leaving.
const keeper = document.getElementById("keeper");
if (keeper) {
  let unkept = false;
  const lost = (event) => {
    if (event.target !== keeper) return;
    unkept = true;
    const kept = document.getElementById("kept");
    kept.innerHTML = '<div class="refusal" role="alert"><p></p></div>';
    kept.querySelector("p").textContent = keeper.dataset.lost;
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, lost);
  document.addEventListener("htmx:afterOnLoad", (event) => { if (event.target === keeper) unkept = false; });
  // No trust in navigator.onLine: the same post is simply made again.
  setInterval(() => { if (unkept) htmx.trigger(keeper, "again"); }, 10000);
  addEventListener("beforeunload", (event) => { if (unkept) event.preventDefault(); });
  // Chosen is kept: nobody forgets a second button at the door.
  document.addEventListener("change", (event) => {
    if (event.target.id === "photos" && document.getElementById("photo_asked").checked) document.querySelector("#add-photos button").click();
  });
  document.addEventListener("submit", () => { unkept = false; });
}
