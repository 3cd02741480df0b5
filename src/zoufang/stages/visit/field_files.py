"""What the page at the door is made of: its scripts, its styles, and one version for them all.

A phone keeps a version whole and takes the next one whole: a script of one with a shell of another would be a third page
that nobody tested. So the scripts' address holds the version, and no other version is answered there.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from zoufang.web.jinja import static

STYLES = ("vendor/tabler.used.css", "zoufang.css", "field.css")
PICTURES = ("icon.svg", "icons.svg", "icon-192.png", "icon-512.png")
WORKER = "field/service_worker.js"
SCRIPTS = {
    "idb": "vendor/idb.js",
    **{
        name: f"field/{name}.js"
        for name in (
            "asking",
            "conflicts",
            "crypt",
            "day",
            "draw",
            "handing",
            "main",
            "matters",
            "papers",
            "phone",
            "photos",
            "pictures",
            "queue",
            "record",
            "records",
            "send",
            "standing",
            "store",
            "waiting",
        )
    },
}
SHELL = Path(__file__).parent / "templates" / "visit" / "field.html"


def content_of(static_file: str) -> bytes:
    """The file's bytes. FileNotFoundError where there is none."""
    found = finders.find(static_file)
    if found is None:
        raise FileNotFoundError(f"no static file {static_file}")
    return Path(found).read_bytes()


@functools.cache
def version() -> str:
    """Changes with anything that the page is made of: scripts, styles, pictures, its frame and its words."""
    everything = hashlib.sha256()
    for name in (*SCRIPTS.values(), *STYLES, *PICTURES, WORKER):
        everything.update(content_of(name))
    for file in (SHELL, *sorted(settings.LOCALE_PATHS[0].rglob("*.mo"))):
        everything.update(file.read_bytes())
    return everything.hexdigest()[:12]


@functools.cache
def script(name: str) -> str:
    """One script's text. KeyError for a name that is none of them."""
    return content_of(SCRIPTS[name]).decode()


def files_to_keep() -> list[str]:
    """The addresses of styles and pictures, as the page names them."""
    return [static(name) for name in (*STYLES, *PICTURES)]
