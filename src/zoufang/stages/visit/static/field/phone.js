// Whose phone this is just now: the person, the device's content key, and what is left of those who signed out.
import { NoSignal, ask, line, who } from "./asking.js";
import { bytesOf, canonical, makeKey, seal, textOf, unseal, uuid } from "./crypt.js";
import { words } from "./draw.js";
import { keep, rowsOf, store } from "./store.js";

const LASTS = 7 * 24 * 3600 * 1000;
// `device`: the row of the one who may read here now, or null. `left`: devices whose key is gone but not their records.
export const phone = { device: null, left: [], person: "", isStopped: false };

const isAlive = (row) => Boolean(row.key) && Date.now() < row.until && Date.now() > row.made_at - LASTS;

// Find out who may read here. Throws nothing: without signal the last one who signed in goes on.
export async function settle() {
  const rows = await (await store()).getAll("devices");
  const me = await who(rows.find(isAlive)?.device).catch(() => null);
  for (const row of rows) {
    if (!row.key) continue;
    if (me && line.isRevoked) row.stopped = line.since;
    if (!isAlive(row) || row.stopped !== undefined || (me && row.person !== me)) await lock(row);
  }
  phone.person = me || "";
  phone.device = rows.find(isAlive) || null;
  // A phone that was switched off carries nothing more under the same sign-in.
  phone.isStopped = Boolean(me) && rows.some((row) => row.stopped === line.since && row.person === me);
  if (!phone.device && me && !phone.isStopped) phone.device = await begin(me).catch(notBegun);
  await lookAround();
  return phone.device;
}

function notBegun(fault) {
  if (fault instanceof NoSignal) return null;
  throw fault;
}

async function begin(person) {
  const { status, said } = await ask("GET", words.api.device);
  if (status !== 200) throw new NoSignal();
  const { key, wrapped } = await makeKey(said.seal);
  const now = Date.now();
  const row = {
    device: uuid(),
    person,
    key,
    wrapped_key: wrapped,
    made_at: now,
    until: now + LASTS,
    order: 0,
    receipt: said.receipt,
    is_known: false,
  };
  await keep([["devices", row]]);
  await introduce(row).catch(notBegun);
  return row;
}

// The server has to hold the key before anything sealed with it can be handed in.
export async function introduce(row = phone.device) {
  if (row.is_known) return;
  const { device, wrapped_key } = row;
  const { status } = await ask("POST", words.api.device, { json: { device, wrapped_key, name: nameOfPhone() } });
  if (status >= 300) throw new NoSignal();
  await keep([["devices", Object.assign(row, { is_known: true })]]);
}

function nameOfPhone() {
  return (/\(([^;)]+)/.exec(navigator.userAgent) || ["", ""])[1].slice(0, 40);
}

export async function renewReceiptKey() {
  const { status, said } = await ask("GET", words.api.device);
  if (status !== 200) return;
  phone.device.receipt = said.receipt;
  await keep([["devices", phone.device]]);
}

// The key is gone, and with it what is only a copy. What was not sent stays, unreadable, until it is handed in.
export async function lock(row) {
  delete row.key;
  const db = await store();
  const deed = db.transaction(["devices", "records", "days"], "readwrite", { durability: "strict" });
  deed.objectStore("days").delete(row.device);
  for (const key of await deed.objectStore("records").index("device").getAllKeys(row.device)) {
    deed.objectStore("records").delete(key);
  }
  deed.objectStore("devices").put(row);
  await deed.done;
  if (phone.device === row) phone.device = null;
}

// Devices without a key: with records left they wait, without any they are forgotten.
export async function lookAround() {
  const db = await store();
  phone.left = [];
  for (const row of await db.getAll("devices")) {
    if (row.key) continue;
    const count = new Set(
      [...(await rowsOf("operations", row.device)), ...(await rowsOf("photos", row.device))].map((each) => each.record),
    ).size;
    if (count) phone.left.push({ row, count });
    else if (row.stopped === undefined || row.stopped !== line.since) await db.delete("devices", row.device);
  }
}

// Rising by one for each operation of this device, whatever page or day it is made on.
export function nextOrder() {
  phone.device.order += 1;
  return phone.device.order;
}

export async function sealed(id, value) {
  const bytes = value instanceof Uint8Array ? value : bytesOf(canonical(value));
  return seal(phone.device.key, id, bytes);
}

export async function unsealed(id, row) {
  return JSON.parse(textOf(await unseal(phone.device.key, id, row)));
}

// Until the seventh day; said in time.
export const hoursLeft = () => (phone.device ? (phone.device.until - Date.now()) / 3_600_000 : 0);
