// The record: one page in the order of a talk, the same fields as on the server's own page, kept at each change.
import { conflicts, labelOf } from "./conflicts.js";
import { day } from "./day.js";
import { box, button, chips, clockOf, dayOf, h, icon, minuteOf, momentOf, readingOf, say, words } from "./draw.js";
import { matters } from "./matters.js";
import { photoPart } from "./pictures.js";
import { change, finish, lacks } from "./records.js";
import { wake } from "./send.js";
import { badge, reasonsOf } from "./standing.js";

export function draw(record, again) {
  const { entry } = record;
  const part = { record, again, reasons: h("div", { id: "reasons" }, refusals(record)) };
  part.set = (field, value) => {
    change(record, field, value);
    wake();
  };
  return [
    h("h1", { tabindex: "-1" }, entry.children.join(say("and"))),
    h(
      "p",
      { class: "soft" },
      [labelOf("forms", record.now.form), entry.starts_at ? say("booked_at", { when: momentOf(entry.starts_at) }) : ""]
        .filter(Boolean)
        .join(" · "),
    ),
    known(entry),
    papers(record),
    conflicts(part),
    h("div", { id: "standing", "aria-live": "polite" }, standing(record)),
    record.finished ? finished(record) : form(part),
  ];
}

// Drawn anew whenever the state changes; the form is not, for somebody may be typing in it.
export function standing(record) {
  return h("p", {}, badge(record));
}

// Why something was not taken, where the thumb is.
export function refusals(record) {
  const reasons = reasonsOf(record);
  if (!reasons.length) return [];
  return [
    box(
      "refusal",
      "alert-triangle",
      reasons.map((reason) => h("p", {}, reason)),
    ),
  ];
}

function known(entry) {
  const lines = [
    entry.place && ["map-pin", entry.place],
    entry.how_to_get_there && ["route", entry.how_to_get_there],
    entry.wish && ["message-circle", entry.wish],
    entry.teachers.length && ["users", entry.teachers.map((each) => each.name).join(say("and"))],
  ].filter(Boolean);
  return [
    h(
      "p",
      { class: "soft" },
      lines.map(([drawing, text], at) => [at ? h("br") : null, icon(drawing), " ", text]),
    ),
    entry.care
      ? h(
          "details",
          { class: "card" },
          h("summary", {}, icon("stethoscope"), say("care")),
          h("p", { class: "said" }, entry.care),
        )
      : null,
  ];
}

function papers(record) {
  const there = ["card", "letter"].filter((kind) => day.papers[record.entry[kind]]?.[kind]);
  if (!there.length) return null;
  return h(
    "div",
    { class: "row" },
    there.map((kind) =>
      h(
        "a",
        { class: "btn", href: `#p/${record.key}/${kind}` },
        icon(kind === "card" ? "id" : "mail"),
        say(`show_${kind}`),
      ),
    ),
  );
}

function form(part) {
  const { record } = part;
  const met = whoWasMet(part);
  const hint = h("p", { class: "hint" }, say("not_met_hint"));
  const show = (outcome) => {
    met.hidden = Boolean(outcome) && outcome !== "met";
    hint.hidden = !outcome || outcome === "met";
  };
  show(record.now.outcome);
  return h(
    "form",
    {
      id: "record",
      autocomplete: "off",
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          end(part);
        },
      },
    },
    h(
      "fieldset",
      { class: "card" },
      h("legend", {}, say("outcome")),
      chips({
        name: "outcome",
        choices: day.said.outcomes,
        chosen: record.now.outcome,
        change: (value) => {
          part.set("outcome", value);
          show(value);
        },
      }),
      hint,
    ),
    met,
    circumstances(part),
    words_(part),
    matters(part),
    photoPart(part),
    h(
      "section",
      { class: "thumb" },
      part.reasons,
      h("button", { class: "btn btn-primary btn-wide" }, icon("check"), say("finish")),
    ),
  );
}

function whoWasMet({ record, set }) {
  const names = [
    ...record.entry.guardians.map((each) => (each.relation ? `${each.name}(${each.relation})` : each.name)),
    ...words.others,
  ];
  const last = names[names.length - 1];
  const isOther = record.now.met && !names.includes(record.now.met);
  const free = h("input", {
    class: "form-control",
    id: "met_other",
    maxlength: 80,
    autocomplete: "off",
    value: isOther ? record.now.met : "",
    on: { input: () => set("met", free.value.trim() || last) },
  });
  const more = h(
    "div",
    { class: "other-met", hidden: !(isOther || record.now.met === last) },
    h("label", { class: "form-label", for: "met_other" }, say("met_other")),
    free,
  );
  return h(
    "fieldset",
    { class: "card" },
    h("legend", {}, say("met")),
    chips({
      name: "met",
      choices: names.map((name) => [name, name]),
      chosen: isOther ? last : record.now.met,
      change: (value) => {
        more.hidden = value !== last;
        set("met", value === last ? free.value.trim() || last : value);
      },
    }),
    more,
  );
}

