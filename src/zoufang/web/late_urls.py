"""Addresses whose views are imported when one of them is first asked for or named, not when the server starts.

Django's own `include` imports every view of the house for the first page: 0.3 s of a start of 0.8 s (benchmarks/cold_start).
"""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language


class LateResolver(URLResolver):
    """A namespaced branch of addresses that its parent can list without importing it."""

    def _populate(self) -> None:
        """Asked by the parent for names without a namespace, of which this branch has none."""

    @property
    def reverse_dict(self) -> Any:
        self._fill()
        return super().reverse_dict

    @property
    def namespace_dict(self) -> Any:
        self._fill()
        return super().namespace_dict

    @property
    def app_dict(self) -> Any:
        self._fill()
        return super().app_dict

    def _fill(self) -> None:
        # Django keeps the names apart by language: each is filled when it is first spoken.
        if get_language() not in self._reverse_dict:  # type: ignore[attr-defined]
            super()._populate()


def late(prefix: str, module: str, name: str) -> LateResolver:
    """`path(prefix, include(module))`, late; `name` is the module's `app_name` (a test compares them)."""
    return LateResolver(RoutePattern(prefix, is_endpoint=False), module, app_name=name, namespace=name)
