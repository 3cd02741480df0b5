"""What a family's first page weighs over the wire: its HTML and everything it names, answered with headers, ≤ 60 KB."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

DOOR = "/f"
LIMIT_KB = 60


def main() -> None:
    """Serve an empty installation, load the door as a phone would, print each part and the sum."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "ZOUFANG_HOME": home, "ZOUFANG_DATABASE_URL": "", "ZOUFANG_EMAIL_URL": ""}
        command = [Path(sys.executable).parent / "zoufang", "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(command, env=environment)
        try:
            parts = weigh(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
    for name, weight in parts.items():
        print(f"{weight / 1000:7.1f} KB  {name}")
    print(f"{sum(parts.values()) / 1000:7.1f} KB  in all (target {LIMIT_KB})")


def weigh(address: str) -> dict[str, int]:
    """Bytes of each answer, headers counted, by its address."""
    page, weight = load(address + DOOR)
    parts = {DOOR: weight}
    for named in re.findall(r'(?:href|src)="(/static/[^"#?]+)', page.decode()):
        if named not in parts:
            parts[named] = load(address + named)[1]
    return parts


def load(address: str) -> tuple[bytes, int]:
    """The body as sent, and what came over the wire. Waits up to 30 s for the server to start."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})) as answer:
                body = answer.read()
                return body, len(body) + len(str(answer.headers).encode()) + 15
        except urllib.error.URLError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()
