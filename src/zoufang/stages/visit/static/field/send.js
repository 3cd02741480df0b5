// Sending: in order, in batches that halve on a bad line; nothing is dropped before its receipt was checked.
import { NoSignal, NotSignedIn, ask, line, who } from "./asking.js";
import { isReceiptOf } from "./crypt.js";
import { isoOf, words } from "./draw.js";
import { bytesOfPhoto } from "./photos.js";
import { introduce, phone, renewReceiptKey } from "./phone.js";
import * as queue from "./queue.js";
import { records, saved, tell } from "./records.js";
import { NotKept, inTurn, keep } from "./store.js";

const MOST = 40;
const PIECE = 128 * 1024;
const LONGEST_PAUSE = 300_000;
// What a person sees of it: is it sending, how often in vain.
export const sending = { isOn: false, fails: 0, size: MOST };
let timer = 0;

class Busy extends Error {}

// Try soon; `now` also cuts a pause short (a person came back, a field settled, the system speaks of a network).
export function wake({ now = false } = {}) {
  if (!phone.device || sending.isOn) return;
  clearTimeout(timer);
  const pause =
    now || !sending.fails ? 0 : Math.min(LONGEST_PAUSE, 1000 * 2 ** sending.fails) * (0.75 + Math.random() / 2);
  timer = setTimeout(
    run,
    Math.max(pause, queue.ready().length || queue.photosWaiting().length ? 0 : (queue.nextSettles() ?? 0)),
  );
}

async function run() {
  const device = phone.device;
  if (!device || sending.isOn || !(queue.ready().length || queue.photosWaiting().length)) return again();
  sending.isOn = true;
  tell();
  try {
    const me = await who(device.device);
    if (me && (me !== device.person || line.isRevoked)) return document.dispatchEvent(new Event("field:person"));
    if (!me) throw new NotSignedIn();
    await introduce();
    await sendOperations();
    await sendPhotos();
    sending.fails = 0;
  } catch (fault) {
    if (![NoSignal, NotSignedIn, Busy, NotKept].some((kind) => fault instanceof kind)) console.error("field", fault);
    sending.fails = Math.min(sending.fails + 1, 12);
  } finally {
    sending.isOn = false;
    tell();
  }
  return again();
}

function again() {
  if (queue.isMoving()) wake();
}

async function sendOperations() {
  let alone = 0;
  for (;;) {
    const entries = queue.ready().slice(0, sending.size);
    if (!entries.length) return;
    await queue.mark(entries, "sending", { tried: true });
    tell();
    const operations = entries.map((each) => each.operation);
    const json = { device: phone.device.device, protocol: 1, sent_at: isoOf(new Date()), operations };
    let answer;
    try {
      answer = await ask("POST", words.api.sync, { json, seconds: 45 });
    } catch (fault) {
      if (fault instanceof NoSignal) sending.size = Math.ceil(entries.length / 2);
      throw fault;
    }
    if (answer.status === 200 && answer.said?.results) {
      sending.size = Math.min(MOST, sending.size * 2);
      sending.fails = 0; // a line that carries something is worth trying again soon
      await take(entries, answer.said.results);
    } else if (entries.length > 1) {
      sending.size = Math.ceil(entries.length / 2);
    } else if ([400, 413, 422].includes(answer.status)) {
      await refuse(entries[0], answer.said?.reasons || []);
    } else {
      // Perhaps it is this one that breaks the server: its record waits, the others go on; after three it is the server.
      later(entries[0]);
      alone += 1;
      if (alone >= 3) throw new Busy();
    }
  }
}

// The server stumbled over this one: its record waits, so that nothing goes before what it stands on.
function later(entry) {
  for (const each of queue.of(entry.row.record))
    each.row.not_before = Date.now() + 15_000 * 2 ** Math.min(5, sending.fails);
}

