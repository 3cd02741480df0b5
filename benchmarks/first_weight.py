"""What a family's first page weighs over the wire: its HTML and everything it names, answered with headers, ≤ 60 KB."""

from __future__ import annotations

import re
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from served_home import served_home

DOOR = "/f"
LIMIT_KB = 60


def main() -> None:
    """Serve an empty installation, load the door as a phone would, print each part and the sum."""
    with served_home("--workers", "1") as place:
        parts = weigh(place.address)
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
    """The body as sent, and what came over the wire."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})) as answer:
        body = answer.read()
        return body, len(body) + len(str(answer.headers).encode()) + 15


if __name__ == "__main__":
    main()
