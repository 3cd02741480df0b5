"""`zoufang fill_template TEMPLATE DATA.json|jsonl --out OUT [--json]`: an office form filled from data, without a database."""

from __future__ import annotations

import json
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from zoufang.doors.management.answers import refuse
from zoufang.engines.archive import zip_of
from zoufang.engines.office import Template, compile_template
from zoufang.engines.office.reading import object_of, objects_in
from zoufang.engines.refusal import Reason, Refused


class Command(BaseCommand):
    help = "按模板(.docx、.xlsx,名字写在 {{ }} 里)填写文件 / fill an office template from JSON"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("template", type=Path, help="模板:.docx 或 .xlsx")
        parser.add_argument("data", type=Path, help=".json:一个对象,填一份;.jsonl:每行一个对象,各填一份,合成一个 zip")
        parser.add_argument("--out", type=Path, required=True, help="结果写到这个文件")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, template: Path, data: Path, out: Path, as_json: bool, **options: Any) -> None:
        for given in (template, data):
            if out.resolve() == given.resolve():
                raise CommandError("--out 不能是模板或数据自己的文件名", returncode=2)
            if not given.is_file():
                raise CommandError(f"没有 {given} 这个文件", returncode=2)
        try:
            compiled = compile_template(template.read_bytes())
            count = _write(out, compiled, template, data)
        except Refused as refused:
            refuse(self, refused, as_json=as_json)
        except OSError as fault:
            raise CommandError(f"{out} 写不了:{fault.strerror}", returncode=2) from None
        if as_json:
            told = {"files": count, "names": [each.full for each in compiled.names]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"已填好 {count} 份,写到 {out.name}")


def _write(out: Path, template: Template, named: Path, data: Path) -> int:
    """Write beside the place and move there when whole: where something is refused, nothing is left."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "w+b") as opened:
            count = _fill(opened, template, named, data)
        os.replace(name, out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _fill(out: BinaryIO, template: Template, named: Path, data: Path) -> int:
    if data.suffix.lower() != ".jsonl":
        template.fill_into(object_of(data, template.names), out)
        return 1
    count = zip_of(_files(template, named, data), out)
    if not count:
        raise Refused(Reason("%(file)s 里一行数据也没有", file=data.name))
    return count


def _files(template: Template, named: Path, data: Path) -> Iterator[tuple[str, bytes]]:
    for number, (line, record) in enumerate(objects_in(data, template.names), start=1):
        try:
            filled = template.fill(record)
        except Refused as refused:
            raise Refused(
                [Reason("第 %(line)s 行:%(reason)s", line=line, reason=reason) for reason in refused.reasons]
            ) from None
        yield f"{named.stem}-{number:05d}.{template.kind}", filled
