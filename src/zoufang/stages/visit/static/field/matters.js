// What the family said: each matter's own words, settled on the spot or passed on; kept while it is being typed.
import { day } from "./day.js";
import { button, chips, h, icon, say } from "./draw.js";
import * as photos from "./photos.js";
import { photoPart } from "./pictures.js";
import { addMatter, changeMatter, isBlank, removeMatter } from "./records.js";
import { wake } from "./send.js";

export function matters(part) {
  const { record } = part;
  const list = h("ol", { class: "list matters" });
  const hint = h("p", { class: "soft" }, say("no_matter_hint"));
  const more = button(
    {
      class: "btn btn-wide",
      on: {
        click: () => {
          const drawn = one(part, addMatter(record), retitle);
          list.append(drawn);
          retitle();
          drawn.querySelector("textarea").focus();
        },
      },
    },
    icon("plus"),
    h("span", {}),
  );
  const retitle = () => {
    const count = list.children.length;
    more.querySelector("span").textContent = say(count ? "another_matter" : "a_matter");
    hint.hidden = Boolean(count);
    [...list.children].forEach((each, at) => {
      each.querySelector(".which").textContent = say("which_matter", { n: at + 1 });
    });
  };
  record.matters = record.matters.filter((each) => each.said || !isBlank(each.now));
  list.append(...record.matters.map((matter) => one(part, matter, retitle)));
  retitle();
  return h("section", { class: "card", id: "matters" }, h("h2", {}, say("matters")), hint, list, more);
}

let count = 0;
function one(part, matter, retitle) {
  const { record } = part;
  const id = `matter-${(count += 1)}`;
  const set = (field, value) => {
    changeMatter(record, matter, field, value);
    wake();
  };
  const answer = h(
    "div",
    { class: "field", hidden: matter.now.settle !== "on_the_spot" },
    h("label", { class: "form-label", for: `${id}-answer` }, say("ask_answer")),
    h("input", {
      class: "form-control",
      id: `${id}-answer`,
      maxlength: 5000,
      autocomplete: "off",
      value: matter.now.answer,
      on: { input: (event) => set("answer", event.target.value) },
    }),
  );
  const choice = (field, names) =>
    h(
      "div",
      {},
      h("label", { class: "form-label", for: `${id}-${field}` }, say(`ask_${field}`)),
      h(
        "select",
        {
          class: "form-select",
          id: `${id}-${field}`,
          autocomplete: "off",
          on: { change: (event) => set(field, event.target.value) },
        },
        h("option", { value: "" }, say("not_chosen")),
        names.map(([value, label]) => h("option", { value, selected: value === matter.now[field] }, label)),
      ),
    );
  const drawn = h(
    "li",
    {},
    h(
      "div",
      { class: "line" },
      h("h3", { class: "which" }),
      h("span", { class: "spread" }),
      button(
        {
          "aria-label": say("remove_matter"),
          on: {
            click: () => {
              for (const photo of record.photos.filter((each) => each.matter === matter.id))
                photos.remove(record, photo);
              removeMatter(record, matter);
              wake();
              drawn.remove();
              retitle();
            },
          },
        },
        icon("trash"),
      ),
    ),
    h(
      "div",
      { class: "field" },
      h("label", { class: "form-label", for: `${id}-text` }, say("ask_text")),
      h("textarea", {
        class: "form-control",
        id: `${id}-text`,
        maxlength: 5000,
        autocomplete: "off",
        value: matter.now.text,
        on: { input: (event) => set("text", event.target.value) },
      }),
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, say("ask_settle")),
      chips({
        name: `${id}-settle`,
        choices: day.said.settles,
        chosen: matter.now.settle,
        change: (value) => {
          set("settle", value);
          answer.hidden = value !== "on_the_spot";
        },
      }),
    ),
    answer,
    h(
      "details",
      {},
      h("summary", {}, icon("list"), say("sorts")),
      h("div", { class: "row" }, choice("nature", day.said.natures), choice("topic", day.said.topics)),
    ),
    photoPart(part, matter),
  );
  return drawn;
}