async function take(entries, results) {
  const said = new Map(results.map((each) => [each.id, each]));
  const gone = new Map(entries.map((each) => [each.row.record, []]));
  let unproven = 0;
  for (const entry of entries) {
    const result = said.get(entry.row.id);
    if (result?.state === "refused" && result.code !== 500) await refuse(entry, result.reasons || []);
    else if (result && (await isProven(entry, result))) gone.get(entry.row.record).push(...received(entry, result));
    else {
      unproven += 1;
      if (result?.code === 500) later(entry);
    }
  }
  for (const [key, rows] of gone) {
    const record = records.get(key);
    if (!rows.length) continue;
    if (record) await saved(record, rows, "relaxed");
    else await inTurn(() => keep(rows));
  }
  // Without a word on it, or with a receipt that does not hold, it stays on the phone and is sent again.
  if (unproven) throw new Busy();
}

async function isProven(entry, { receipt }) {
  const holds = () => isReceiptOf(entry.operation, receipt, phone.device.receipt).catch(() => false);
  if (await holds()) return true;
  await renewReceiptKey();
  return holds();
}

async function refuse(entry, reasons) {
  await queue.mark([entry], "refused", { reasons });
  const record = records.get(entry.row.record);
  if (record && entry.operation.kind === "visit.finish") record.finished = "";
  if (record) await saved(record);
}

// What it changes in the record; the rows that the phone may drop now.
function received(entry, result) {
  const { kind, id } = entry.operation;
  const record = records.get(entry.row.record);
  queue.drop(entry);
  const gone = [["operations", null, id]];
  if (kind === "photo.add") gone.push(["photos", null, entry.operation.changes.upload.to]);
  if (!record) return gone;
  record.base = Math.max(record.base, result.version || 0);
  record.sent_at = result.receipt.at;
  if (kind === "visit.open" && result.public_id) record.visit = result.public_id;
  if (kind === "matter.add") {
    const matter = record.matters.find((each) => each.id === id);
    if (matter) matter.public_id = result.public_id || "";
  }
  if (kind === "visit.finish") record.finished = "stored";
  if (kind === "photo.add") for (const photo of record.photos) if (photo.operation === id) photo.waits = false;
  if (result.state === "quarantined") record.is_for_principal = true;
  const about = kind === "matter.change" ? entry.operation.target : "";
  for (const [field, both] of Object.entries(result.state === "conflict" ? result.fields || {} : {})) {
    record.conflicts = [
      ...record.conflicts.filter((each) => each.field !== field || each.about !== about),
      { field, about, ...both },
    ];
  }
  return gone;
}

async function sendPhotos() {
  let last;
  for (const entry of queue.photosWaiting()) {
    try {
      await sendPhoto(entry);
    } catch (fault) {
      // Those whose bytes are there are told of before giving up: the line may not come back.
      last = fault;
      break;
    }
  }
  await sendOperations();
  if (last) throw last;
}

async function sendPhoto(entry) {
  const id = entry.row.photo;
  const bytes = await bytesOfPhoto(id);
  const url = words.api.upload.replace("UPLOAD", id);
  let at = 0;
  if (entry.row.tried) {
    const { status, said } = await ask("GET", url);
    if (status === 200) at = said.received;
    else if (status !== 404) throw new Busy();
  } else {
    await queue.mark([entry], "waiting", { tried: true });
  }
  while (at < bytes.length) {
    const piece = bytes.subarray(at, at + PIECE);
    const headers = {
      "Content-Range": `bytes ${at}-${at + piece.length - 1}/${bytes.length}`,
      "Content-Type": "application/octet-stream",
    };
    const { status, said } = await ask("PUT", url, { bytes: piece, headers, seconds: 60 });
    if ([400, 413, 415, 422].includes(status)) return refuse(entry, said?.reasons || []);
    // 409 says from where it goes on.
    if (![200, 201, 409].includes(status) || said.received === at) throw new Busy();
    at = said.received;
    sending.fails = 0;
  }
  entry.row.photo = "";
  entry.row.not_before = 0;
  return queue.mark([entry], "waiting");
}

export const isWaitingForSignIn = () => line.isThere === true && line.isSignedIn === false;
