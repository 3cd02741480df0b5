// Where two people wrote one field differently, each without seeing the other's.
import { day } from "./day.js";
import { button, h, icon, momentOf, say } from "./draw.js";
import { settleConflict } from "./records.js";
import { wake } from "./send.js";

export const labelOf = (list, value) => (day.said?.[list] || []).find(([each]) => each === value)?.[1] || value;

// Both texts, whose and when; nothing is chosen for anybody.
export function conflicts({ record, again }) {
  return record.conflicts.map((each) => {
    const settle = (value) => {
      settleConflict(record, each, value);
      wake();
      again();
    };
    const isText = ["opinions", "remark", "text", "answer"].includes(each.field);
    const both = `${each.theirs}\n${each.yours}`;
    return h(
      "section",
      { class: "card", "data-conflict": each.field },
      h("h2", {}, icon("help-circle"), " ", say("conflict", { field: say(`field_${each.field}`) })),
      h(
        "dl",
        { class: "stacked" },
        h("dt", {}, say("theirs", { who: each.by, when: momentOf(each.at) })),
        h("dd", { class: "said" }, shown(record, each.field, each.theirs)),
        h("dt", {}, say("yours")),
        h("dd", { class: "said" }, shown(record, each.field, each.yours)),
      ),
      record.finished ? h("p", { class: "hint" }, say("conflict_later")) : null,
      h(
        "div",
        { class: "row" },
        record.finished
          ? [
              button({ on: { click: () => settle() } }, icon("check"), say("seen")),
              record.visit
                ? h("a", { class: "btn", href: `/visit/${record.visit}/` }, icon("external-link"), say("open_visit"))
                : null,
            ]
          : [
              button({ on: { click: () => settle(each.theirs) } }, say("take_theirs")),
              button({ on: { click: () => settle(each.yours) } }, say("take_yours")),
              isText ? button({ on: { click: () => settle(both) } }, say("take_both")) : null,
            ],
      ),
    );
  });
}

function shown(record, field, value) {
  if (field === "outcome") return labelOf("outcomes", value) || "—";
  if (field === "form") return labelOf("forms", value);
  if (field === "settle") return labelOf("settles", value);
  if (field === "visitors")
    return (
      record.entry.teachers
        .filter((each) => value.includes(each.id))
        .map((each) => each.name)
        .join(say("and")) || "—"
    );
  if (field === "started_at" || field === "ended_at") return momentOf(value) || "—";
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  return value || "—";
}
