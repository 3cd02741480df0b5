"""Static files gathered and compressed once, when the site starts: a phone on a bad line loads a fifth."""

from __future__ import annotations

import os
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from whitenoise.compress import Compressor


def gather_static(root: Path) -> None:
    """`root` holds every static file and beside each, where that is smaller, its .gz. What is unchanged stays untouched.

    Compared by content, not by time as `collectstatic` does: an installed file may be older than the copy it replaces.
    """
    press = Compressor(use_brotli=False, quiet=True)
    done: set[str] = set()
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name in done:
                continue  # the first finder's file counts, as it does where the finders serve
            done.add(name)
            with storage.open(name) as source:
                content = source.read()
            copy = root / name
            if copy.exists() and copy.read_bytes() == content:
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            fresh, twin = copy.with_name(f"{copy.name}.new"), Path(f"{copy}.gz")
            fresh.write_bytes(content)
            # The twin first: who is killed in between finds the copy wanting at the next start.
            twin.unlink(missing_ok=True)
            for pressed in press.compress(str(fresh)) if press.should_compress(name) else ():
                os.replace(pressed, twin)
            os.replace(fresh, copy)
