"""`zoufang routes`: every address, its verbs, and who may call it, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver


class Command(BaseCommand):
    help = "列出每个地址、方法和谁可以访问 / every route, its verbs, who may call it"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="what it prints anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(all_routes(), ensure_ascii=False, indent=1))


def all_routes() -> list[dict[str, object]]:
    """Path, verbs, who may (in words; '' where nobody declared it, which a test forbids) and name of every route."""
    return [_row(found, "/") for pattern in get_resolver().url_patterns for found in _flat(pattern)]


def _flat(pattern: Any, before: str = "") -> list[tuple[str, URLPattern]]:
    here = before + str(pattern.pattern)
    if isinstance(pattern, URLResolver):
        return [each for inner in pattern.url_patterns for each in _flat(inner, here)]
    return [(here, pattern)]


def _row(found: tuple[str, URLPattern], root: str) -> dict[str, object]:
    path, pattern = found
    view, name = pattern.callback, pattern.name or ""
    may = getattr(view, "may_words", "") or settings.PACKAGE_ROUTES.get(name, "")
    verbs = getattr(view, "verbs", None) or [
        verb.upper() for verb in getattr(view, "http_method_names", ["get", "post"])
    ]
    return {"path": root + path, "verbs": list(verbs), "may": may, "name": name}
