"""Pages: who may call one, with which verb, and may it write. A route without a declaration fails the architecture test.

`@reads` refuses SQL writes, `@writes` is one transaction, `@by_link` is the family's door (no account is also a
declaration), `@open_to_all` says why anyone may come in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.web.jinja import render
from zoufang.web.read_only import refuse_writes

type_of_view = Callable[..., HttpResponse]


class Permission(Protocol):
    """May this actor come to this page at all? The docstring's first line says it in words."""

    __doc__: str | None
    __name__: str

    def __call__(self, actor: Any) -> bool: ...


def page(
    request: HttpRequest, template: str, *, block: str | None = None, status: int = 200, **values: Any
) -> HttpResponse:
    """The page, or (for htmx) only its `block`. Without htmx a block is answered with the whole page."""
    asked_by_htmx = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    body = render(request, template, values, block=block if asked_by_htmx else None)
    return HttpResponse(body, status=status)


def go(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """To another page after a deed: a redirect that htmx follows as a whole page too."""
    answer = redirect(to, *args, **kwargs)
    if request.headers.get("HX-Request") == "true":
        there = answer["Location"]
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = there
    return answer


def speak(answer: HttpResponse, language: str) -> None:
    """The pages of this browser are in this language from now on."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )


def reads(*, may: Permission) -> Callable[[type_of_view], type_of_view]:
    """A page that shows. `may(actor)` decides; whoever is signed in but may not finds nothing (404)."""
    return _declare(may=may, verbs=("GET", "HEAD"), guard=refuse_writes)


def writes(
    *, may: Permission, also_shows: bool = False, one_by_one: bool = False
) -> Callable[[type_of_view], type_of_view]:
    """A page that does: POST only, in one transaction. `also_shows`: its GET shows the form, and writes nothing.

    `one_by_one`: a deed over many things, each with a transaction of its own, so that nobody waits for all of them.
    """
    verbs = ("GET", "HEAD", "POST") if also_shows else ("POST",)
    return _declare(may=may, verbs=verbs, guard=nullcontext if one_by_one else transaction.atomic)


def open_to_all(*, why: str, verbs: Iterable[str] = ("GET", "HEAD")) -> Callable[[type_of_view], type_of_view]:
    """A page anyone may call; `why` is said in the list of routes."""

    def declare(view: type_of_view) -> type_of_view:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _answer(request, view, tuple(verbs), _guard_for(request, transaction.atomic), args, kwargs)

        return _label(guarded, tuple(verbs), f"任何人:{why}")

    return declare


def by_link(
    *, scope: Callable[[HttpRequest], Any | None], verbs: Iterable[str] = ("GET", "HEAD")
) -> Callable[[type_of_view], type_of_view]:
    """The family's door. `scope(request)` gives the family that this link opened, as `request.family`, or None."""

    def declare(view: type_of_view) -> type_of_view:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            _clock(request)
            family = scope(request)
            if family is None:
                return go(request, settings.FAMILY_DOOR)
            request.family = family  # type: ignore[attr-defined]
            return _unkept(_answer(request, view, tuple(verbs), _guard_for(request, transaction.atomic), args, kwargs))

        return _label(guarded, tuple(verbs), f"凭本户链接的家长:{(scope.__doc__ or '').strip().splitlines()[0]}")

    return declare


def _declare(
    *, may: Permission, verbs: tuple[str, ...], guard: Callable[[], AbstractContextManager[Any]]
) -> Callable[[type_of_view], type_of_view]:
    def declare(view: type_of_view) -> type_of_view:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_signed_in:
                return redirect_to_login(request.get_full_path())
            if actor.awaits_second_factor:
                return go(request, settings.SECOND_FACTOR_DOOR)
            if not may(actor):
                raise Http404
            return _unkept(_answer(request, view, verbs, _guard_for(request, guard), args, kwargs))

        return _label(guarded, verbs, (may.__doc__ or may.__name__).strip().splitlines()[0])

    return declare


def _guard_for(
    request: HttpRequest, guard: Callable[[], AbstractContextManager[Any]]
) -> Callable[[], AbstractContextManager[Any]]:
    return refuse_writes if request.method in ("GET", "HEAD") else guard


def _answer(
    request: HttpRequest,
    view: type_of_view,
    verbs: tuple[str, ...],
    guard: Callable[[], AbstractContextManager[Any]],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    _clock(request)
    if request.method not in verbs:
        return HttpResponseNotAllowed(verbs)
    try:
        with guard():
            answer = view(request, *args, **kwargs)
            if isinstance(answer, TemplateResponse):
                answer.render()
            return answer
    except Refused as refused:
        # A view that shows its own form catches this itself; the rest still get the reasons, and nothing is written.
        return page(request, "web/refused.html", status=422, reasons=refused.reasons)


def _unkept(answer: HttpResponse) -> HttpResponse:
    """What holds names is kept by no cache, not even the browser's on a shared phone."""
    answer.setdefault("Cache-Control", "private, no-store")
    return answer


def _clock(request: HttpRequest) -> None:
    request.now = timezone.now()  # type: ignore[attr-defined]


def _label(view: type_of_view, verbs: tuple[str, ...], words: str) -> type_of_view:
    view.may_words = words  # type: ignore[attr-defined]
    view.verbs = list(verbs)  # type: ignore[attr-defined]
    return view
