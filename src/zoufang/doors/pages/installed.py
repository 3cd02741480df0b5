"""What makes the site an app on a phone's home screen: its service worker and its manifest."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zoufang.stages.visit import field_files
from zoufang.web.jinja import static
from zoufang.web.pages import open_to_all


@open_to_all(why="现场记录页离线用的服务脚本")
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with this version's list of files; a phone asks for it anew each time."""
    version = field_files.version()
    here = {
        "version": version,
        "page": reverse("visit:field"),
        "files": [
            *field_files.files_to_keep(),
            *(reverse("visit:field_script", args=[version, name]) for name in field_files.SCRIPTS),
        ],
    }
    body = f"const HERE = {json.dumps(here)};\n{field_files.content_of(field_files.WORKER).decode()}"
    answer = HttpResponse(body, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@open_to_all(why="装到手机桌面用的说明")
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, colours, icons, and where it opens: the page that needs no signal."""
    said = {
        "name": _("走访"),
        "short_name": _("走访"),
        "id": "/",
        "start_url": reverse("visit:field"),
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0b6b63",
        "background_color": "#f3f5f4",
        "icons": [
            {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
            {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer
