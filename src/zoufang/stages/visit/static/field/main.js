// The page at the door: who may read here, which view, and what everybody sees above it.
import { line } from "./asking.js";
import { labelOf } from "./conflicts.js";
import { isUsable } from "./crypt.js";
import * as day from "./day.js";
import { box, button, h, icon, momentOf, say, words } from "./draw.js";
import { handIn } from "./handing.js";
import * as papers from "./papers.js";
import { lock, phone, settle } from "./phone.js";
import * as queue from "./queue.js";
import * as record from "./record.js";
import { load, onChange, records } from "./records.js";
import { isWaitingForSignIn, sending, wake } from "./send.js";
import { badge, toDecide, unsent } from "./standing.js";
import { askToStay, disk, room } from "./store.js";
import * as waiting from "./waiting.js";

const main = document.getElementById("main");
const strip = document.getElementById("strip");
const LITTLE_ROOM = 50 * 1024 * 1024;
let isElsewhere = false;
let hasLittleRoom = false;
let install = null; // the browser's own offer to put the page on the home screen

async function begin() {
  if (!isUsable())
    return show([box("refusal", "lock", h("p", {}, say("no_crypto")), h("p", {}, say("no_crypto_do")))], home());
  await onlyHere();
  await settle();
  // A batch of forty answers is drawn once.
  let due = 0;
  onChange(() => {
    due ||= setTimeout(() => {
      due = 0;
      drawStrip();
      refresh();
    }, 100);
  });
  addEventListener("hashchange", route);
  if (globalThis.BroadcastChannel) new BroadcastChannel("zoufang-field").onmessage = signedOut;
  addEventListener("online", () => wake({ now: true }));
  main.addEventListener("focusout", ({ target }) => {
    if (target.tagName !== "TEXTAREA") return;
    queue.settleNow();
    wake();
    setTimeout(refresh);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) come();
  });
  let isInside = false;
  main.addEventListener("click", ({ target }) => {
    isInside = Boolean(target.closest("a[href^='/']")); // to another page of ours, which counts them too
    setTimeout(() => {
      isInside = false;
    }, 1_000);
  });
  addEventListener("beforeunload", (event) => {
    if (disk.isFull || (unsent().length && !isInside)) event.preventDefault();
  });
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    install = event;
  });
  document.addEventListener("field:person", async () => {
    await settle();
    await enter();
  });
  setInterval(come, 60_000);
  await enter();
  register();
  return undefined;
}

// With a key: what is on the phone at once, then what the server has to say.
async function enter() {
  if (phone.device) {
    await Promise.all([queue.load(), load()]);
    await day.load();
    await askToStay();
  } else {
    forgetAll();
  }
  if (phone.device) {
    const left = await room();
    hasLittleRoom = left !== null && left < LITTLE_ROOM;
  }
  route();
  if (!phone.device) return;
  wake({ now: true });
  await freshen();
}

// Beside this page somebody signed out: the key is gone from the store already, and goes from memory.
function signedOut() {
  Object.assign(phone, { device: null, person: "" });
  line.isSignedIn = false;
  forgetAll();
  route();
}

// Nobody may read here any more: not from memory either.
function forgetAll() {
  queue.queue.clear();
  records.clear();
  day.clear();
}

async function freshen() {
  try {
    if (!line.isThere || !phone.person) return;
    await handIn();
    await day.renew();
    wake();
  } catch (fault) {
    waiting.known(fault);
  }
  if (!document.querySelector("#record")) route({ stays: true });
}

// A minute passed, or somebody took the phone up again: is the key still good, who is signed in, is there signal?
async function come() {
  if (isElsewhere) return;
  if (phone.device && Date.now() >= phone.device.until) await lock(phone.device);
  if (phone.device) await day.forget();
  const before = phone.device;
  if (!document.hidden && (!before || Date.now() - day.day.at > 300_000)) {
    await settle();
    if (phone.device !== before) await enter();
    else await freshen();
  }
  wake();
  drawStrip();
}

