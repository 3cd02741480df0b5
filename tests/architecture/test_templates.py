"""Templates: each is used, draws only icons there are, and keeps to the content security policy."""

import re

from tests.architecture.house import HOUSE, written_files

TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
# Called by packages under these names.
BY_PACKAGES = ("account/", "mfa/", "403", "404", "500")


def name_of(file):
    return file.relative_to(next(p for p in file.parents if p.name == "templates")).as_posix()


def test_every_template_is_used():
    said = "\n".join(file.read_text("utf-8") for file in [*written_files(".py"), *TEMPLATES])
    unused = [n for n in map(name_of, TEMPLATES) if f'"{n}"' not in said and not n.startswith(BY_PACKAGES)]

    assert not unused


def test_every_icon_stands_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (HOUSE / "web/static/icons.svg").read_text("utf-8")))
    asked = {
        (name_of(file), icon)
        for file in TEMPLATES
        for call in re.findall(r"icon\(([^)]*)\)", file.read_text("utf-8"))
        for icon in re.findall(r'(?<!= )"([a-z0-9-]+)"', call)
    }

    assert {(page, icon) for page, icon in asked if icon not in drawn} == set()


def test_no_page_has_a_style_or_script_of_its_own_or_an_origin_of_others():
    for file in TEMPLATES:
        text = re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.S)
        assert not re.search(r"\sstyle\s*=", text), file
        assert not re.search(r"\son(click|change|submit|load|input)\s*=", text), file
        assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>", text), file
        assert not re.search(r'(src|href|action)\s*=\s*"(https?:)?//', text), file


def test_no_form_posts_without_its_token():
    for file in TEMPLATES:
        for form in re.findall(r'<form[^>]*method="post".*?</form>', file.read_text("utf-8"), re.S | re.I):
            assert "csrf()" in form or "csrf_field" in form, f"{file}: {form[:90]}"
