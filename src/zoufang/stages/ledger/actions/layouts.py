"""A school or district brings its own template for a document, takes up a version, or goes back to the built-in one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from zoufang.engines.office import Template, meant
from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.files.actions import store_file
from zoufang.ground.files.rules import TYPES
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.ledger.access import may_keep_layouts_of
from zoufang.stages.ledger.documents import document_of, layouts
from zoufang.stages.ledger.models import LayoutVersion

MOST_VERSIONS, MOST_REASONS = 50, 20
# Compiled ones are kept in memory.
MOST_BYTES = 5 << 20


def check_layout(*, kind: str, content: bytes) -> Template:
    """The compiled template, if it fits this document. Raises Refused with each unknown name and what was perhaps meant."""
    document = document_of(kind)
    if document is None:
        raise Refused("没有这种文件,请从列表里选")
    if len(content) > MOST_BYTES:
        raise Refused(Reason("模板超过 %(most)s MB,请删去图片再上传", most=MOST_BYTES >> 20))
    built_in = layouts.compiled(document.LAYOUT)
    template = layouts.compiled_upload(content)
    if template.kind != built_in.kind:
        program = "Excel(.xlsx)" if built_in.kind == "xlsx" else "Word(.docx)"
        raise Refused(Reason("这份文件的模板要用 %(program)s", program=program))
    known = [name.full for name in built_in.names]
    if unknown := [name.full for name in template.names if name.full not in known]:
        raise Refused([_unknown(name, meant(name, known)) for name in unknown[:MOST_REASONS]])
    if built_in.kind == "xlsx" and not any(name.path[0] == document.LIST for name in template.names):
        example = f"{{{{{document.LIST}.序号}}}}"
        raise Refused(Reason("模板里没有会重复的行,请在一行里写上 %(example)s 这样的名字", example=example))
    if not template.names:
        raise Refused("模板里一个 {{名字}} 也没有,填出来都会是空的")
    template.fill(layouts.sample_of(built_in.names))
    return template


@transaction.atomic
def add_layout(*, unit: Unit, kind: str, content: bytes, name: str, by: Actor, at: datetime) -> LayoutVersion:
    """The template stands as the newest version, in use from now on. Raises Refused."""
    if not may_keep_layouts_of(by, unit):
        raise Refused("您没有改动这里模板的权限")
    template = check_layout(kind=kind, content=content)
    # One version after the other: the unit's row is the queue.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    newest = LayoutVersion.objects.filter(unit=unit, kind=kind).aggregate(newest=Max("version"))["newest"] or 0
    if newest >= MOST_VERSIONS:
        raise Refused(Reason("这份文件已有 %(most)s 版模板,请联系管理员", most=MOST_VERSIONS))
    media_type = TYPES[template.kind]
    file = store_file(content=content, name=name, media_type=media_type, unit=unit, by=by, at=at)
    names = [each.full for each in template.names]
    added = LayoutVersion.objects.create(
        unit=unit, kind=kind, version=newest + 1, file=file, names=names, added_at=at, added_by_id=by.id or None
    )
    _take_up(added)
    facts = {"kind": kind, "version": added.version, "sha256": file.sha256}
    record("ledger.layout_added", added, by=by, at=at, unit=unit, facts=facts)
    return added


@transaction.atomic
def use_layout(*, layout: LayoutVersion, by: Actor, at: datetime) -> None:
    """An older version is in use again."""
    if not may_keep_layouts_of(by, layout.unit):
        raise Refused("您没有改动这里模板的权限")
    Unit.objects.select_for_update().get(pk=layout.unit_id)
    _take_up(layout)
    facts = {"kind": layout.kind, "version": layout.version}
    record("ledger.layout_used", layout, by=by, at=at, unit=layout.unit, facts=facts)


@transaction.atomic
def use_built_in(*, unit: Unit, kind: str, by: Actor, at: datetime) -> None:
    """None of the unit's own is in use; what stands above it counts again. Refused where none was."""
    if not may_keep_layouts_of(by, unit):
        raise Refused("您没有改动这里模板的权限")
    if not LayoutVersion.objects.filter(unit=unit, kind=kind, is_used=True).update(is_used=False):
        raise Refused("现在用的不是自己的模板,不用改")
    record("ledger.layout_given_up", unit, by=by, at=at, unit=unit, facts={"kind": kind})


def _unknown(name: str, near: str) -> Reason:
    if near:
        return Reason("不认识“%(name)s”这个名字,是不是想写 {{%(meant)s}}?", name=name, meant=near)
    return Reason("不认识“%(name)s”这个名字,请看下面可以写的名字", name=name)


def _take_up(layout: LayoutVersion) -> None:
    same = LayoutVersion.objects.filter(unit=layout.unit, kind=layout.kind)
    same.filter(is_used=True).exclude(pk=layout.pk).update(is_used=False)
    same.filter(pk=layout.pk).update(is_used=True)
