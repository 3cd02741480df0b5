"""The package's own lists (content types, relationships) without what leads outside."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from typing import Any

from lxml import etree

from zoufang.engines.office.guard import DROPPED
from zoufang.engines.office.marks import parsed
from zoufang.engines.refusal import Reason, Refused

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Links of text become text; the template that a document was made from is not needed to read it.
_CUT_LOOSE = ("/hyperlink", "/attachedTemplate")


def written(root: Any) -> str:
    """The element as a whole part."""
    text: str = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text


def types_of(xml: bytes, *, parts: Collection[str], pictures: bool) -> str:
    """Content types of the parts that are left; PNG and JPEG where pictures will come."""
    root = parsed(xml)
    for each in list(root):
        if each.tag == _TYPES + "Override" and each.get("PartName", "").lstrip("/") not in parts:
            root.remove(each)
    known = {each.get("Extension", "").lower() for each in root if each.tag == _TYPES + "Default"}
    for ending in ("png", "jpeg") if pictures else ():
        if ending not in known:
            root.insert(0, root.makeelement(_TYPES + "Default", Extension=ending, ContentType=f"image/{ending}"))
    return written(root)


class Relations:
    """One part's relationships: what stays, the ids that were cut loose, where each id leads."""

    def __init__(self, name: str, xml: bytes | None) -> None:
        self.part = part_of(name)
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.loose: set[str] = set()
        self.root = parsed(xml) if xml else etree.Element(_RELS + "Relationships", nsmap={None: _RELS[1:-1]})
        for each in list(self.root):
            key, kind, target = each.get("Id", ""), each.get("Type", ""), each.get("Target", "")
            if each.get("TargetMode") == "External":
                if not kind.endswith(_CUT_LOOSE):
                    raise Refused(Reason("模板连着外面的文件或网址(不只是文字链接),请断开链接再上传"))
                self.loose.add(key)
                self.root.remove(each)
                continue
            place = posixpath.normpath(posixpath.join("/", posixpath.dirname(self.part), target)).lstrip("/")
            if DROPPED.fullmatch(place):
                self.loose.add(key)
                self.root.remove(each)
                continue
            self.targets[key], self.kinds[key] = place, kind.rpartition("/")[2]

    def leading_to(self, kind: str) -> list[str]:
        """The parts of this kind."""
        return [self.targets[key] for key, each in self.kinds.items() if each == kind]

    def text(self) -> str:
        """The part's text."""
        return written(self.root)


def part_of(rels: str) -> str:
    """The part that a relationships part belongs to: word/_rels/document.xml.rels → word/document.xml."""
    folder, _, file = rels.rpartition("/")
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def rels_of(part: str) -> str:
    """The other way round."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


def relations_of(parts: dict[str, bytes]) -> dict[str, Relations]:
    """Every relationships part of the package, by the part that it belongs to. Raises Refused."""
    found = (Relations(name, xml) for name, xml in parts.items() if name.endswith(".rels"))
    return {each.part: each for each in found}
