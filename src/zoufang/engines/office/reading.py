"""Records for a template out of .json and .jsonl files; pictures are base64 or a file beside the data."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from zoufang.engines.office.names import Name
from zoufang.engines.refusal import Reason, Refused

MOST_BYTES = 200 << 20


def object_of(path: Path, names: Sequence[Name]) -> dict[str, Any]:
    """The one object of a .json file. Raises Refused."""
    if path.stat().st_size > MOST_BYTES:
        raise Refused(Reason("文件太大了(上限 %(most)s MB),请分成几份", most=MOST_BYTES >> 20))
    try:
        record = _object(path.read_bytes())
    except json.JSONDecodeError as fault:
        raise Refused(Reason("%(file)s 第 %(line)s 行不是正确的 JSON", file=path.name, line=fault.lineno)) from fault
    except UnicodeDecodeError as fault:
        raise Refused(Reason("%(file)s 不是 UTF-8 编码,请另存为 UTF-8", file=path.name)) from fault
    if not isinstance(record, dict):
        raise Refused(Reason("%(file)s 里应当是一个对象;要填多份,请用 .jsonl,每行一个对象", file=path.name))
    return _with_pictures(record, names, path.parent)


def objects_in(path: Path, names: Sequence[Name]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line of a .jsonl file. Raises Refused."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            try:
                record = _object(line)
            except (json.JSONDecodeError, UnicodeDecodeError) as fault:
                raise Refused(Reason("第 %(line)s 行不是正确的 JSON(UTF-8)", line=number)) from fault
            if not isinstance(record, dict):
                raise Refused(Reason("第 %(line)s 行应当是一个 JSON 对象", line=number))
            yield number, _with_pictures(record, names, path.parent)


def _object(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (RecursionError, ValueError) as fault:
        if isinstance(fault, (json.JSONDecodeError, UnicodeDecodeError)):
            raise
        raise json.JSONDecodeError("no JSON", "", 0) from fault


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _with_pictures(record: dict[str, Any], names: Sequence[Name], folder: Path) -> dict[str, Any]:
    for name in names:
        if name.kind == "picture":
            _picture_at(record, name.path, folder)
    return record


def _picture_at(place: Any, path: tuple[str, ...], folder: Path) -> None:
    if isinstance(place, list):
        for each in place:
            _picture_at(each, path, folder)
    elif isinstance(place, dict) and path[0] in place:
        value = place[path[0]]
        if len(path) > 1:
            _picture_at(value, path[1:], folder)
        elif isinstance(value, str) and value.strip():
            place[path[0]] = _picture(value.strip(), folder)


def _picture(value: str, folder: Path) -> bytes:
    if len(value) < 500 and not value.startswith("data:"):
        file = (folder / value).resolve()
        # Data come from elsewhere: they may name what lies beside them, nothing else of this machine.
        if file.is_relative_to(folder.resolve()) and file.is_file() and file.stat().st_size <= MOST_BYTES:
            return file.read_bytes()
    try:
        return base64.b64decode(value.partition(",")[2] if value.startswith("data:") else value, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Refused(
            Reason("图片“%(picture)s”找不到;请写数据文件旁边的文件名,或 base64 内容", picture=value[:40])
        ) from fault
