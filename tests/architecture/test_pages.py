"""Every route declares who may call it, in words."""

from django.urls import get_resolver

from zoufang.doors.management.commands.routes import all_routes


def test_every_page_declares_who_may_call_it():
    undeclared = [route["path"] for route in all_routes() if not route["may"]]

    assert get_resolver().url_patterns
    assert not undeclared


def test_every_page_of_ours_says_its_verbs():
    for route in all_routes():
        assert route["verbs"], route["path"]
        assert set(route["verbs"]) <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
