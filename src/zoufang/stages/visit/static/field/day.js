// The day: the families of today and tomorrow as the server last told, sealed; and the papers to show at the door.
import { ask, line } from "./asking.js";
import { words } from "./draw.js";
import { phone, sealed, unsealed } from "./phone.js";
import { forgetTheDay, meet } from "./records.js";
import { inTurn, keep, store } from "./store.js";

// `said` is the answer of /api/v1/day, `papers` {address: {card, letter}} as html, `at` when it came;
// `until` by this phone's clock, however wrong it is.
export const day = { said: null, papers: {}, at: 0, until: 0 };

export async function load() {
  const device = phone.device.device;
  const row = await (await store()).get("days", device);
  clear();
  if (row) Object.assign(day, await unsealed(`${device} day`, row));
  await forget();
}

// Today's and tomorrow's families are not the day after's: what was not begun goes.
export async function forget() {
  if (!day.said?.visits.length || Date.now() < day.until) return;
  day.said.visits = [];
  await kept();
  await forgetTheDay();
}

// Whoever teaches no class any more has no families; what was written of them stays until it is sent.
async function gone() {
  if (!day.said?.visits.length) return;
  day.said.visits = [];
  await kept();
  await forgetTheDay();
}

export function clear() {
  Object.assign(day, { said: null, papers: {}, at: 0, until: 0 });
}

async function kept() {
  const device = phone.device.device;
  await inTurn(async () => keep([["days", { device, ...(await sealed(`${device} day`, day)) }]]));
}

// What there is now. Throws NoSignal, NotSignedIn.
export async function renew() {
  const { status, said } = await ask("GET", words.api.day);
  if (status === 404 && said) return gone();
  if (status !== 200) return;
  Object.assign(day, { said, at: Date.now(), until: Date.parse(said.until) + line.ahead });
  await kept();
  await meet(said.visits);
  await fetchPapers();
}

// Card and letter hold nothing of a family; the rest of their pages, with names, is left out.
async function fetchPapers() {
  const wanted = new Set(day.said.visits.flatMap((each) => [each.card, each.letter]).filter(Boolean));
  const papers = {};
  for (const address of wanted) papers[address] = (await paper(address)) || day.papers[address] || null;
  if (JSON.stringify(papers) === JSON.stringify(day.papers)) return;
  day.papers = papers;
  await kept();
}

async function paper(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("script, form, button, .no-print, [style]").forEach((each) => each.remove());
    const shown = (what) => [...page.querySelectorAll(`main ${what}`)].map((each) => each.outerHTML).join("");
    return { card: shown(".contact-card"), letter: shown(".letter") };
  } catch {
    return null;
  }
}
