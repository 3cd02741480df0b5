// Drawing: elements, icons, words and times. The words come with the shell, in the language of the page.
export const words = JSON.parse(document.getElementById("words").textContent);

// h("p", {class: "soft", on: {click: …}}, "text", element, …); false, null and undefined draw nothing.
export function h(tag, facts = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (name === "on") for (const [event, deed] of Object.entries(value)) made.addEventListener(event, deed);
    else if (name === "value" || name === "checked") made[name] = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.flat(3).filter((part) => part !== false && part != null));
  return made;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  const used = document.createElementNS(space, "use");
  used.setAttribute("href", `${words.icons}#${name}`);
  drawn.append(used);
  return drawn;
}

// say("sent", {n: 3}): a sentence with its values.
export function say(name, values = {}) {
  return words.say[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

export function button(facts, ...inside) {
  return h("button", { type: "button", class: "btn", ...facts }, ...inside);
}

// A group of chips, one or several of which are chosen: choices are [value, label].
export function chips({ name, choices, chosen, several = false, change }) {
  return h(
    "div",
    { class: "chips" },
    choices.map(([value, label]) =>
      h(
        "label",
        { class: "chip" },
        h("input", {
          type: several ? "checkbox" : "radio",
          name,
          value,
          autocomplete: "off",
          checked: several ? chosen.includes(value) : chosen === value,
          on: { change: (event) => change(value, event.target.checked) },
        }),
        h("span", {}, label),
      ),
    ),
  );
}

export function box(kind, iconName, ...inside) {
  return h("div", { class: kind, role: kind === "refusal" ? "alert" : null }, icon(iconName), h("div", {}, ...inside));
}

// The clock on the wall where the families live, whatever zone the phone is set to.
const wall = new Intl.DateTimeFormat("en-CA", {
  timeZone: words.zone,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const onTheWall = (at) => Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
const two = (number) => String(number).padStart(2, "0");

export function clockOf(at) {
  const { hour, minute } = onTheWall(at);
  return `${hour}:${minute}`;
}

export function dayOf(at) {
  const { year, month, day } = onTheWall(at);
  return `${year}-${month}-${day}`;
}

// 2026-07-03T17:20:11+08:00
export const isoOf = (at) => `${dayOf(at)}T${clockOf(at)}:${two(at.getUTCSeconds())}${zoneOf(at)}`;

// 2026-07-03T17:20+08:00: a talk's times, as the server writes them.
export const minuteOf = (at) => `${dayOf(at)}T${clockOf(at)}${zoneOf(at)}`;

// The moment at which that wall's calendar and clock read this.
export function readingOf(day, clock) {
  const read = new Date(`${day}T${clock}Z`);
  return new Date(read - aheadOf(read) * 60_000);
}

// Minutes before Greenwich.
function aheadOf(at) {
  const minute = Math.floor(at / 60_000);
  return Math.round(Date.parse(`${dayOf(at)}T${clockOf(at)}Z`) / 60_000) - minute;
}

function zoneOf(at) {
  const ahead = aheadOf(at);
  return `${ahead < 0 ? "-" : "+"}${two(Math.trunc(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
}

// 今天 17:40, 7月19日 17:40
export function momentOf(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const days = Math.round((new Date(dayOf(at)) - new Date(dayOf(new Date()))) / 86_400_000);
  const near = { "-1": words.say.yesterday, 0: words.say.today, 1: words.say.tomorrow }[days];
  const shape = { month: "short", day: "numeric", timeZone: words.zone };
  return `${near || at.toLocaleDateString(document.documentElement.lang, shape)} ${clockOf(at)}`;
}
