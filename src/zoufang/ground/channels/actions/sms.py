"""A text to one phone: posted with the act that asks for it, sent by the worker, and forgotten once it was taken."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from zoufang.engines import outward
from zoufang.engines.refusal import Reason
from zoufang.engines.robots import Fate
from zoufang.engines.sms import HEADERS, Account, message, read_answer
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.channels.queries import sms_is_set_up
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater

KIND = "channels.text_message"
PERHAPS = Reason("可能已经发出:中途断了,没有再发")


def post_sms(
    *,
    to: str,
    template: str,
    values: Mapping[str, str],
    unit: Unit,
    at: datetime,
    about: str = "",
    deliver_as: str = KIND,
) -> None:
    """The text waits for the worker. Whoever calls this asks `queries.sms_is_set_up()` first. `about`: the public id of
    what it tells of. `deliver_as`: the outbox's kind, for whoever has more to do once it was taken."""
    if not sms_is_set_up(template):
        raise RuntimeError(f"{template}: no sender of text messages is set up")
    if not connection.in_atomic_block:
        raise RuntimeError(f"{template}: a text is posted in the act's own transaction")
    text = TextMessage.objects.create(
        to=to,
        template=template,
        values=json.dumps(dict(values), ensure_ascii=False),
        about=about,
        unit=unit,
        posted_at=at,
    )
    post(deliver_as, text, unit=unit, at=at)


def send_sms(public_id: str, *, at: datetime) -> str:
    """The service's own words once it took the text. Raises TryLater, CannotDeliver. Sent once: one that may have been
    taken is not sent again unless a person asks for it."""
    text = TextMessage.objects.filter(public_id=public_id).first()
    account: Account | None = settings.SMS
    if text is None or account is None or text.template not in account.templates:
        raise CannotDeliver(Reason("这里没有接短信,没有发出"))
    if text.said_at is not None:
        return "OK"
    if not text.to:
        raise CannotDeliver(Reason("七天没有发出,号码和内容已删去,不能再发"))
    if text.is_under_way:
        _note(text, is_under_way=False)
        raise CannotDeliver(PERHAPS)
    _note(text, is_under_way=True)
    fate, words = _asked(account, text, at)
    if fate == Fate.DELIVERED:
        _note(text, is_under_way=False, said_at=timezone.now(), to="", values="")
        return words
    _note(text, is_under_way=False)
    if fate == Fate.LATER:
        raise TryLater(words)
    raise CannotDeliver(words)


def _asked(account: Account, text: TextMessage, at: datetime) -> tuple[Fate, str]:
    values = json.loads(text.values)
    sent = message(
        account,
        to=text.to,
        template=text.template,
        values=values,
        out_id=text.public_id,
        now=at,
        nonce=uuid.uuid4().hex,
    )
    try:
        status, body = outward.post(sent.address, sent.body, HEADERS)
    except outward.NotReached as away:
        return Fate.LATER, away.words
    except outward.PerhapsReached as perhaps:
        return Fate.CANNOT, f"{perhaps.words}。{PERHAPS}"
    fate, words = read_answer(status, body)
    # A service that quotes what it was told must not put a number or a link on a page.
    for private in (text.to, account.key_id, account.key_secret, *map(str, values.values())):
        words = words.replace(private, "…") if len(private) >= 6 else words
    return fate, words


def _note(text: TextMessage, **facts: object) -> None:
    with transaction.atomic():
        TextMessage.objects.filter(pk=text.pk).update(**facts)
