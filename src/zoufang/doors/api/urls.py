"""The addresses under /api/v1/, each declared: who may call it, with which verbs."""

from __future__ import annotations

from django.urls import URLPattern, path

from zoufang.doors.api.addresses import api, openapi

app_name = "api"


def _declared() -> list[URLPattern]:
    """One pattern for each address, labelled as our own pages are."""
    found = []
    for bound in api._get_bound_routers():
        for address, view in bound.path_operations.items():
            called = view.get_view()
            called.verbs = sorted({verb for each in view.operations for verb in each.methods})
            called.may_words = ";".join(dict.fromkeys(each.auth_callbacks[0].may_words for each in view.operations))
            name = view.operations[0].view_func.__name__
            found.append(path(address.strip("/").replace("{", "<").replace("}", ">"), called, name=name))
    return found


urlpatterns = [path("openapi.json", openapi, name="openapi"), *_declared()]
