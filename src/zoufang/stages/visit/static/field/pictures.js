// The photos of a visit or of one matter: taken only where the family was asked and said yes.
import { button, h, icon, say } from "./draw.js";
import * as photos from "./photos.js";
import { wake } from "./send.js";
import { NotKept } from "./store.js";

let count = 0;
export function photoPart({ record }, matter = null) {
  if (record.entry.photos === false) return matter ? null : h("p", { class: "hint" }, say("no_photos_here"));
  const id = `photo-${(count += 1)}`;
  const shown = h("ul", { class: "photos" });
  const said = h("p", { class: "wrong", role: "alert", hidden: true });
  const file = h("input", {
    type: "file",
    id,
    accept: "image/*",
    multiple: true,
    class: "visually-hidden",
    disabled: true,
    on: { change: () => take() },
  });
  const take = async () => {
    said.hidden = true;
    if (matter && !matter.now.text.trim()) {
      said.textContent = say("lacks_text");
      said.hidden = false;
      file.value = "";
      return;
    }
    for (const each of file.files) {
      try {
        await photos.add(record, matter, each);
      } catch (fault) {
        said.textContent = say(fault instanceof NotKept ? "not_kept" : "photo_unreadable");
        said.hidden = false;
      }
    }
    file.value = "";
    redraw();
    wake();
  };
  const redraw = () =>
    shown.replaceChildren(
      ...record.photos
        .filter((each) => each.matter === (matter ? matter.id : ""))
        .map((each) => picture(record, each, redraw)),
    );
  const choose = h("label", { class: "btn off", for: id }, icon("camera"), say("take_photo"));
  const consent = h("input", {
    type: "checkbox",
    autocomplete: "off",
    on: {
      change: () => {
        file.disabled = !consent.checked;
        choose.classList.toggle("off", !consent.checked);
      },
    },
  });
  redraw();
  const inside = [
    h("label", { class: "tick" }, consent, " ", say("photo_consent")),
    said,
    h("div", { class: "row" }, file, choose),
    h("p", { class: "hint" }, say("photo_hint")),
    shown,
  ];
  return h(
    "details",
    matter ? {} : { class: "card", id: "photos" },
    h("summary", {}, icon("camera"), say(matter ? "photo_of_matter" : "photos_title")),
    inside,
  );
}

function picture(record, photo, redraw) {
  const image = h("img", { alt: say("photo") });
  photos.bytesOfPhoto(photo.id).then((bytes) => {
    if (!bytes) return image.replaceWith(icon("photo"), say("photo_sent"));
    const url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    image.addEventListener("load", () => URL.revokeObjectURL(url));
    image.src = url;
    return undefined;
  });
  return h(
    "li",
    {},
    image,
    photo.waits
      ? button(
          {
            "aria-label": say("remove_photo"),
            on: {
              click: async () => {
                await photos.remove(record, photo);
                redraw();
              },
            },
          },
          icon("trash"),
        )
      : null,
  );
}
