"""Every route declares who may call it, in words."""

from collections import Counter

from django.urls import get_resolver, resolve, reverse
from django.utils import translation

from zoufang.doors.management.commands.routes import all_routes
from zoufang.web.late_urls import LateResolver


def test_every_page_declares_who_may_call_it():
    undeclared = [route["path"] for route in all_routes() if not route["may"]]

    assert get_resolver().url_patterns
    assert not undeclared


def test_every_page_of_ours_says_its_verbs():
    for route in all_routes():
        assert route["verbs"], route["path"]
        assert set(route["verbs"]) <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


def test_a_late_branch_is_named_as_its_module_names_itself():
    for branch in get_resolver().url_patterns:
        if isinstance(branch, LateResolver):
            assert branch.namespace == branch.urlconf_module.app_name


def test_no_address_stands_in_two_branches():
    addresses = Counter((route["path"], verb) for route in all_routes() for verb in route["verbs"])

    assert [address for address, times in addresses.items() if times > 1] == []


def test_a_late_branch_answers_in_each_language_of_one_process():
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            assert reverse("family:door") == "/f"
            assert resolve("/family/").view_name == "desks:family"