// Two pages that write the same records would write past each other.
async function onlyHere() {
  if (!navigator.locks) return;
  const hold = (options) =>
    new Promise((done) => {
      navigator.locks
        .request("zoufang-field", options, (held) => {
          done(Boolean(held));
          return held ? new Promise(() => {}) : undefined;
        })
        .catch(() => {
          isElsewhere = true;
          show([box("notice", "info-circle", h("p", {}, say("elsewhere")))], home());
        });
    });
  if (await hold({ ifAvailable: true })) return;
  await new Promise((go) => {
    show(
      [box("notice", "info-circle", h("p", {}, say("elsewhere")))],
      button({ class: "btn btn-primary", on: { click: go } }, say("here_instead")),
    );
  });
  await hold({ steal: true });
}

function show(...inside) {
  main.replaceChildren(...inside.flat(3).filter(Boolean));
}

function route({ stays = false } = {}) {
  if (isElsewhere) return;
  const place = stays ? placeNow() : null;
  const [, view, key, more] = /^#(?:(v|p|unsent|offline)(?:\/([^/]+))?(?:\/(\w+))?)?$/.exec(location.hash) || [];
  const chosen = records.get(key);
  if (!phone.device) show(nobody());
  else if (view === "v" && chosen)
    show(
      record.draw(chosen, route),
      h("a", { class: "btn btn-wide back", href: "#" }, icon("arrow-left"), say("to_day")),
    );
  else if (view === "p" && chosen) show(papers.draw(chosen, more));
  else if (view === "unsent") show(waiting.draw(route));
  else show(families(view === "offline"));
  drawStrip();
  if (stays) putBack(place);
  else {
    scrollTo(0, 0);
    main.querySelector("h1")?.focus({ preventScroll: true });
  }
}

// A view that is drawn anew leaves open what was open, and the focus where it was.
const PLACES = "a, button, summary, input";
function placeNow() {
  const open = [...main.querySelectorAll("details")].map((each) => each.open);
  return { open, at: [...main.querySelectorAll(PLACES)].indexOf(document.activeElement) };
}

function putBack({ open, at }) {
  const drawn = [...main.querySelectorAll("details")];
  if (drawn.length === open.length)
    drawn.forEach((each, number) => {
      each.open ||= open[number];
    });
  if (at >= 0) main.querySelectorAll(PLACES)[at]?.focus({ preventScroll: true });
}

// What changed is drawn anew where nobody is typing.
function refresh() {
  const here = /^#v\/(.+)$/.exec(location.hash)?.[1];
  if (here) {
    const shown = records.get(here);
    const place = document.getElementById("standing");
    if (shown && place) {
      place.replaceChildren(record.standing(shown));
      const refusals = record.refusals(shown);
      if (refusals.length) document.getElementById("reasons")?.replaceChildren(...refusals);
    }
    if (shown && Boolean(shown.finished) === Boolean(document.querySelector("#record"))) route({ stays: true });
    else if (shown && shown.conflicts.length !== document.querySelectorAll("[data-conflict]").length && !isTyping())
      route({ stays: true });
  } else if (location.hash === "#unsent" || !location.hash) route({ stays: true });
}

const isTyping = () => ["TEXTAREA", "INPUT"].includes(document.activeElement?.tagName);

function home() {
  return h("a", { class: "btn btn-wide", href: "/" }, icon("home"), say("home"));
}

function nobody() {
  const isSignal = line.isThere;
  const why = phone.isStopped
    ? "stopped"
    : !isSignal
      ? "first_needs_signal"
      : line.isSignedIn
        ? "not_for_you"
        : "first_sign_in";
  const left = phone.left.reduce((sum, each) => sum + each.count, 0);
  return [
    h("h1", { tabindex: "-1" }, say("title")),
    box("notice", isSignal ? "login" : "cloud", h("p", {}, say(why))),
    left ? h("p", { "data-left": left }, say("left_others", { n: left })) : null,
    h("a", { class: "btn btn-primary btn-wide", href: words.sign_in }, icon("login"), say("sign_in")),
  ];
}

