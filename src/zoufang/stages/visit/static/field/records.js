// Records: what is written of each visit, as it stands, and the operations that say it to the server.
import { uuid } from "./crypt.js";
import { isoOf, minuteOf } from "./draw.js";
import { phone, sealed, unsealed } from "./phone.js";
import * as queue from "./queue.js";
import { inTurn, keep, rowsOf } from "./store.js";

export const records = new Map();
export const FIELDS = [
  "outcome",
  "met",
  "form",
  "visitors",
  "started_at",
  "ended_at",
  "opinions",
  "remark",
  "needs_follow_up",
];
const EMPTY = {
  outcome: "",
  met: "",
  form: "home",
  visitors: [],
  started_at: "",
  ended_at: "",
  opinions: "",
  remark: "",
  needs_follow_up: false,
};
export const MATTER = { text: "", settle: "pass_on", answer: "", nature: "", topic: "" };
const LONGEST_TALK = 3 * 3600 * 1000; // as the server's own rule of a talk's end
const KEPT_FOR = 2 * 24 * 3600 * 1000;
const listeners = new Set();

export const onChange = (deed) => listeners.add(deed);
export const tell = () => listeners.forEach((deed) => deed());
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const copy = (value) => JSON.parse(JSON.stringify(value));

export async function load() {
  records.clear();
  for (const row of await rowsOf("records", phone.device.device)) {
    records.set(row.key, await unsealed(row.key, row));
  }
}

const saving = new Set();
// On disk with its operations, in one transaction. Changes that come while it waits its turn go with it.
export function saved(record, also = [], durability = "strict") {
  tell();
  if (saving.has(record.key) && !also.length) return inTurn(() => {});
  saving.add(record.key);
  const mine = inTurn(async () => {
    saving.delete(record.key);
    const touched = [...queue.of(record.key), ...(record.dropped || [])];
    delete record.dropped;
    const row = { key: record.key, device: phone.device.device, ...(await sealed(record.key, record)) };
    const rows = [["records", row], ...also];
    const fresh = touched.filter((each) => each.isFresh || each.isGone);
    for (const each of fresh) rows.push(...(await queue.rowsFor(each)));
    try {
      await keep(rows, durability);
    } catch (fault) {
      for (const each of fresh) each.isFresh = true;
      Object.defineProperty(record, "dropped", { value: fresh.filter((each) => each.isGone), configurable: true });
      throw fault;
    } finally {
      tell();
    }
  });
  mine.catch(() => {}); // said above every view (`disk.isFull`), and to those who wait for it
  return mine;
}

function drop(record, each) {
  queue.drop(each);
  Object.defineProperty(record, "dropped", { value: [...(record.dropped || []), each], configurable: true });
}

// The families whose day is over go, but for those of whom something was written.
export async function forgetTheDay() {
  for (const record of [...records.values()]) {
    if (record.began || queue.of(record.key).length) continue;
    records.delete(record.key);
    await inTurn(() => keep([["records", null, record.key]]));
  }
}

// What the server says of the day meets what is written here: fields that wait to be sent stay, the others follow.
export async function meet(entries) {
  const found = new Set();
  for (const entry of entries) {
    const theirs = [...records.values()].filter((each) => each.household === entry.household);
    let record = theirs.find(
      (each) => (entry.id && each.visit === entry.id) || (!each.finished && (!each.visit || !entry.id)),
    );
    if (!record) {
      record = {
        key: uuid(),
        household: entry.household,
        class: entry.class,
        appointment: entry.appointment,
        visit: "",
        target: "",
        base: 0,
        said: copy(EMPTY),
        now: copy(EMPTY),
        matters: [],
        photos: [],
        conflicts: [],
        finished: "",
        began: "",
        sent_at: "",
        is_for_principal: false,
      };
      records.set(record.key, record);
    }
    found.add(record.key);
    follow(record, entry);
    await saved(record);
  }
  for (const record of [...records.values()]) {
    // Finished ones are shown a while as received. The others went to somebody else, or were finished there.
    const isShown = record.finished && Date.now() - Date.parse(record.began) < KEPT_FOR;
    const isNeeded = queue.of(record.key).length || record.conflicts.length || record.photos.some((each) => each.waits);
    if (found.has(record.key) || isShown || isNeeded) continue;
    records.delete(record.key);
    await inTurn(() => keep([["records", null, record.key]]));
  }
}