function circumstances({ record, set }) {
  const { now, entry } = record;
  const title = h("span", {});
  const retitle = () => {
    const names = entry.teachers
      .filter((each) => now.visitors.includes(each.id))
      .map((each) => each.name)
      .join(say("and"));
    title.textContent = [
      labelOf("forms", now.form),
      momentOf(now.started_at || minuteOf(new Date())),
      names || say("nobody_yet"),
    ].join(" · ");
  };
  retitle();
  const moment = (iso) => (iso ? new Date(iso) : null);
  const begun = moment(now.started_at) || new Date();
  const on = h("input", {
    class: "form-control",
    id: "on",
    type: "date",
    autocomplete: "off",
    max: dayOf(new Date()),
    value: dayOf(begun),
  });
  const clocks = { started_at: clockOf(begun), ended_at: now.ended_at ? clockOf(moment(now.ended_at)) : "" };
  const inputs = Object.entries(clocks).map(([field, value]) =>
    h("input", { class: "form-control", id: field, type: "time", autocomplete: "off", value }),
  );
  const taken = () => {
    for (const input of inputs) {
      const at = input.value && on.value ? readingOf(on.value, input.value) : null;
      if (at && Number.isNaN(at.getTime())) continue;
      const before = moment(now[input.id]);
      if (before && at && dayOf(before) === on.value && clockOf(before) === input.value) continue;
      if (at || before) set(input.id, at ? minuteOf(at) : "");
    }
    retitle();
  };
  for (const input of [on, ...inputs]) input.addEventListener("change", taken);
  const field = (input, name) => h("div", {}, h("label", { class: "form-label", for: input.id }, say(name)), input);
  return h(
    "details",
    { class: "card" },
    h("summary", {}, icon("clock"), title),
    h(
      "fieldset",
      {},
      h("legend", {}, say("field_visitors")),
      chips({
        name: "visitors",
        choices: entry.teachers.map((each) => [each.id, each.name]),
        chosen: now.visitors,
        several: true,
        change: (value, isIn) => {
          set(
            "visitors",
            entry.teachers.map((each) => each.id).filter((id) => (id === value ? isIn : now.visitors.includes(id))),
          );
          retitle();
        },
      }),
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, say("field_form")),
      chips({
        name: "form",
        choices: day.said.forms,
        chosen: now.form,
        change: (value) => {
          set("form", value);
          retitle();
        },
      }),
    ),
    h(
      "div",
      { class: "row" },
      field(on, "date"),
      field(inputs[0], "field_started_at"),
      field(inputs[1], "field_ended_at"),
    ),
    h("p", { class: "hint" }, say("ended_hint")),
  );
}

function words_({ record, set }) {
  const text = (field) =>
    h(
      "div",
      { class: "field" },
      h("label", { class: "form-label", for: field }, say(`ask_${field}`)),
      h("textarea", {
        class: "form-control",
        id: field,
        maxlength: 5000,
        autocomplete: "off",
        value: record.now[field],
        on: { input: (event) => set(field, event.target.value) },
      }),
    );
  return h(
    "details",
    { class: "card", open: Boolean(record.now.opinions || record.now.remark) },
    h("summary", {}, icon("edit"), say("words_title")),
    text("opinions"),
    text("remark"),
    h(
      "label",
      { class: "tick" },
      h("input", {
        type: "checkbox",
        autocomplete: "off",
        checked: record.now.needs_follow_up,
        on: { change: (event) => set("needs_follow_up", event.target.checked) },
      }),
      " ",
      say("field_needs_follow_up"),
    ),
  );
}

async function end({ record, reasons, again }) {
  const missing = lacks(record);
  reasons.replaceChildren(
    ...(missing.length
      ? [
          box(
            "refusal",
            "alert-triangle",
            missing.map((name) => h("p", {}, say(name))),
          ),
        ]
      : []),
  );
  if (missing.length) return;
  await finish(record).catch(() => {}); // that the disk is full is said above; sending needs no disk
  wake({ now: true });
  again();
}

function finished(record) {
  const { now } = record;
  const names = record.entry.teachers
    .filter((each) => now.visitors.includes(each.id))
    .map((each) => each.name)
    .join(say("and"));
  const facts = [
    [say("outcome_of"), labelOf("outcomes", now.outcome)],
    [say("met_of"), now.outcome === "met" ? now.met : ""],
    [say("time_of"), momentOf(now.started_at)],
    [say("field_form"), labelOf("forms", now.form)],
    [say("field_visitors"), names],
    [say("field_opinions"), now.opinions],
    [say("field_remark"), now.remark],
    ...record.matters.map((each) => [say("matter"), each.now.text]),
    [say("photos"), record.photos.length ? String(record.photos.length) : ""],
  ];
  return [
    h(
      "section",
      { class: "card" },
      h(
        "dl",
        { class: "facts" },
        facts
          .filter(([, value]) => value)
          .map(([name, value]) => [h("dt", {}, name), h("dd", { class: "said" }, value)]),
      ),
    ),
    h("p", { class: "hint" }, say("finished_hint")),
    h("a", { class: "btn btn-primary btn-wide", href: "#" }, say("next_family")),
  ];
}