function families(isOffline) {
  const { said, at } = day.day;
  const shown = [...records.values()]
    .filter((each) => each.entry)
    .sort((one, other) => (one.entry.starts_at || "9").localeCompare(other.entry.starts_at || "9"));
  return [
    h("h1", { tabindex: "-1" }, say("title")),
    isOffline ? box("notice", "cloud", h("p", {}, say("page_needs_signal"))) : null,
    toDecide().length
      ? h(
          "a",
          { class: "btn btn-wide", href: "#unsent" },
          icon("help-circle"),
          say("to_decide", { n: toDecide().length }),
        )
      : null,
    shown.length
      ? h("section", { class: "card" }, h("ul", { class: "list" }, shown.map(family)))
      : h("div", { class: "card empty" }, icon("calendar"), h("p", {}, say(said ? "no_families" : "loading"))),
    h("p", { class: "hint" }, at ? say("as_of", { when: momentOf(new Date(at).toISOString()) }) : ""),
    onTheHomeScreen(),
    "serviceWorker" in navigator ? null : box("notice", "info-circle", h("p", {}, say("no_worker"))),
    h("div", { class: "row" }, h("a", { class: "btn", href: "#unsent" }, icon("upload"), say("unsent_title")), home()),
  ];
}

// On the home screen it opens by itself, and the system does not clear it away.
function onTheHomeScreen() {
  if (matchMedia("(display-mode: standalone)").matches || navigator.standalone) return null;
  return h(
    "details",
    { class: "card" },
    h("summary", {}, icon("device-mobile"), say("home_screen")),
    h("p", {}, say("home_screen_how")),
    install ? button({ on: { click: () => install.prompt() } }, icon("plus"), say("home_screen_add")) : null,
  );
}

function family(each) {
  const { entry } = each;
  const state = badge(each);
  return h(
    "li",
    {},
    h(
      "a",
      { href: `#v/${each.key}` },
      h("span", { class: "when" }, entry.starts_at ? momentOf(entry.starts_at) : say("no_time")),
      h("strong", {}, entry.children.join(say("and"))),
      h("span", { class: "soft small" }, labelOf("forms", each.now.form)),
      h("span", { class: "spread" }),
      icon(each.finished ? "check" : "chevron-right"),
      state,
    ),
  );
}

// One line above every view: how many are only here, and why.
function drawStrip() {
  const count = unsent().length;
  const parts = [];
  if (disk.isFull) parts.push(box("refusal", "alert-triangle", h("p", {}, say("not_kept"))));
  if (hasLittleRoom) parts.push(box("refusal", "alert-triangle", h("p", {}, say("little_room"))));
  if (count) {
    const why = sending.isOn ? say("sending_now") : sending.fails ? waiting.trouble() : "";
    parts.push(
      box(
        "notice",
        sending.isOn ? "upload" : "device-mobile",
        h("p", {}, h("a", { href: "#unsent" }, say("unsent", { n: count })), h("br"), why),
      ),
    );
  } else if (isWaitingForSignIn() && phone.device) {
    parts.push(box("notice", "login", h("p", {}, waiting.trouble())));
  }
  strip.replaceChildren(...parts);
}

// A new version waits until nobody is in the middle of a sentence; what is typed is on disk already.
async function register() {
  if (!("serviceWorker" in navigator)) return;
  const found = await navigator.serviceWorker.register(words.worker).catch(() => null);
  if (!found) return;
  const offer = () => {
    if (!found.waiting || !navigator.serviceWorker.controller) return;
    document.getElementById("update").replaceChildren(
      button(
        {
          class: "btn btn-wide",
          on: {
            click: () => {
              navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
              found.waiting.postMessage("take over");
            },
          },
        },
        icon("refresh"),
        say("new_version"),
      ),
    );
  };
  offer();
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", offer));
}

begin().catch((fault) => {
  console.error("field", fault);
  show([box("refusal", "alert-triangle", h("p", {}, say("broken")))], home());
});
