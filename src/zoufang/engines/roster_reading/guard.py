"""What is looked at before anything is parsed: size, kind, what an archive would unfold to."""

from __future__ import annotations

import io
import zipfile

from zoufang.engines.refusal import Reason

MOST_BYTES = 10 << 20
MOST_UNPACKED = 120 << 20
MOST_ENTRIES = 2_000
MOST_ROWS = 60_000
MOST_COLUMNS = 120


class CannotRead(Exception):
    """The file as a whole gives no roster; `reason` is a sentence that says what to do."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def kind_of(content: bytes) -> str:
    """`xlsx`, `xls` or `csv`, by what the file holds. Raises CannotRead."""
    if not content.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise CannotRead("文件是空的,请选择填好的花名册")
    if len(content) > MOST_BYTES:
        raise CannotRead(Reason("文件超过 %(most)s MB,请删去图片或分成几个文件再导入", most=MOST_BYTES >> 20))
    if content.startswith(b"PK"):
        return _inside_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inside_ole(content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")):
        raise CannotRead("这是一张图片,不是表格;请用 Excel 打开花名册,另存为 .xlsx 再导入")
    if content.startswith(b"%PDF"):
        raise CannotRead("这是 PDF,不是表格;请导入原来的 Excel 文件(.xlsx、.xls 或 .csv)")
    if content.startswith((b"Rar!", b"7z\xbc\xaf")):
        raise CannotRead("这是压缩包,请解压后导入里面的 Excel 文件")
    if content.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table")):
        raise CannotRead("这是网页格式的表格;请用 Excel 打开后另存为 .xlsx 再导入")
    if b"\x00" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead("这个文件不是表格;请用 Excel 打开花名册,另存为 .xlsx 再导入")
    return "csv"


def _inside_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise CannotRead("文件不完整,可能没有传完;请重新保存一份再导入") from fault
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise CannotRead("文件展开后太大,不像花名册;请把名单复制到一个新的 Excel 文件再导入")
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead("文件有密码保护;请在 Excel 里取消密码,另存后再导入")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        raise CannotRead("这是 Word 文件;请把表格复制到 Excel,另存为 .xlsx 再导入")
    if "content.xml" in names and "mimetype" in names:
        raise CannotRead("这是 ODS 表格;请另存为 .xlsx 再导入")
    raise CannotRead("这是压缩包,不是表格;请解压后导入里面的 Excel 文件")


def _inside_ole(content: bytes) -> str:
    # Names of streams stand in UTF-16 in the directory of an OLE file.
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise CannotRead("文件有密码保护;请在 Excel 里取消密码,另存后再导入")
    if "WordDocument".encode("utf-16-le") in content:
        raise CannotRead("这是 Word 文件;请把表格复制到 Excel,另存为 .xlsx 再导入")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise CannotRead("这个文件不是 Excel 表格;请另存为 .xlsx 再导入")
