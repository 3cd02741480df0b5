// The phone's own store. What says anything about anybody is sealed; in the clear stand random ids, states and counts.
import { openDB } from "./idb.js";

// An older page may still be open, or kept for the next stairwell: the version stays, and whatever is new goes into the rows.
const NAME = "zoufang-field";
const VERSION = 1;
let opened;

export function store() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("devices", { keyPath: "device" });
      for (const name of ["operations", "photos"]) {
        const made = db.createObjectStore(name, { keyPath: "id" });
        made.createIndex("device", "device");
        made.createIndex("record", "record"); // unsent.js counts by it
      }
      db.createObjectStore("records", { keyPath: "key" }).createIndex("device", "device");
      db.createObjectStore("days", { keyPath: "device" });
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

// Rows of several stores, all or none: [["operations", row], …]; [name, null, key] takes one out. What a person wrote is
// on the disk before this answers; `relaxed` for what the server would tell again.
export async function keep(rows, durability = "strict") {
  try {
    const db = await store();
    const names = [...new Set(rows.map(([name]) => name))];
    const deed = db.transaction(names, "readwrite", { durability });
    deed.done.catch(() => {}); // it is awaited below
    try {
      for (const [name, row, key] of rows) {
        const asked = row === null ? deed.objectStore(name).delete(key) : deed.objectStore(name).put(row);
        asked.catch(() => {}); // the transaction says it
      }
    } catch (fault) {
      deed.abort();
      throw fault;
    }
    await deed.done;
    disk.isFull = false;
  } catch (fault) {
    disk.isFull = true;
    throw new NotKept(fault?.name || "");
  }
}

// The disk took nothing of it: full, or broken. Said to whoever wrote, and tried again with the next change.
export class NotKept extends Error {}
export const disk = { isFull: false };

// Writes in turn: what was changed later never lands under what was changed before.
let last = Promise.resolve();
export function inTurn(deed) {
  const mine = last.then(deed);
  last = mine.catch(() => {});
  return mine;
}

export async function rowsOf(name, device) {
  return (await store()).getAllFromIndex(name, "device", device);
}

// Ask that the browser never clears this by itself, and say what is left. Nothing known is null.
export async function room() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota - usage;
  } catch {
    return null;
  }
}

export async function askToStay() {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
