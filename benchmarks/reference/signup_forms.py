"""What a sign-up page usually is: gunicorn, WhiteNoise, Django's form and template, its usual middleware, SQLite as safe as
ours; one question a screen, as ours, or with REFERENCE_PAGE=whole everything on one. No permission beyond a cookie, no
journal, no encryption. `signup_forms.py fill FAMILIES` makes the database.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

HOME = Path(os.environ["REFERENCE_HOME"])
STATIC = Path(__file__).resolve().parent.parent.parent / "src" / "zoufang" / "web" / "static"
PAGE = """{% load static %}<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>报名</title>
<link rel="stylesheet" href="{% static 'vendor/tabler.used.css' %}"><link rel="stylesheet" href="{% static 'zoufang.css' %}">
<script src="{% static 'page.js' %}" defer></script></head><body><h1>希望怎样见面?</h1>
<form method="post">{% csrf_token %}SCREEN</button></form></body></html>"""
SCREENS = {
    "one": "{{ form.form.label_tag }}{{ form.form }}{{ form.form.errors }}<button>下一步",
    "whole": "{{ form.as_p }}<button>完成报名",
}
FORMS = [("home", "入户走访"), ("school", "园内面谈"), ("community", "社区或约定地点"), ("phone", "电话")]
FORMS += [("video", "视频"), ("wechat", "微信"), ("dingtalk", "钉钉")]
TIMES = [f"{day}.{half}" for day in range(14) for half in ("morning", "afternoon", "evening")]

(HOME / "templates").mkdir(exist_ok=True)
screen = SCREENS[os.environ.get("REFERENCE_PAGE", "one")]
(HOME / "templates" / "signup.html").write_text(PAGE.replace("SCREEN", screen))
settings.configure(
    SECRET_KEY="reference",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HOME / "templates"]}],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "reference.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
    STATIC_URL="/static/",
    STATIC_ROOT=HOME / "static",
    STATICFILES_DIRS=[STATIC],
    STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
    CSRF_COOKIE_NAME="zoufang-csrf",
    LANGUAGE_CODE="zh-hans",
    USE_TZ=True,
)
django.setup()


class Family(models.Model):
    secret = models.CharField(max_length=40, unique=True)

    class Meta:
        app_label = "reference"


class Answer(models.Model):
    family = models.OneToOneField(Family, on_delete=models.CASCADE)
    form = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        app_label = "reference"


class Time(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="times")
    code = models.CharField(max_length=20)

    class Meta:
        app_label = "reference"


class AnswerForm(forms.Form):
    form = forms.ChoiceField(label="怎样见面", choices=FORMS, widget=forms.RadioSelect)
    times = forms.MultipleChoiceField(
        label="什么时候", choices=[(code, code) for code in TIMES], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="想先说的话", required=False, max_length=1000, widget=forms.Textarea)


def wish(request):
    family = get_object_or_404(Family, secret=request.COOKIES.get("zoufang-family", ""))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            answer, _ = Answer.objects.update_or_create(
                family=family,
                defaults={"form": said["form"], "note": said["note"], "answered_at": datetime.now(UTC)},
            )
            answer.times.all().delete()
            Time.objects.bulk_create(Time(answer=answer, code=code) for code in said["times"])
        return redirect("wish")
    return render(request, "signup.html", {"form": form}, status=422 if request.POST else 200)


urlpatterns = [path("f/wish/", wish, name="wish"), path("healthz", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()


def fill(families: int) -> None:
    """The tables, so many families, the static files; prints their secrets and two times."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Family, Answer, Time):
            editor.create_model(model)
    words = [secrets.token_urlsafe(24) for _ in range(families)]
    Family.objects.bulk_create(Family(secret=word) for word in words)
    call_command("collectstatic", interactive=False, verbosity=0)
    print("MADE" + json.dumps([words, TIMES[1:3]]))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print("ROWS", Answer.objects.count(), Time.objects.values("answer").distinct().count())
