"""Each address: one call, and its answer as JSON."""

from __future__ import annotations

import re
import uuid as uuids
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zoufang.desks.teacher.field_day import what_the_phone_holds
from zoufang.doors.api import shapes
from zoufang.doors.api.declared import By, PlainJson
from zoufang.engines.receipts import public_jwk
from zoufang.engines.refusal import Refused
from zoufang.flows.apply_field_record import apply_field_records
from zoufang.flows.hand_in import MOST_BYTES
from zoufang.flows.hand_in import hand_in as hand_in_file
from zoufang.ground.capture import actions, queries, rules
from zoufang.ground.capture.access import may_send_records
from zoufang.stages.visit.access import may_record_visits
from zoufang.web.jinja import say
from zoufang.web.pages import open_to_all
from zoufang.web.read_only import refuse_writes

RANGE = re.compile(r"bytes (\d{1,10})-(\d{1,10})/(\d{1,10})")


class UnkeptApi(NinjaAPI):
    """What holds names is kept by no cache, not even the browser's on a shared phone."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        answer = super().create_response(request, data, **more)
        answer.setdefault("Cache-Control", "private, no-store")
        return answer


api = UnkeptApi(
    title="走访 Zoufang",
    version="1",
    description="Field records of phones; the protocol in words: docs/sync.md. Unsafe verbs carry X-CSRFToken.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=PlainJson(),
)
ALWAYS = {401: shapes.Reasons, 422: shapes.Reasons}
sends = By(may_send_records)


def reads_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """A GET writes nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with refuse_writes():
            return view(request, *args, **kwargs)

    return guarded


@open_to_all(why="程序接口的说明,不含任何人的信息")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of these addresses."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return HttpResponse(PlainJson().render(request, schema, response_status=200), content_type="application/json")


@api.get("/device", auth=sends, response={200: shapes.Keys, **ALWAYS})
@reads_only
def keys(request: HttpRequest) -> dict[str, Any]:
    """The server's public keys, its time, and the protocol it speaks."""
    return {
        "seal": public_jwk(settings.KEYS.newest("seal")[1]),
        "receipt": public_jwk(settings.KEYS.newest("receipt")[1]),
        "today": timezone.localtime(request.now).isoformat(timespec="seconds"),
        "protocol": rules.PROTOCOL,
    }


@api.post("/device", auth=sends, response={200: shapes.DeviceKept, 409: shapes.Reasons, **ALWAYS})
def register(request: HttpRequest, named: shapes.DeviceNamed) -> dict[str, Any]:
    """This phone is the signed-in person's, and closes with this key what it keeps."""
    device = actions.register_device(
        uuid=named.device, wrapped_key=named.wrapped_key, name=named.name, by=request.actor, at=request.now
    )
    return {"device": device.uuid}


@api.get("/day", auth=By(may_record_visits), response={200: shapes.Day, **ALWAYS})
@reads_only
def day(request: HttpRequest) -> dict[str, Any]:
    """What the phone may hold: today's and tomorrow's families, and those with an open visit."""
    return what_the_phone_holds(request.actor, request.now)


@api.post(
    "/sync",
    auth=By(may_send_records, most_bytes=rules.MOST_BYTES),
    response={200: shapes.Results, 409: shapes.Reasons, 413: shapes.Reasons, **ALWAYS},
    exclude_unset=True,
)
def sync(request: HttpRequest, batch: shapes.Batch | list[Any] = Body(...)) -> dict[str, Any]:  # noqa: B008
    """Operations take effect, each by itself and once; the answer is given after their commits."""
    named = isinstance(batch, shapes.Batch)
    operations = batch.operations if isinstance(batch, shapes.Batch) else batch
    if isinstance(batch, shapes.Batch) and batch.protocol != rules.PROTOCOL:
        raise Refused(_("服务器不认识这个版本,请刷新页面再发"))
    if len(operations) > rules.MOST_RECORDS:
        raise HttpError(413, _("一次发得太多,请分开发"))
    uuid = batch.device if isinstance(batch, shapes.Batch) else _unnamed(request)
    answers = apply_field_records(
        raws=operations,
        actor=request.actor,
        device=actions.device_for(uuid=uuid, by=request.actor, at=request.now),
        at=request.now,
        sent_at=rules.moment(batch.sent_at) if named else None,  # type: ignore[union-attr]
    )
    now = timezone.localtime(request.now).isoformat(timespec="seconds")
    return {"now": now, "results": [said(each) for each in answers]}


