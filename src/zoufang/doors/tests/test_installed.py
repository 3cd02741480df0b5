"""What a phone needs to put the site on its home screen and open it without signal."""

import json
import re

import pytest
from django.test import Client

from zoufang.stages.visit import field_files

# None of these reads a row; a file's answer, once closed, ends the request's connection.
pytestmark = pytest.mark.django_db


def status_of(address):
    answer = Client().get(address)
    answer.close()
    return answer.status_code


def test_the_worker_names_its_version_and_only_files_that_are_there():
    answer = Client().get("/sw.js")
    here = json.loads(re.match(r"const HERE = (.*);\n", answer.content.decode())[1])

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert here["version"] == field_files.version()
    assert [file for file in [here["page"], *here["files"]] if status_of(file) != 200] == []


def test_everything_that_the_shell_loads_is_kept_by_the_worker():
    body = Client().get("/sw.js").content.decode()
    shell = Client().get("/visit/field/").content.decode()
    loaded = set(re.findall(r'(?:src|href)="(/(?:static|visit)/[^"#]+)', shell)) | {
        json.loads(re.search(r'id="words">(.*?)</script>', shell, re.S)[1])["icons"]
    }

    assert loaded
    assert [file for file in loaded if f'"{file}"' not in body] == []


def test_the_manifest_can_be_installed_from():
    answer = Client().get("/manifest.webmanifest")
    said = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert {"192x192", "512x512"} <= {each["sizes"] for each in said["icons"]}
    assert all(status_of(each["src"]) == 200 for each in said["icons"])
    assert said["start_url"] == "/visit/field/"
    assert said["display"] == "standalone"


def test_both_are_public_and_take_no_post():
    for address in ("/sw.js", "/manifest.webmanifest"):
        assert status_of(address) == 200
        assert Client().post(address).status_code == 405