function follow(record, entry) {
  record.entry = entry;
  const waiting = queue.of(record.key).map((each) => each.operation);
  if (entry.id && !record.visit) record.visit = entry.id;
  if (entry.id && !record.target) record.target = entry.id;
  record.base = Math.max(record.base, entry.id ? entry.version : 0);
  const known = { ...copy(EMPTY), form: entry.form || "home", ...entry.record };
  for (const field of FIELDS) {
    const isMine = waiting.some((one) => one.kind === "visit.change" && field in one.changes);
    if (isMine || record.finished) continue;
    record.said[field] = known[field];
    record.now[field] = copy(known[field]);
  }
  if (!record.began && !record.now.visitors.length) record.now.visitors = entry.teachers.map((one) => one.id);
  if (!record.finished) followMatters(record, entry.matters || [], waiting);
}

// A matter made here is known by its UUID until the server has named it; `public_id` stands beside.
function followMatters(record, theirs, waiting) {
  const touched = new Set(waiting.filter((one) => one.kind.startsWith("matter.")).map((one) => one.target));
  for (const each of theirs) {
    const mine = record.matters.find((one) => one.id === each.id || one.public_id === each.id);
    const now = { ...MATTER, ...each, id: undefined };
    if (!mine) record.matters.push({ id: each.id, public_id: each.id, said: now, now: { ...now }, is_gone: false });
    else if (!touched.has(mine.id)) Object.assign(mine, { said: now, now: { ...now } });
  }
  record.matters = record.matters.filter(
    (mine) =>
      !mine.public_id ||
      touched.has(mine.id) ||
      theirs.some((each) => each.id === mine.public_id || each.id === mine.id),
  );
}

function begin(record) {
  if (record.began) return;
  record.began = isoOf(new Date());
  if (!record.target) {
    record.target = uuid();
    const { household, appointment } = record;
    const first = { household, class: record.class, form: record.now.form, appointment };
    queue.make(record.key, "visit.open", "", between({}, first), { id: record.target });
    record.said.form = record.now.form;
  }
  if (!record.now.started_at) put(record, "started_at", minuteOf(new Date(record.began)));
  put(record, "visitors", record.now.visitors);
}

// {"name": {"from", "to"}} for what differs.
function between(from, to) {
  const changes = {};
  for (const [name, value] of Object.entries(to)) {
    if (value !== undefined && !isSame(from[name], value)) changes[name] = { from: from[name] ?? "", to: copy(value) };
  }
  return changes;
}

function put(record, field, value) {
  record.now[field] = copy(value);
  const entries = queue.of(record.key).filter((each) => each.operation.kind === "visit.change");
  let open = entries.filter(queue.isOpen).pop();
  // What was refused is said again, together with what was changed since.
  const refused = entries.filter((each) => each.row.state === "refused");
  if (!open) {
    if (isSame(record.said[field], value) && !refused.some((each) => field in each.operation.changes)) return;
    open = queue.make(record.key, "visit.change", record.target, {}, { base: record.base });
  }
  for (const each of refused) {
    for (const [name, change] of Object.entries(each.operation.changes)) {
      open.operation.changes[name] ??= { from: change.from, to: copy(record.now[name]) };
    }
    drop(record, each);
  }
  const before = open.operation.changes[field]?.from ?? record.said[field];
  if (isSame(before, value)) delete open.operation.changes[field];
  else open.operation.changes[field] = { from: copy(before), to: copy(value) };
  record.said[field] = copy(value);
  if (Object.keys(open.operation.changes).length) queue.touch(open);
  else drop(record, open);
}

// Half a letter, as a field cut off at its longest leaves it, has no canonical form.
const whole = (value) =>
  typeof value === "string"
    ? value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) => (found.length === 2 ? found : ""))
    : value;

// A field says this from now on.
export function change(record, field, value) {
  if (record.finished) return Promise.resolve();
  begin(record);
  put(record, field, whole(value));
  return saved(record);
}

// Of two texts one was chosen by somebody who saw both: said even where it is what stands there, for that settles it.
export function settleConflict(record, conflict, value) {
  record.conflicts = record.conflicts.filter((each) => each !== conflict);
  const { field, about, theirs } = conflict;
  const matter = record.matters.find((each) => each.id === about);
  if (value === undefined || (about && !matter)) return saved(record);
  const now = matter ? matter.now : record.now;
  const said = matter ? matter.said : record.said;
  now[field] = said[field] = copy(value);
  const target = matter ? matter.id : record.target;
  const made = queue.make(
    record.key,
    matter ? "matter.change" : "visit.change",
    target,
    { [field]: { from: theirs, to: value } },
    { base: record.base },
  );
  made.row.not_before = 0;
  return saved(record);
}

