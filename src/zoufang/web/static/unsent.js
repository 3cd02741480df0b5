// On every page of a teacher: how many records are only on this phone, and no sign-out without a word about them.
// Reads counts and random ids; what is written in the records is sealed (stages/visit/static/field).
(() => {
  const strip = document.getElementById("unsent");
  const NAME = "zoufang-field";
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(strip.dataset.worker).catch(() => {});
  if (!globalThis.indexedDB) return;

  // null where this phone holds no records at all.
  function opened() {
    return new Promise((done) => {
      const asked = indexedDB.open(NAME);
      asked.onupgradeneeded = () => asked.transaction.abort(); // there is none yet: leave none behind
      asked.onerror = asked.onblocked = () => done(null);
      asked.onsuccess = () => done(asked.result);
    });
  }

  function recordsIn(deed, name) {
    return new Promise((done) => {
      const found = [];
      const asked = deed.objectStore(name).index("record").openKeyCursor(null, "nextunique");
      asked.onsuccess = () => {
        if (!asked.result) return done(found);
        found.push(asked.result.key);
        return asked.result.continue();
      };
      asked.onerror = () => done(found);
    });
  }

  async function count() {
    const db = await opened();
    if (!db) return 0;
    try {
      const deed = db.transaction(["operations", "photos"]);
      const [one, other] = await Promise.all([recordsIn(deed, "operations"), recordsIn(deed, "photos")]);
      return new Set([...one, ...other]).size;
    } finally {
      db.close();
    }
  }

  // Nobody reads here any more: the keys go, and with them the copies of what the server has.
  async function lock() {
    const db = await opened();
    if (!db) return;
    const deed = db.transaction(["devices", "records", "days"], "readwrite", { durability: "strict" });
    deed.objectStore("records").clear();
    deed.objectStore("days").clear();
    const asked = deed.objectStore("devices").openCursor();
    asked.onsuccess = () => {
      if (!asked.result) return;
      const { key, ...left } = asked.result.value;
      asked.result.update(left);
      asked.result.continue();
    };
    await new Promise((done) => {
      deed.oncomplete = deed.onabort = done;
    });
    db.close();
  }

  async function show() {
    const found = await count().catch(() => 0);
    strip.hidden = !found;
    strip.querySelector("span").textContent = strip.dataset.words.replace("{n}", found);
    return found;
  }

  const notice = document.getElementById("leaving");
  let leaving = null;
  addEventListener(
    "submit",
    async (event) => {
      if (!event.target.matches("form[data-sign-out]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leaving = event.target;
      for (const open of document.querySelectorAll("details.menu-pop[open]")) open.open = false;
      const found = await show();
      if (!found) return leave();
      notice.querySelector("p").textContent = notice.dataset.words.replace("{n}", found);
      notice.hidden = false;
      notice.querySelector("button").focus();
    },
    true,
  );
  async function leave() {
    await lock().catch(() => {});
    // The page at the door, where it stands open beside this one, shows nothing more either.
    if (globalThis.BroadcastChannel) new BroadcastChannel(NAME).postMessage("signed out");
    leaving.submit();
  }
  notice.querySelector("button").addEventListener("click", leave);

  show();
  addEventListener("pageshow", show);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) show();
  });
})();
