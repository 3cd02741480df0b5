// What is to be sent: operations in their order, each sealed on its own, in memory as they are.
import { uuid } from "./crypt.js";
import { isoOf } from "./draw.js";
import { nextOrder, phone, sealed, unsealed } from "./phone.js";
import { inTurn, keep, rowsOf } from "./store.js";

// {row, operation, reasons}; the row's state: waiting, sending (perhaps received: never changed again), refused.
export const queue = new Map();
// An operation that is still being typed waits this long after the last change.
const SETTLES = 2_500;

export async function load() {
  queue.clear();
  const rows = await rowsOf("operations", phone.device.device);
  for (const row of rows.sort((one, other) => one.order - other.order)) {
    const operation = await unsealed(row.id, row);
    const reasons = row.word ? await unsealed(`${row.id} word`, row.word) : [];
    queue.set(row.id, { row, operation, reasons });
  }
}

export const of = (record) => [...queue.values()].filter((each) => each.row.record === record);
export const isOpen = (each) => each.row.state === "waiting" && !each.row.tried;

// Makes an operation, not yet on disk: `saved` writes it together with the record it belongs to.
// What it makes is called by the operation's own id.
export function make(record, kind, target, changes, { id = uuid(), base = 0, photo = "" } = {}) {
  const order = nextOrder();
  const operation = { id, kind, target: target || id, base, made_at: isoOf(new Date()), order, changes };
  const row = {
    id,
    device: phone.device.device,
    record,
    order,
    state: "waiting",
    tried: 0,
    not_before: 0,
    held: false,
    photo,
    picture: photo,
  };
  const made = { row, operation, reasons: [] };
  queue.set(id, made);
  touch(made);
  return made;
}

// May only be called while `isOpen`: what may have reached the server is never changed under the same id.
export function touch(each, { held = false } = {}) {
  each.row.not_before = Date.now() + SETTLES;
  each.row.held = held;
  each.isFresh = true;
}

// What was refused is not remembered there: it may be said again, and better, under the same id.
export function reopen(each) {
  Object.assign(each.row, { state: "waiting", tried: 0 });
  if (each.row.picture) each.row.photo = each.row.picture; // what was refused may have been thrown away there
  delete each.row.word;
  each.reasons = [];
  touch(each);
}

export function drop(each) {
  queue.delete(each.row.id);
  each.isGone = true;
}

// The rows that this entry needs on disk.
export async function rowsFor(each) {
  if (each.isGone) return queue.has(each.row.id) ? [] : [["operations", null, each.row.id]];
  const isFresh = each.isFresh || !each.row.sealed;
  each.isFresh = false;
  if (isFresh) Object.assign(each.row, await sealed(each.row.id, each.operation));
  return [["operations", { ...each.row }]];
}

export async function mark(entries, state, { reasons, tried = false } = {}) {
  for (const each of entries) {
    each.row.state = state;
    if (tried) each.row.tried += 1;
    if (reasons) each.reasons = reasons;
  }
  await inTurn(async () => {
    const rows = [];
    for (const each of entries) {
      if (reasons) each.row.word = await sealed(`${each.row.id} word`, reasons);
      rows.push(...(await rowsFor(each)));
    }
    if (rows.length) await keep(rows, "relaxed");
  });
}

// A photo goes after what it belongs to has been received.
const standsOnWaiting = ({ kind, changes }) =>
  kind === "photo.add" && (queue.has(changes.matter?.to) || queue.has(changes.visit?.to));

// What may go now, in order.
export function ready(now = Date.now()) {
  return [...queue.values()]
    .filter(({ row }) => row.state === "waiting" || row.state === "sending")
    .filter(({ row }) => !row.held && row.not_before <= now && !row.photo)
    .filter(({ operation }) => !standsOnWaiting(operation))
    .sort((one, other) => one.row.order - other.row.order);
}

export function photosWaiting() {
  return [...queue.values()]
    .filter(({ row }) => row.photo && row.state !== "refused")
    .sort((one, other) => one.row.order - other.row.order);
}

// Whoever leaves a field has ended the sentence.
export function settleNow() {
  for (const { row } of queue.values()) if (row.state === "waiting" && !row.tried) row.not_before = 0;
}

// Is there anything that goes by itself, now or in a while?
export const isMoving = () => [...queue.values()].some(({ row }) => row.state !== "refused" && !row.held);

// When the next one settles, in milliseconds from now; null for none.
export function nextSettles(now = Date.now()) {
  const times = [...queue.values()]
    .filter(({ row }) => row.state !== "refused" && !row.held && row.not_before > now)
    .map(({ row }) => row.not_before - now);
  return times.length ? Math.min(...times) : null;
}
