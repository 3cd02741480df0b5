"""The built-in layouts of the documents: ordinary office templates, as an office would make its own."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

from zoufang.engines.office import Template, compile_own
from zoufang.engines.sheets import Column

FOLDER = Path(__file__).resolve().parent.parent / "layouts"
# What every layout may name.
SCHOOL, CAMPAIGN, NOTE = "学校", "活动", "说明"
_QUOTES = str.maketrans("", "", "“”《》")


def built_in(file_name: str) -> bytes:
    """A built-in layout as it may be downloaded."""
    return (FOLDER / file_name).read_bytes()


@functools.cache
def compiled(file_name: str) -> Template:
    """The same, compiled once per process."""
    return compile_own(built_in(file_name))


def names_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """What a column is called in a layout: its title without quotation marks."""
    return tuple(column.title.translate(_QUOTES) for column in columns)


def listed(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    """Rows by the names of their columns."""
    names = names_of(columns)
    return [dict(zip(names, row, strict=True)) for row in rows]