@api.get("/upload/{uuid}", auth=sends, response={200: shapes.OnTheWay, **ALWAYS})
@reads_only
def upload_so_far(request: HttpRequest, uuid: str) -> dict[str, Any]:
    """How much of this photo is here; nothing of one that never came, or is another's."""
    return _on_the_way(queries.upload_of(request.actor.id, uuid))


@api.put(
    "/upload/{uuid}",
    auth=By(may_send_records, most_bytes=rules.MOST_PIECE_BYTES),
    response={200: shapes.OnTheWay, 409: shapes.OnTheWay, 413: shapes.Reasons, **ALWAYS},
)
def upload_piece(request: HttpRequest, uuid: str) -> tuple[int, dict[str, Any]]:
    """A piece of a photo (`Content-Range`); 409 with what is here, where it does not join on."""
    content = request.body
    said_range = RANGE.fullmatch(request.headers.get("Content-Range", ""))
    first, last, total = map(int, said_range.groups()) if said_range else (0, len(content) - 1, len(content))
    if last - first + 1 != len(content):
        raise Refused(rules.NOT_UNDERSTOOD)
    upload = actions.take_piece(uuid=uuid, first=first, total=total, content=content, by=request.actor, at=request.now)
    return (409 if upload.received < first else 200), _on_the_way(upload)


@api.post(
    "/hand-in",
    auth=By(may_send_records, most_bytes=MOST_BYTES),
    response={200: shapes.HandedIn, 413: shapes.Reasons, **ALWAYS},
    exclude_unset=True,
)
def hand_in(request: HttpRequest) -> dict[str, Any]:
    """A file that a phone exported (the body itself): each record as its writer's."""
    done = hand_in_file(content=request.read(MOST_BYTES + 1), by=request.actor, at=request.now)
    return {"person": done.person, "results": [said(each) for each in done.answers], "unreadable": done.unreadable}


def said(answer: actions.Answer) -> dict[str, Any]:
    """One operation's answer, its reasons in the caller's language."""
    told = answer.as_sent()
    if "reasons" in told:
        told["reasons"] = [say(each) for each in told["reasons"]]
    return told


def _on_the_way(upload: Any) -> dict[str, Any]:
    if upload is None:
        return {"received": 0, "total": 0, "done": False}
    return {"received": upload.received, "total": upload.total, "done": upload.received == upload.total}


def _unnamed(request: HttpRequest) -> str:
    """Whoever sends a bare list has one phone without a name."""
    return str(uuids.uuid5(uuids.NAMESPACE_OID, f"zoufang-unnamed:{request.actor.id}"))


def _told(request: HttpRequest, status: int, *reasons: str) -> HttpResponse:
    return api.create_response(request, {"reasons": [say(each) for each in reasons]}, status=status)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, fault: Any) -> HttpResponse:
    return _told(request, 401, _("请先登录"))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, fault: HttpError) -> HttpResponse:
    # The library says 400 in English where a body is no JSON.
    if fault.status_code == 400:
        return _told(request, 422, rules.NOT_UNDERSTOOD)
    return _told(request, fault.status_code, str(fault))


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, fault: Any) -> HttpResponse:
    return _told(request, 422, rules.NOT_UNDERSTOOD)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    return _told(request, 409 if isinstance(fault, actions.NotYours) else 422, *fault.reasons)