export const lacksAnswer = (matter) => matter.settle === "on_the_spot" && !matter.answer.trim();
export const isBlank = (matter) => !matter.text.trim() && !matter.answer.trim();

export function addMatter(record) {
  const matter = { id: uuid(), public_id: "", said: null, now: { ...MATTER }, is_gone: false };
  record.matters.push(matter);
  return matter;
}

// A matter says this from now on; one without words is none.
export function changeMatter(record, matter, field, value) {
  if (record.finished) return Promise.resolve();
  begin(record);
  value = whole(value);
  matter.now[field] = value;
  const mine = queue
    .of(record.key)
    .filter((each) => each.operation.kind.startsWith("matter.") && each.operation.target === matter.id);
  for (const each of mine.filter((one) => one.row.state === "refused")) {
    if (each.operation.kind === "matter.add") {
      queue.reopen(each);
      continue;
    }
    for (const [name, was] of Object.entries(each.operation.changes)) matter.said[name] = was.from;
    drop(record, each);
  }
  let open = mine.filter((each) => queue.isOpen(each) && !each.isGone).pop();
  if (!open && !matter.said) {
    if (isBlank(matter.now)) return saved(record);
    open = queue.make(record.key, "matter.add", "", {}, { id: matter.id, base: record.base });
  }
  open ??= queue.make(record.key, "matter.change", matter.id, {}, { base: record.base });
  if (open.operation.kind === "matter.add") {
    open.operation.changes = between({}, { visit: record.target, ...matter.now, id: undefined });
  } else {
    const before = open.operation.changes[field]?.from ?? matter.said[field];
    if (isSame(before, value)) delete open.operation.changes[field];
    else open.operation.changes[field] = { from: before, to: value };
  }
  matter.said = { ...matter.now };
  const { kind, changes } = open.operation;
  if (Object.keys(changes).length && !(kind === "matter.add" && isBlank(matter.now))) {
    queue.touch(open, { held: lacksAnswer(matter.now) || !matter.now.text.trim() });
  } else {
    if (kind === "matter.add") matter.said = null;
    drop(record, open);
  }
  return saved(record);
}

export function removeMatter(record, matter) {
  const mine = queue
    .of(record.key)
    .filter((each) => each.operation.kind.startsWith("matter.") && each.operation.target === matter.id);
  for (const each of mine) if (queue.isOpen(each) || each.row.state === "refused") drop(record, each);
  const isNowhere = mine.some((each) => each.operation.kind === "matter.add" && each.isGone);
  if (!isNowhere && (matter.public_id || matter.said))
    queue.make(record.key, "matter.remove", matter.id, {}, { base: record.base });
  record.matters = record.matters.filter((each) => each !== matter);
  return saved(record);
}

// Reasons why it is not finished yet, as names of words; the server judges again.
export function lacks({ now, matters }) {
  const reasons = [];
  if (!now.outcome) reasons.push("lacks_outcome");
  if (now.outcome === "met" && !now.met.trim()) reasons.push("lacks_met");
  if (now.started_at && now.ended_at && now.ended_at < now.started_at) reasons.push("ends_early");
  if (Date.parse(now.started_at) > Date.now()) reasons.push("starts_late");
  if (matters.some((each) => !isBlank(each.now) && !each.now.text.trim())) reasons.push("lacks_text");
  if (matters.some((each) => lacksAnswer(each.now) && each.now.text.trim())) reasons.push("lacks_answer");
  return reasons;
}

// The visit is over: everything goes now, its end last.
export function finish(record) {
  begin(record);
  const started = Date.parse(record.now.started_at);
  if (!record.now.ended_at && Date.now() - started < LONGEST_TALK) put(record, "ended_at", minuteOf(new Date()));
  for (const matter of record.matters.filter((each) => isBlank(each.now))) removeMatter(record, matter);
  const refused = queue
    .of(record.key)
    .filter(({ row, operation }) => row.state === "refused" && operation.kind === "visit.change");
  for (const each of refused)
    for (const field of Object.keys(each.operation.changes)) put(record, field, record.now[field]);
  sendAgain(record);
  for (const each of queue.of(record.key)) {
    if (each.operation.kind === "visit.finish") drop(record, each);
    else each.row.not_before = 0;
  }
  const end = queue.make(record.key, "visit.finish", record.target, {}, { base: record.base });
  end.row.not_before = 0;
  record.finished = "waiting";
  return saved(record);
}

// Whatever was refused of it goes once more: the reason may be gone.
export function sendAgain(record) {
  for (const each of queue.of(record.key)) if (each.row.state === "refused") queue.reopen(each);
  return saved(record);
}
