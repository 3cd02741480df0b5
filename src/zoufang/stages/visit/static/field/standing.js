// How a record stands, told truly: on this phone only, sending, received, to decide, not taken.
import { h, icon, momentOf, say } from "./draw.js";
import * as queue from "./queue.js";
import { records } from "./records.js";

export function standingOf(record) {
  const mine = queue.of(record.key);
  if (record.conflicts.length) return "decide";
  if (mine.some(({ row }) => row.state === "refused")) return "refused";
  if (mine.some(({ row }) => row.state === "sending")) return "sending";
  if (mine.length) return "here";
  if (record.is_for_principal) return "principal";
  return record.sent_at ? "received" : "none";
}

export const reasonsOf = (record) => [...new Set(queue.of(record.key).flatMap((each) => each.reasons))];

const SHOWN = {
  here: ["device-mobile", "soon"],
  sending: ["upload", "soon"],
  received: ["circle-check", "good"],
  principal: ["circle-check", "good"],
  decide: ["help-circle", "late"],
  refused: ["alert-triangle", "late"],
};

export function badge(record) {
  const standing = standingOf(record);
  if (standing === "none") return null;
  const [drawing, colour] = SHOWN[standing];
  const when = standing === "received" ? ` ${momentOf(record.sent_at)}` : "";
  return h(
    "span",
    { class: `badge ${colour}`, "data-standing": standing },
    icon(drawing),
    `${say(`is_${standing}`)}${when}`,
  );
}

// Records that are not wholly with the server.
export const unsent = () => [...records.values()].filter((each) => queue.of(each.key).length);
export const toDecide = () => [...records.values()].filter((each) => each.conflicts.length);
