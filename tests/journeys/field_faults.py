"""The server with faults sown into it, one for each request that names it (`X-Fault`): the state machine has to find each.

Served by granian as the real one is; nothing of it is in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from zoufang.wsgi import application as product

NOW = threading.local()


def is_on(fault: str) -> bool:
    return getattr(NOW, "fault", "") == fault


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    NOW.fault = environ.get("HTTP_X_FAULT", "")
    if not getattr(application, "is_sown", False):
        sow()
        application.is_sown = True  # type: ignore[attr-defined]
    return product(environ, start_response)


FAULTS = (
    "double apply",
    "acknowledge before store",
    "last write wins",
    "resurrected deletion",
    "lost photo",
    "reordered edits",
    "forgotten conflict",
    "other receipt",
)


def sow() -> None:
    """Wrap what each fault breaks."""
    from django.db import transaction
    from django.utils import timezone

    from zoufang.engines.refusal import Refused
    from zoufang.flows import apply_field_record as flow
    from zoufang.flows import field_deeds as deeds
    from zoufang.stages.visit import rules
    from zoufang.stages.visit.actions import merge
    from zoufang.stages.visit.models import FieldConflict, Matter, RemovedMatter

    said_before, taken, place_of = flow._said_before, flow._taken, flow._place_of
    merge_of, keep_both, receipt_for = rules.merge_of, merge._keep_both, flow.receipt_for
    change_matter, add_photo = deeds.DEEDS["matter.change"], deeds.DEEDS["photo.add"]

    def applies_again(told: Any) -> Any:
        if is_on("double apply"):
            try:
                with transaction.atomic():
                    deeds.DEEDS[told.sent.kind](told)
            except Refused:
                pass
        return said_before(told)

    def acknowledges_only(told: Any, raw: Any) -> Any:
        answer = taken(told, raw)
        if is_on("acknowledge before store") and told.sent.kind == "matter.add":
            transaction.set_rollback(True)
        return answer

    def last_wins(**facts: Any) -> str:
        verdict = merge_of(**facts)
        return rules.WRITE if is_on("last write wins") and verdict == rules.CONFLICT else verdict

    def brings_back(told: Any) -> Any:
        meant = deeds.matter_meant(told, told.sent.target)
        if is_on("resurrected deletion") and isinstance(meant, RemovedMatter):
            Matter.objects.create(
                public_id=meant.matter, visit=meant.visit, text=told.sent.said("text"), noted_at=timezone.now()
            )
            RemovedMatter.objects.filter(pk=meant.pk).delete()
        return change_matter(told)

    def loses_it(told: Any) -> Any:
        if is_on("lost photo"):
            return deeds.Done(deeds.visit_meant(told, told.sent.said("visit")), "0" * 16)
        return add_photo(told)

    def backwards(raw: Any) -> int:
        place = place_of(raw)
        # The visit still opens first: else nothing of it is taken, which anyone would notice.
        return -place if is_on("reordered edits") and raw.get("kind") != "visit.open" else place - 10**9

    def forgets(visit: Any, about: str, name: str, *more: Any) -> Any:
        clash = keep_both(visit, about, name, *more)
        if is_on("forgotten conflict"):
            FieldConflict.objects.filter(visit=visit, about=about, field=name).delete()
        return clash

    def another(uuid: str, sha256: str, at: Any) -> Any:
        return receipt_for(uuid, "0" * 64 if is_on("other receipt") else sha256, at)

    flow._said_before, flow._taken, flow._place_of, flow.receipt_for = (
        applies_again,
        acknowledges_only,
        backwards,
        another,
    )
    rules.merge_of, merge._keep_both = last_wins, forgets
    deeds.DEEDS["matter.change"], deeds.DEEDS["photo.add"] = brings_back, loses_it
