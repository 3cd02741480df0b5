"""A compiled template: which names it holds, and how it is filled."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from zoufang.engines.archive import Part, join, pack
from zoufang.engines.office.book import Book
from zoufang.engines.office.guard import CONTENT_TYPES, parts_of
from zoufang.engines.office.manifest_text import with_pictures
from zoufang.engines.office.names import Name, meant
from zoufang.engines.office.nodes import Filling, Step, compiled, run
from zoufang.engines.office.values import Missing, is_list
from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.sandbox import Crashed, TooHeavy, run_limited

SECONDS, MEGABYTES = 20, 1_000
MOST_REASONS = 20
_BROKEN = Reason("模板打不开,可能已损坏;请用 Word 或 Excel 打开后另存一份")
_TOO_HEAVY = Reason("模板太复杂,读了很久也没有读完;请删去多余的内容")


def compile_template(content: bytes) -> Template:
    """Compile an uploaded template: looked at first, then parsed in a process with limits. Raises Refused."""
    parts = parts_of(content)
    try:
        answer = run_limited("zoufang.engines.office.compiling:in_child", content, seconds=SECONDS, megabytes=MEGABYTES)
    except TooHeavy as fault:
        raise Refused(_TOO_HEAVY) from fault
    except Crashed as fault:
        raise Refused(_BROKEN) from fault
    if answer.startswith(b"!"):
        raise Refused([Reason(pattern, **values) for pattern, values in json.loads(answer[1:])])
    return Template(json.loads(answer.decode("utf-8", "surrogatepass")), parts)


def compile_own(content: bytes) -> Template:
    """The same for a template that the product brings itself. Raises Refused."""
    from zoufang.engines.office.compiling import program_of

    return Template(json.loads(program_of(content).decode("utf-8", "surrogatepass")), parts_of(content))


class Template:
    """`kind`: docx or xlsx. `names`: what it holds, in order. `fill` and `fill_into` write one file from one record."""

    def __init__(self, program: dict[str, Any], parts: dict[str, bytes]) -> None:
        self.kind: str = program["kind"]
        self.names = tuple(Name(tuple(path), optional, kind) for path, optional, kind in program["names"])
        texts = {name: text.encode("utf-8", "replace") for name, text in program["texts"].items()}
        whole = {**parts, **texts}
        # Readers of packages look at the list of types first.
        self.parts = {name: whole[name] for name in sorted(whole, key=lambda name: name != CONTENT_TYPES)}
        self.book: Book | None = None
        if self.kind == "xlsx":
            self.book = Book(program, self.parts)
        else:
            self._letter(program)

    def fill(self, record: Mapping[str, Any]) -> bytes:
        """The filled file: the same bytes for the same record. Raises Refused with every name that the record lacks."""
        try:
            if self.book is None:
                return self._letter_of(record)
            out = io.BytesIO()
            self.book.fill(record, out)
            return out.getvalue()
        except Missing as fault:
            raise Refused(self.lacks(record) or [_lacking(fault.name, "")]) from fault

    def fill_into(self, record: Mapping[str, Any], out: BinaryIO) -> None:
        """The same, streamed into an open file that can be sought in. Where it raises, what was written is no file."""
        if self.book is None:
            out.write(self.fill(record))
            return
        try:
            self.book.fill(record, out)
        except Missing as fault:
            raise Refused(self.lacks(record) or [_lacking(fault.name, "")]) from fault

    def lacks(self, record: Mapping[str, Any]) -> list[str]:
        """A reason for each needed name that the record lacks, with the name that was perhaps meant."""
        reasons: list[str] = []
        for name in self.names:
            if not name.optional and len(reasons) < MOST_REASONS:
                reasons += [reason for reason in [_lack(record, name)] if reason and reason not in reasons]
        return reasons

    def _letter(self, program: dict[str, Any]) -> None:
        self.places: int = program["places"]
        self.programs = {name: compiled(nodes) for name, nodes in program["programs"].items()}
        # Parts that no record changes are compressed once.
        self.packed = {name: pack(name, part, level=9) for name, part in self.parts.items()}

    def _letter_of(self, record: Mapping[str, Any]) -> bytes:
        filling = Filling.of(record, self.places)
        members: dict[str, Part] = dict(self.packed)
        for name, program in self.programs.items():
            filling.used = []
            members[name] = pack(name, _text(program, filling), level=1)
            if filling.used:
                rels, content = with_pictures(name, self.parts, dict(filling.used), "word/media")
                members[rels] = pack(rels, content)
        for picture in filling.pictures.values():
            media = f"word/media/{picture.file_name}"
            members[media] = pack(media, picture.content, level=0)
        return join(members.values())


def _text(program: list[str | Step], filling: Filling) -> bytes:
    out: list[str] = []
    run(program, filling, out)
    return "".join(out).encode()


def _lack(record: Any, name: Name) -> str:
    """Where the record lacks this name, as a reason; nothing where it does not."""
    known = _known(record)
    if name.path[0] not in known:
        return _lacking(name.full, _meant(name.path[0], name.path[1:], known))
    rows: Iterable[Any] = [record]
    for place, key in enumerate(name.path):
        found: list[Any] = []
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, Mapping) or key not in row:
                if place == 0:
                    return _lacking(name.full, "")
                inside = meant(key, _known(row))
                hint = (
                    Reason(",是不是想写 {{%(meant)s}}?", meant=".".join((*name.path[:place], inside))) if inside else ""
                )
                return Reason(
                    "列表“%(list)s”第 %(number)s 项没有“%(name)s”%(hint)s",
                    list=".".join(name.path[:place]),
                    number=number,
                    name=key,
                    hint=hint,
                )
            value = row[key]
            found += list(value) if place < len(name.path) - 1 and is_list(value) else [value]
        rows = [each for each in found if each is not None and each != ""] if place < len(name.path) - 1 else []
    return ""


def _meant(first: str, rest: tuple[str, ...], known: list[str]) -> str:
    near = meant(first, known)
    return ".".join((near, *rest)) if near else ""


def _lacking(name: str, near: str) -> str:
    if near:
        return Reason("数据里没有“%(name)s”,是不是想写 {{%(meant)s}}?", name=name, meant=near)
    return Reason("数据里没有“%(name)s”", name=name)


def _known(record: Any) -> list[str]:
    return [str(key) for key in record] if isinstance(record, Mapping) else []
