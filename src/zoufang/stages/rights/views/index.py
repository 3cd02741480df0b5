"""信息与同意: the principal's counts and rules, the way to each class."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.stages.rights import access, queries
from zoufang.web.pages import go, page, reads


@reads(may=access.may_see_says)
def index(request: HttpRequest) -> HttpResponse:
    """Per school led: the version in force and n of N per scope. A teacher of one class goes straight to it."""
    actor = request.actor  # type: ignore[attr-defined]
    classes = list(queries.classes_with_says(actor))
    schools = list(queries.schools_led(actor))
    if not schools and len(classes) == 1:
        return go(request, "rights:class", classes[0].public_id)
    return page(
        request,
        "rights/index.html",
        schools=[(school, queries.rules_of(school), queries.scope_counts(school)) for school in schools],
        classes=classes,
    )
