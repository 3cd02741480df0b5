"""Where the house's files lie."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = ROOT / "src" / "zoufang"


def written_files(*endings: str) -> list[Path]:
    """What people of the house wrote: no migrations, nothing vendored."""
    places = [ROOT / name for name in ("src", "tests", "tools", "benchmarks")]
    return [
        file
        for place in places
        for ending in endings
        for file in sorted(place.rglob(f"*{ending}"))
        if not {"migrations", "vendor", "__pycache__", "data"} & set(file.parts) and file.name != "icons.svg"
    ]


def imports_of(file: Path) -> Iterator[str]:
    """Every module that this file imports, also inside functions, by its full name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
