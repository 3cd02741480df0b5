"""The least Django there is: one view, one answer. Baseline for the cold start."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="a key that keeps nothing secret",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)


def hello(request: HttpRequest) -> HttpResponse:
    """The one page."""
    return HttpResponse("<!doctype html><title>hello</title><p>hello")


urlpatterns = [path("account/login/", hello)]
application = get_wsgi_application()
