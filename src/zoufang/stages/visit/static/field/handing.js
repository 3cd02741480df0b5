// What is left of earlier sign-ins, handed in or taken along as a file: ciphertext that only the server can open.
import { ask } from "./asking.js";
import { to64 } from "./crypt.js";
import { dayOf, words } from "./draw.js";
import { introduce, lookAround, phone } from "./phone.js";
import { inTurn, keep, rowsOf } from "./store.js";

const PHOTOS_AT_ONCE = 8;
const RECORDS_AT_ONCE = 200;
// What the server did not take of a device's records, in its words; kept while the page is open.
export const refusals = new Map();

const sealed = (each) => ({ id: each.id, iv: to64(each.iv), sealed: to64(each.sealed) });

// The file, as docs/sync.md says, of these rows of one device.
function fileOf({ device, wrapped_key }, operations, photos) {
  return {
    zoufang: "records",
    device,
    wrapped_key,
    records: operations.map(sealed),
    photos: photos.map((each) => ({ ...sealed(each), sha256: each.sha256 })),
  };
}

async function left(row) {
  const operations = await rowsOf("operations", row.device);
  return {
    operations: operations.sort((one, other) => one.order - other.order),
    photos: await rowsOf("photos", row.device),
  };
}

// Saved on the phone, to be brought to the school by whatever way there is.
export async function exported(row) {
  const { operations, photos } = await left(row);
  const blob = new Blob([JSON.stringify(fileOf(row, operations, photos))], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `zoufang-${dayOf(new Date())}-${row.device.slice(0, 8)}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const isMine = (row) => row.person === phone.device?.person;

// Those of the person who is signed in now: back to the server, one device after the other. What was refused once goes
// again only by a person's deed. Throws NoSignal, NotSignedIn.
export async function handIn({ again = false } = {}) {
  for (const { row } of phone.left.filter((each) => isMine(each.row))) {
    if (refusals.has(row.device) && !again) continue;
    if (!row.is_known) await introduce(row);
    await handInOne(row);
  }
  await lookAround();
}

// In pieces, the photos first: what stands on them comes after, and a line that breaks costs one piece.
async function handInOne(row) {
  const { operations, photos } = await left(row);
  for (let at = 0; at < photos.length; at += PHOTOS_AT_ONCE) {
    if (!(await handed(row, [], photos.slice(at, at + PHOTOS_AT_ONCE)))) return;
  }
  const refused = new Set();
  for (let at = 0; at < operations.length; at += RECORDS_AT_ONCE) {
    const piece = operations.slice(at, at + RECORDS_AT_ONCE);
    const said = await handed(row, piece, []);
    if (!said) return;
    const taken = new Set(said.results.filter((each) => each.state !== "refused").map((each) => each.id));
    const gone = piece.filter((each) => taken.has(each.id));
    await inTurn(() =>
      keep(
        gone.flatMap((each) => [
          ["operations", null, each.id],
          ...(each.picture ? [["photos", null, each.picture]] : []),
        ]),
      ),
    );
    for (const each of said.results)
      for (const reason of each.state === "refused" ? each.reasons || [""] : []) refused.add(reason);
  }
  if (refused.size) refusals.set(row.device, [...refused]);
  else refusals.delete(row.device);
}

async function handed(row, operations, photos) {
  const { status, said } = await ask("POST", words.api.hand_in, {
    json: fileOf(row, operations, photos),
    seconds: 120,
  });
  if (status !== 200) refusals.set(row.device, said?.reasons || []);
  return status === 200 ? said : null;
}

// Given up by its owner's deed.
export async function giveUp(row) {
  const { operations, photos } = await left(row);
  await inTurn(() =>
    keep([
      ...operations.map((each) => ["operations", null, each.id]),
      ...photos.map((each) => ["photos", null, each.id]),
    ]),
  );
  refusals.delete(row.device);
  await lookAround();
}
