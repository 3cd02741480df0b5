"""Find a Chromium for the tests; install one where that is possible; say how where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOW = (
    "没有可用的 Chromium。Debian: sudo apt install chromium;其他系统: .venv/bin/playwright install --with-deps chromium;"
    "或用 CHROMIUM=/path/to/chromium 指明。\n"
    "No Chromium for the browser tests. Debian: sudo apt install chromium; elsewhere: "
    ".venv/bin/playwright install --with-deps chromium; or set CHROMIUM=/path/to/chromium."
)


def found() -> str | None:
    """The path of a Chromium that starts here: $CHROMIUM, the system's, or the one Playwright installed."""
    named = [os.environ.get("CHROMIUM", "")]
    named += [shutil.which(name) or "" for name in ("chromium", "chromium-browser", "google-chrome", "chrome")]
    return next((path for path in [*named, *_from_playwright()] if path and _starts(path)), None)


def install() -> str | None:
    """Install one: Debian's package as root, else Playwright's own. The path, or None where neither is possible."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _try(["apt-get", "update", "-qq"])
        # A Chinese font too: without one the pictures of pages are empty boxes.
        _try(["apt-get", "install", "-y", "-qq", "chromium", "fonts-wqy-microhei"])
        if path := found():
            return path
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    return found()


def _from_playwright() -> list[str]:
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            return [playwright.chromium.executable_path]
    except Exception:  # not installed, or made for another system: the caller looks elsewhere
        return []


def _starts(path: str) -> bool:
    return Path(path).exists() and _try([path, "--version"], quiet=True)


def _try(command: list[str], *, quiet: bool = False) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    where = subprocess.DEVNULL if quiet else None
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=where, env=environment, timeout=900).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    print(found() or install() or HOW)
