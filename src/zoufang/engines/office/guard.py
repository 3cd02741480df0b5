"""What is looked at before anything of a template is parsed: its size, what it would unfold to, which parts it holds."""

from __future__ import annotations

import io
import re
import zipfile

from zoufang.engines.refusal import Reason, Refused

MOST_BYTES = 20 << 20
MOST_UNPACKED = 100 << 20
MOST_PART = 40 << 20
MOST_ENTRIES = 1_000
# A part of zeros folds to a thousandth; office XML to a twentieth.
MOST_RATIO = 200

CONTENT_TYPES = "[Content_Types].xml"
PICTURES = r"(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)"
ALLOWED = re.compile(
    rf"""\[Content_Types\]\.xml | _rels/\.rels | docProps/(?:core|app|custom)\.xml | docMetadata/\w+\.xml
    | customXml/(?:_rels/)?[\w.]+\.(?:xml|rels)
    | word/_rels/\w+\.xml\.rels
    | word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|people
        |comments\w*|intelligence\d*|header\d*|footer\d*)\.xml
    | word/theme/(?:_rels/)?\w+\.xml(?:\.rels)? | word/fonts/\w+\.odttf | word/glossary/[\w./]+\.(?:xml|rels)
    | (?:word|xl)/charts/(?:_rels/)?\w+\.xml(?:\.rels)? | (?:word|xl)/(?:diagrams|drawings)/(?:_rels/)?\w+\.(?:xml|rels|vml)(?:\.rels)?
    | (?:word|xl)/media/[\w.-]+\.{PICTURES}
    | xl/_rels/workbook\.xml\.rels | xl/(?:workbook|styles|sharedStrings|metadata)\.xml | xl/theme/\w+\.xml
    | xl/worksheets/(?:_rels/)?\w+\.xml(?:\.rels)? | xl/tables/\w+\.xml | xl/comments\d*\.xml | xl/comments/\w+\.xml
    | xl/(?:_rels/)?cellimages\.xml(?:\.rels)? | xl/(?:richData|featurePropertyBag)/(?:_rels/)?\w+\.xml(?:\.rels)?
    | xl/persons/\w+\.xml | xl/threadedComments/\w+\.xml""",
    re.X | re.I,
)
# Carried by many a harmless file, needed by none.
DROPPED = re.compile(
    r"docProps/thumbnail\.\w+|xl/calcChain\.xml|xl/printerSettings/.+|word/printerSettings/.+|.+/", re.I | re.S
)
_REFUSED = (
    (r"vbaProject|vbaData|macrosheets|\.bin$|customUI", Reason("模板里有宏或程序,请另存为不带宏的 .docx 或 .xlsx")),
    (r"embeddings|activeX|ctrlProps|oleObject", Reason("模板里嵌着别的文件或控件,请删去再上传")),
    (r"externalLinks|connections|queryTables|webextensions", Reason("模板连着别的文件或数据源,请断开链接再上传")),
    (r"pivot", Reason("模板里有数据透视表,请删去再上传")),
)
_BROKEN = Reason("文件打不开,可能没有传完;请用 Word 或 Excel 打开后另存一份")
_TOO_BIG = Reason("文件展开后太大,不像一份表格模板")


def parts_of(content: bytes) -> dict[str, bytes]:
    """The package's parts in their order, those left out that nobody needs. Raises Refused; parses nothing."""
    if len(content) > MOST_BYTES:
        raise Refused(Reason("模板超过 %(most)s MB,请删去图片再上传", most=MOST_BYTES >> 20))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(Reason("这是旧格式或有密码的文件,请去掉密码,另存为 .docx 或 .xlsx"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _look_at(entries)
            parts = {}
            for entry in entries:
                name = entry.filename
                if DROPPED.fullmatch(name):
                    continue
                with package.open(entry) as opened:
                    parts[name] = opened.read(entry.file_size + 1)
                if len(parts[name]) != entry.file_size:
                    raise Refused(_BROKEN)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError) as fault:
        raise Refused(_BROKEN) from fault
    except Exception as fault:
        if type(fault).__module__ == "zlib":
            raise Refused(_BROKEN) from fault
        raise
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            _look_inside(part)
    return parts


def kind_of(parts: dict[str, bytes]) -> str:
    """`docx` or `xlsx`. Raises Refused."""
    types = parts.get(CONTENT_TYPES, b"")
    if b"macroEnabled" in types:
        raise Refused(_REFUSED[0][1])
    if "word/document.xml" in parts and "xl/workbook.xml" not in parts:
        return "docx"
    if "xl/workbook.xml" in parts and "word/document.xml" not in parts:
        return "xlsx"
    raise Refused(Reason("这不是 .docx 或 .xlsx 文件,请用 Word 或 Excel 另存一份"))


def _look_at(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(_TOO_BIG)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise Refused(_BROKEN)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(Reason("文件有密码保护,请取消密码再上传"))
        if entry.file_size > MOST_PART or entry.file_size > (1 << 20) + MOST_RATIO * entry.compress_size:
            raise Refused(_TOO_BIG)
        if DROPPED.fullmatch(entry.filename):
            continue
        for pattern, reason in _REFUSED:
            if re.search(pattern, entry.filename, re.I):
                raise Refused(reason)
        if not ALLOWED.fullmatch(entry.filename):
            raise Refused(
                Reason("模板里有不认识的部分(%(part)s),请用 Word 或 Excel 另存一份", part=entry.filename[:60])
            )


def _look_inside(part: bytes) -> None:
    # Office programs write UTF-8; in another encoding the next line would see nothing.
    head = part[:200].lower()
    if b"\x00" in part[:4000] or (b"encoding=" in head and b"utf-8" not in head):
        raise Refused(_BROKEN)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(Reason("模板里有不该有的声明(DTD),请用 Word 或 Excel 另存一份"))
