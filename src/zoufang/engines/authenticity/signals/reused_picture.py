"""One picture under several families: the same bytes, the same sight (also mirrored or cropped), or the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zoufang.engines.authenticity import blaming
from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.fingerprints import Print, alike, read_print
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Visit
from zoufang.engines.refusal import Reason

MOST_WITH_PARTS = 4_000
# Names that cameras and messengers give anew on every phone.
_CAMERA_NAME = re.compile(r"(?i)^(img|dsc|dscn|dscf|pic|image|photo|mmexport|wx_camera_)?[_-]?\d{1,5}\.\w+$")
USUAL_SHARE = 0.15


def look(campaign: Campaign) -> Iterator[Hint]:
    by_picture: dict[str, list[Visit]] = {}
    for each in campaign.visits:
        if each.picture:
            by_picture.setdefault(each.picture, []).append(each)
    prints = _prints(campaign, by_picture)
    by_bytes: dict[str, list[Visit]] = {}
    for name, shown in prints.items():
        by_bytes.setdefault(shown.digest, []).extend(by_picture[name])
    for group in by_bytes.values():
        yield from _told(campaign, group, Reason("同一张照片"), 1.0)
    by_name: dict[str, list[Visit]] = {}
    for name, visits in by_picture.items():
        if name not in prints:
            by_name.setdefault(_last_part(name), []).extend(visits)
    yield from _same_names(campaign, by_name)
    for pair in alike(prints, with_parts=len(prints) <= MOST_WITH_PARTS):
        reason = Reason("左右翻转的同一张照片") if pair.is_mirrored else Reason("重存或裁剪过的同一张照片")
        copies, sources = by_picture[pair.copy], by_picture[pair.source]
        if pair.is_part:
            for each in copies:
                if any(each.household != other.household for other in sources):
                    yield Hint(each.row, 1.0, _reason(each, [*copies, *sources], reason))
        else:
            yield from _told(campaign, [*copies, *sources], reason, 1.0)


def _prints(campaign: Campaign, by_picture: dict[str, list[Visit]]) -> dict[str, Print]:
    if campaign.folder is None:
        return {}
    folder = campaign.folder.resolve()
    found = {}
    for name in by_picture:
        path = _inside(folder, name)
        shown = read_print(path) if path else None
        if shown:
            found[name] = shown
    return found


def _inside(folder: Path, name: str) -> Path | None:
    """The file beside the list; a path that leads out of its folder is only a name."""
    try:
        path = (folder / name.replace("\\", "/")).resolve()
    except (OSError, ValueError):
        return None
    return path if path.is_relative_to(folder) and path.is_file() else None


def _same_names(campaign: Campaign, by_name: dict[str, list[Visit]]) -> Iterator[Hint]:
    groups = {name: group for name, group in by_name.items() if len({each.household for each in group}) > 1}
    total = sum(map(len, by_name.values()))
    is_usual = sum(map(len, groups.values())) > USUAL_SHARE * total and total >= SIGNAL.least * 15
    for name, group in groups.items():
        is_camera = bool(_CAMERA_NAME.match(name)) and len({each.device or each.crew for each in group}) > 1
        part = 0.3 if is_camera and is_usual else 0.8 if is_camera else 1.0
        yield from _told(campaign, group, Reason("同名的照片"), part)


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1].casefold()


def _told(campaign: Campaign, group: list[Visit], reason: Reason, part: float) -> Iterator[Hint]:
    if len({each.household for each in group}) > 1:
        meant = blaming.of_copies(campaign, group)
        for each in group:
            yield Hint(each.row, meant[each.row] * part, _reason(each, group, reason))


def _reason(visit: Visit, group: list[Visit], reason: Reason) -> Reason:
    other = next(each for each in group if each.household != visit.household)
    return Reason("%(what)s也用在另一家的走访(%(id)s)", what=reason, id=other.id)


SIGNAL = Signal(
    name="reused_picture",
    side=Side.PICTURE,
    sees=Reason("一张照片用在几个家庭"),
    innocent=Reason("传照片时可能选错了,几家也可能一起合影"),
    least=2,
    weight=0.8,
    look=look,
    is_firm=True,
)
