// 还没送到: each record that is not wholly with the server, why, and what can be done.
import { NoSignal, NotSignedIn, line } from "./asking.js";
import { day } from "./day.js";
import { box, button, h, icon, momentOf, say, words } from "./draw.js";
import { exported, giveUp as giveUpLeft, handIn, isMine, refusals } from "./handing.js";
import { hoursLeft, lock, phone } from "./phone.js";
import * as queue from "./queue.js";
import { meet, records, saved, sendAgain } from "./records.js";
import { isWaitingForSignIn, sending, wake } from "./send.js";
import { badge, reasonsOf, toDecide, unsent } from "./standing.js";

export function draw(again) {
  const shown = [...new Set([...unsent(), ...toDecide()])];
  return [
    h("h1", { tabindex: "-1" }, say("unsent_title")),
    state(),
    shown.length
      ? h(
          "section",
          { class: "card" },
          h(
            "ul",
            { class: "list" },
            shown.map((each) => row(each, again)),
          ),
        )
      : h("div", { class: "card empty" }, icon("circle-check"), h("p", {}, say("all_sent"))),
    left(again),
    leave(),
    h("a", { class: "btn btn-wide", href: "#" }, icon("arrow-left"), say("to_day")),
  ];
}

function state() {
  const said = sending.isOn ? say("sending_now") : sending.fails ? trouble() : "";
  return h(
    "div",
    { class: "card", "aria-live": "polite" },
    h("p", {}, said || say("state_quiet")),
    hoursLeft() < 24 && unsent().length
      ? box("notice", "clock", h("p", {}, say("expires", { at: momentOf(new Date(phone.device.until).toISOString()) })))
      : null,
    h(
      "div",
      { class: "row" },
      button({ class: "btn btn-primary", on: { click: () => wake({ now: true }) } }, icon("upload"), say("send_now")),
      button(
        { on: { click: () => exported(phone.device) }, disabled: !unsent().length },
        icon("download"),
        say("export"),
      ),
    ),
    h("p", { class: "hint" }, say("export_hint")),
  );
}

export function trouble() {
  if (isWaitingForSignIn()) return [say("sign_in_to_send"), " ", h("a", { href: words.sign_in }, say("sign_in"))];
  return line.isThere === false ? say("no_signal") : say("server_busy");
}

function row(record, again) {
  const mine = queue.of(record.key);
  const photos = mine.filter(({ operation }) => operation.kind === "photo.add").length;
  return h(
    "li",
    {},
    h(
      "div",
      { class: "line" },
      h("a", { class: "btn", href: `#v/${record.key}` }, h("strong", {}, record.entry.children.join(say("and")))),
      badge(record),
      h(
        "span",
        { class: "soft small" },
        mine.length ? say("parts", { n: mine.length }) : null,
        photos ? say("photos_of_it", { n: photos }) : null,
      ),
    ),
    reasonsOf(record).map((reason) => h("p", { class: "soft small" }, reason)),
    mine.some((each) => each.row.state === "refused")
      ? h(
          "div",
          { class: "row" },
          h("a", { class: "btn", href: `#v/${record.key}` }, icon("edit"), say("mend")),
          button({ on: { click: () => goAgain(record, again) } }, icon("refresh"), say("send_again")),
          button({ on: { click: () => giveUp(record, again) } }, icon("trash"), say("give_up")),
        )
      : null,
  );
}

function goAgain(record, again) {
  sendAgain(record);
  wake({ now: true });
  again();
}

// What was refused is given up only by a person's deed, and only what was refused.
async function giveUp(record, again) {
  if (!confirm(say("give_up_really"))) return;
  const gone = [];
  for (const each of queue.of(record.key).filter(({ row }) => row.state === "refused")) {
    queue.drop(each);
    gone.push(["operations", null, each.row.id]);
    if (each.operation.kind === "photo.add") gone.push(["photos", null, each.operation.changes.upload.to]);
  }
  record.photos = record.photos.filter((photo) => queue.queue.has(photo.operation) || !photo.waits);
  const isNothing = !record.visit && !record.sent_at && !queue.of(record.key).length;
  if (isNothing) gone.push(["records", null, record.key]);
  await saved(record, gone);
  if (isNothing) {
    records.delete(record.key);
    if (day.said) await meet(day.said.visits);
  }
  again();
}

// Earlier sign-ins on this phone: one's own go by themselves; of others nothing is seen but how many.
function left(again) {
  if (!phone.left.length) return null;
  return h(
    "section",
    { class: "card" },
    h("h2", {}, say("left_title")),
    h(
      "ul",
      { class: "list" },
      phone.left.map(({ row, count }) => {
        const reasons = isMine(row) ? refusals.get(row.device) : undefined;
        const name = !isMine(row) ? "left_others" : reasons ? "left_refused" : "left_mine";
        return h(
          "li",
          {},
          h(
            "div",
            { class: "line", "data-left": count },
            h("span", {}, say(name, { n: count })),
            h("span", { class: "spread" }),
            isMine(row)
              ? button(
                  { on: { click: () => handIn({ again: true }).catch(known).then(again) } },
                  icon("upload"),
                  say("hand_in"),
                )
              : null,
            button({ on: { click: () => exported(row) } }, icon("download"), say("export")),
            reasons
              ? button(
                  { on: { click: () => confirm(say("give_up_really")) && giveUpLeft(row).then(again) } },
                  icon("trash"),
                  say("give_up"),
                )
              : null,
          ),
          (reasons || []).map((reason) => h("p", { class: "soft small" }, reason)),
        );
      }),
    ),
    h("p", { class: "hint" }, say("left_hint")),
  );
}

export function known(fault) {
  if (!(fault instanceof NoSignal || fault instanceof NotSignedIn)) throw fault;
}

function leave() {
  const count = unsent().length;
  return h(
    "details",
    { class: "card" },
    h("summary", {}, icon("logout"), say("leave_title")),
    h("p", {}, say(count ? "leave_with" : "leave_without", { n: count })),
    button({ on: { click: leaveNow } }, icon("lock"), say("leave_now")),
  );
}

async function leaveNow() {
  await lock(phone.device);
  location.assign(words.sign_out);
}
