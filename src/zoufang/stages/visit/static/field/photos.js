// Photos: made small on the phone, which takes place and camera out of them, and sealed before they touch its store.
import { sha256, unseal, uuid } from "./crypt.js";
import { phone, sealed } from "./phone.js";
import * as queue from "./queue.js";
import { change, saved } from "./records.js";
import { store } from "./store.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

// Drawn anew as JPEG: nothing of the file but its pixels goes on.
export async function reduced(file) {
  const picture = await pictureOf(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("not a picture");
  return new Uint8Array(await blob.arrayBuffer());
}

async function pictureOf(file) {
  if (globalThis.createImageBitmap) return createImageBitmap(file);
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// The picture waits with the record. `matter` is null for one of the visit itself. The family's consent was asked before.
export async function add(record, matter, file) {
  const bytes = await reduced(file);
  const id = uuid();
  const hash = await sha256(bytes);
  await change(record, "visitors", record.now.visitors); // begins the record where it is not
  const whose = matter ? { matter: matter.id } : { visit: record.target };
  const changes = {};
  for (const [name, to] of Object.entries({ ...whose, upload: id, sha256: hash, consent: true }))
    changes[name] = { from: "", to };
  const made = queue.make(record.key, "photo.add", "", changes, { base: record.base, photo: id });
  record.photos.push({ id, operation: made.operation.id, matter: matter ? matter.id : "", waits: true });
  const row = {
    id,
    device: phone.device.device,
    record: record.key,
    sha256: hash,
    size: bytes.length,
    ...(await sealed(id, bytes)),
  };
  try {
    await saved(record, [["photos", row]]);
  } catch (fault) {
    queue.drop(made); // a record without its picture would wait for ever
    record.photos = record.photos.filter((each) => each.id !== id);
    throw fault;
  }
  return row;
}

export async function bytesOfPhoto(id) {
  const row = await (await store()).get("photos", id);
  return row ? unseal(phone.device.key, id, row) : null;
}

// Taken back; only while nothing of it can have reached the server.
export function remove(record, photo) {
  const entry = queue.queue.get(photo.operation);
  if (entry && !(queue.isOpen(entry) || entry.row.state === "refused")) return Promise.resolve();
  if (entry) queue.drop(entry);
  record.photos = record.photos.filter((each) => each !== photo);
  return saved(record, [
    ["photos", null, photo.id],
    ["operations", null, photo.operation],
  ]);
}
