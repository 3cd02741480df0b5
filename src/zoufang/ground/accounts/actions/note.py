"""What is done to accounts stands in the journal too, which is built above them and so is called by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.org.models import Unit


def note(
    act: str,
    thing: Any,
    *,
    by: Actor,
    at: datetime,
    unit: Unit | None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """As journal.record: last in an action, in its transaction."""
    import_string(settings.JOURNAL)(act, thing, by=by, at=at, unit=unit, facts=facts)


def place_of(user: User) -> Unit | None:
    """The unit in whose chain a deed done to this person stands: that of the newest post."""
    newest = Post.objects.filter(user=user).select_related("unit").order_by("-since", "-pk").first()
    return newest.unit if newest else None
