// Keeps one version of the page at the door whole: its shell, scripts, styles. Nothing about anybody is ever kept here.
const PREFIX = "zoufang-field-";
const NAME = PREFIX + HERE.version;
const PATIENCE = 2_500; // a line that answers later than this is treated as none

self.addEventListener("install", (event) => {
  const wanted = [HERE.page, ...HERE.files].map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(wanted)));
});

// The old version's files go only now, when no page of it is open any more.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const place = new URL(request.url);
  if (request.method !== "GET" || place.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (place.pathname === HERE.page) event.respondWith(shell(request));
    else if (isForTeachers(place.pathname))
      event.respondWith(fetch(request).catch(() => Response.redirect(`${HERE.page}#offline`)));
  } else if (place.pathname.startsWith("/static/") || HERE.files.includes(place.pathname)) {
    event.respondWith(kept(request).then((found) => found || fetch(request)));
  }
});

const isForTeachers = (path) =>
  path === "/" || (/^\/(families|visit)\//.test(path) && !path.startsWith("/visit/family/"));

const kept = (request) => caches.open(NAME).then((cache) => cache.match(request, { ignoreVary: true }));

// The server's, where it answers soon; the same version's is kept (its language may have changed).
async function shell(request) {
  const cached = await caches.open(NAME).then((cache) => cache.match(HERE.page, { ignoreVary: true }));
  const fresh = fetch(request).then(async (answer) => {
    if (!answer.ok) throw new Error("no shell");
    if (answer.headers.get("X-Field-Version") === HERE.version) {
      const cache = await caches.open(NAME);
      await cache.put(HERE.page, answer.clone());
    }
    return answer;
  });
  if (!cached) return fresh;
  const late = new Promise((done) => setTimeout(() => done(cached), PATIENCE));
  return Promise.race([fresh.catch(() => cached), late]);
}
