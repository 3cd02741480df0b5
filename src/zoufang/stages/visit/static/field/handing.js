// What is left of earlier sign-ins, handed in or taken along as a file: ciphertext that only the server can open.
import { ask } from "./asking.js";
import { to64 } from "./crypt.js";
import { dayOf, words } from "./draw.js";
import { lookAround, phone } from "./phone.js";
import { inTurn, keep, rowsOf } from "./store.js";

// The file of one device, as docs/sync.md says.
async function fileOf(row) {
  const { device, wrapped_key } = row;
  const operations = (await rowsOf("operations", device)).sort((one, other) => one.order - other.order);
  const photos = await rowsOf("photos", device);
  const sealed = (each) => ({ id: each.id, iv: to64(each.iv), sealed: to64(each.sealed) });
  return {
    zoufang: "records", device, wrapped_key,
    records: operations.map(sealed),
    photos: photos.map((each) => ({ ...sealed(each), sha256: each.sha256 })),
  };
}

// Saved on the phone, to be brought to the school by whatever way there is.
export async function exported(row) {
  const blob = new Blob([JSON.stringify(await fileOf(row))], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `zoufang-${dayOf(new Date())}-${row.device.slice(0, 8)}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Those of the person who is signed in now: back to the server, one device after the other. Throws NoSignal, NotSignedIn.
export async function handIn() {
  for (const { row } of phone.left.filter((each) => each.row.person === phone.device?.person)) {
    const { status, said } = await ask("POST", words.api.hand_in, { json: await fileOf(row), seconds: 120 });
    if (status !== 200) continue;
    const taken = new Set((said.results || []).filter((each) => each.state !== "refused").map((each) => each.id));
    const gone = (name) => rowsOf(name, row.device)
      .then((rows) => rows.filter((each) => taken.has(each.id)).map((each) => [name, null, each.id]));
    const rows = [...(await gone("operations")), ...(await gone("photos"))];
    if (rows.length) await inTurn(() => keep(rows));
  }
  await lookAround();
}
