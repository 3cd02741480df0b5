"""Jinja2 for our own pages: autoescaped, strict about misspelt names, with the few words that every page needs."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from jinja2_fragments import render_block
from markupsafe import Markup

from zoufang.engines.refusal import Reason
from zoufang.web import drawing, words


class PageTemplates(Jinja2):
    """Jinja2 that looks into the `templates/` folder of each app of the house; packages bring Django's kind."""

    app_dirname = "templates"

    @functools.cached_property
    def template_dirs(self) -> tuple[Any, ...]:
        """Our own folders only: a package's page of the same name would be read as Jinja2."""
        return tuple(folder for folder in super().template_dirs if Path(folder).is_relative_to(settings.PACKAGE))


def environment(**options: Any) -> jinja2.Environment:
    """The environment of every page."""
    options.setdefault("undefined", jinja2.StrictUndefined)
    env = jinja2.Environment(  # noqa: S701  (autoescape comes with Django's options)
        **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        _=translated,
        url=url,
        static=static,
        icon=icon,
        language=translation.get_language,
        menu_for=menu_for,
        flashed=flashed,
        say=say,
        polyline=drawing.polyline,
        stacked=drawing.stacked,
    )
    env.filters.update(
        day=words.day,
        full_day=words.full_day,
        clock=words.clock,
        moment=words.moment,
        exact=words.exact,
        rate=words.rate,
        translated=lambda text: gettext(text) if text else "",
    )
    return env


def translated(text: str, /, **values: Any) -> Markup:
    """`_("…")` of the pages: as Jinja2's own, which asks the context four times for each word of a page."""
    if values:
        return Markup(gettext(text)) % values  # noqa: S704  (sentences of ours; the values are escaped)
    return _plainly(text, translation.get_language())


@functools.lru_cache(maxsize=16_384)
def _plainly(text: str, language: str | None) -> Markup:
    return Markup(gettext(text)) % {}  # noqa: S704


def render(request: HttpRequest, template: str, values: dict[str, Any], *, block: str | None = None) -> str:
    """The page's HTML, or one block of it."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    context = {**page_context(request), **values}
    if block:
        return str(render_block(env, template, block, **context))
    return str(env.get_template(template).render(context))


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows; also given to pages that packages render (sign-in)."""
    token = functools.cache(functools.partial(get_token, request))  # masked anew for each page, not for each form of it
    return {
        "request": request,
        "actor": getattr(request, "actor", None),
        "now": timezone.localtime(),
        "csrf": lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token()),
        "csrf_token": token,
        "nonce": lambda: str(request.csp_nonce),  # type: ignore[attr-defined]
        "menu": settings.MENU,
        "here": request.path,
        "is_demo": settings.IS_DEMO(),
    }


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    if args or kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _plain_url(name, get_urlconf(), get_script_prefix())


@functools.lru_cache(maxsize=512)
def _plain_url(name: str, urlconf: Any, prefix: str) -> str:
    return reverse(name, urlconf=urlconf)


def static(path: str) -> str:
    """A static file's address with the hash of its content, so that a year in the cache is safe."""
    return f"{settings.STATIC_URL}{path}?v={_content_hash(path)}"


@functools.cache
def _content_hash(path: str) -> str:
    file = finders.find(path)
    if file is None:
        raise FileNotFoundError(f"no static file {path}")
    with open(file, "rb") as content:
        return hashlib.sha256(content.read()).hexdigest()[:10]


@functools.lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite; `label` is read aloud, without one it is decoration."""
    says = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(says, static("icons.svg"), name)


def menu_for(menu: Any, actor: Any) -> list[Any]:
    """The places that stand in this person's menu."""
    if actor is None or not actor.is_signed_in:
        return []
    return [item for item in menu if actor.roles & item.roles]


def flashed(request: HttpRequest) -> list[Any]:
    """What the last deed left to say, once."""
    return list(get_messages(request))


def say(reason: str) -> str:
    """A reason in the page's language."""
    if isinstance(reason, Reason):
        said = gettext(reason.pattern)
        return said % {name: _value(value) for name, value in reason.values.items()} if reason.values else said
    return gettext(str(reason)) if reason else ""


def _value(value: object) -> object:
    """What a reason names: another reason, a word of ours, a day or a list in the page's language; else as it is."""
    if isinstance(value, Reason):
        return say(value)
    return words.in_tongue(gettext(value) if value else value) if isinstance(value, str) else value
