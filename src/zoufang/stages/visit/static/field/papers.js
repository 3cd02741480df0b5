// Card and letter, held out to the family at the door.
import { day } from "./day.js";
import { button, h, icon, say } from "./draw.js";

export function draw(record, kind) {
  const html = day.papers[record.entry[kind]]?.[kind] || "";
  const page = new DOMParser().parseFromString(html, "text/html");
  return [
    h("h1", { tabindex: "-1" }, say(kind)),
    html
      ? [...page.body.children].map((each) => document.adoptNode(each))
      : h("p", { class: "soft" }, say("paper_missing")),
    button({ class: "btn btn-wide", on: { click: () => history.back() } }, icon("arrow-left"), say("back")),
  ];
}
