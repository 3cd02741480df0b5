"""Fetch what stands in `static/vendor/` again: fixed versions, checked against their published hashes.

`python tools/vendor.py` needs npm; a person runs it when a version changes, nothing else does. It writes Tabler's style
sheet, htmx (the file that django-htmx carries), idb (IndexedDB with promises) and the sprite of the icons named below. Of Tabler the pages get what they use
(`used_styles.py`).
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import tarfile
import tempfile
from importlib.resources import files
from pathlib import Path

import used_styles

STATIC = Path(__file__).resolve().parent.parent / "src" / "zoufang" / "web" / "static"

PACKAGES = {
    "@tabler/core@1.6.1": "lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg==",
    "@tabler/icons@3.52.0": "dldKlJNfO/gZnGLcIY0X2EFFKIMGwL/rEvTqglvBgAPFiwj9pZOCN5V3Sf0Gyjq6foX4VQmLdOmsS4w5FdWKAw==",
    "idb@8.0.3": "LtwtVyVYO5BqRvcsKuB2iUMnHwPVByPCXFXOpuU96IZPPoPN6xjOGxZQ74pgSVVLQWtUOYgyeL4GE98BY5D3wg==",
}

ICONS = """
alarm alert-circle alert-triangle archive arrow-back-up arrow-down arrow-left arrow-right arrow-up ban bell book
bookmark brand-wechat building building-community building-skyscraper bulb calendar calendar-event calendar-off
calendar-plus calendar-time camera car certificate chart-bar chart-line check checklist checks chevron-down
chevron-left chevron-right chevron-up circle-check circle-dashed circle-x clipboard clipboard-check clipboard-list
clock clock-exclamation cloud copy database device-floppy device-mobile dots download edit exchange external-link eye
eye-off file file-alert file-certificate file-spreadsheet file-text file-word file-zip filter flag forms gift hand-stop
heart heart-handshake help-circle history home home-check home-heart hourglass id inbox info-circle key language
layout-dashboard link list list-check lock login logout mail mail-check mail-forward mail-x map-pin menu-2 message
message-circle message-circle-question message-off message-report messages mood-happy mood-neutral mood-sad notes
paperclip pencil phone phone-call phone-off photo player-play plus printer progress-check qrcode question-mark refresh
refresh-alert report road route run school search send server settings share shield shield-check shield-lock sitemap
smart-home speakerphone star status-change stethoscope subtask target thumb-up timeline-event transfer trash upload user
user-check user-circle user-off user-plus user-question user-search user-x users users-group video walk writing x
""".split()  # noqa: SIM905  (a list of words is read more easily so)


def fetch(package: str, into: Path) -> Path:
    """The package's unpacked folder. SystemExit where the hash is another than the published one."""
    name = subprocess.run(
        ["npm", "pack", package, "--silent"], cwd=into, check=True, capture_output=True, text=True
    ).stdout.strip()
    content = (into / name).read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != PACKAGES[package]:
        raise SystemExit(f"{package}: the hash is not the one written down here")
    there = into / package.replace("/", "-")
    with tarfile.open(into / name) as archive:
        archive.extractall(there, filter="data")
    return there / "package"


def sprite(outline: Path, licence: str) -> str:
    """One file of symbols, a symbol an icon."""
    symbols = []
    for name in sorted(ICONS):
        drawing = (outline / f"{name}.svg").read_text("utf-8")
        inside = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)[1]).strip()
        inside = inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" /> ', "").replace("> <", "><")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside}</symbol>')
    body = "\n".join(symbols)
    return f'<!-- Tabler Icons 3.52.0. {licence} -->\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def main() -> None:
    """Write the vendored files."""
    with tempfile.TemporaryDirectory() as folder:
        core, icons, idb = (fetch(package, Path(folder)) for package in PACKAGES)
        used_styles.WHOLE.write_bytes((core / "dist" / "css" / "tabler.min.css").read_bytes())
        (STATIC / "vendor" / "idb.js").write_text(
            f"/*! idb 8.0.3. ISC, Jake Archibald */\n{(idb / 'build' / 'index.js').read_text('utf-8')}"
        )
        (STATIC / "icons.svg").write_text(sprite(icons / "icons" / "outline", "MIT, Paweł Kuna"), "utf-8")
    used_styles.main()
    htmx = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
    (STATIC / "vendor" / "htmx-2.min.js").write_bytes(htmx.read_bytes())


if __name__ == "__main__":
    main()
