"""A campaign of which it is known who was visited: honest visits with everything that looks odd and is not, and invented ones.

`campaign(seed)` → visits and, for each row that was invented, how.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from zoufang.engines.authenticity import Answer, Mode, Visit

FIRST_DAY = datetime(2026, 7, 20)
NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
WHO = ["妈妈", "爸爸", "奶奶", "爷爷", "姥姥", "姥爷", "姑姑", "父母"]
THINGS = [
    "吃饭挑食", "午睡时间", "户外活动", "接送时的停车", "晚接时间", "绘本借阅", "过敏食物", "园服大小", "口语表达", "穿脱衣服", "分离时哭闹", "伙食花样",
    "校门口的台阶", "喝水次数", "同伴关系", "手工材料", "看电视的时间", "体检结果", "流鼻血", "换牙", "兴趣班", "升班后的老师", "班级群消息", "暑期安全",
]  # fmt: skip
SAID = [
    "{who}说{thing}最近有些变化,想请老师留心", "谈到{thing},{who}讲了在家的办法,约好开学再看", "{who}问{thing}园里怎么安排,当场说明了", "{thing}上{who}担心较多,希望一周联系一次",
    "孩子在家主动说起{thing},{who}很高兴", "{who}提出{thing}能不能改,已记下", "上次说的{thing}已经好转,{who}道谢", "{who}记不清{thing}的规定,给看了一封信",
]  # fmt: skip
MORE = [
    "家里{n}口人,{who}带得多", "弟弟刚满{n}个月", "住{n}楼没有电梯", "每天{n}点多接", "准备{n}月搬家", "一周有{n}天老人接送", "孩子画了{n}张画给我们看", "约{n}号再通电话",
]  # fmt: skip
STOCK = [
    "无意见",
    "家长对幼儿园工作很满意,没有意见和建议。",
    "无",
    "家长表示满意",
    "家长感谢老师的付出,暂无建议",
    "没有意见",
]
MIX = [(Mode.HOME, 70), (Mode.SCHOOL, 12), (Mode.PHONE, 10), (Mode.VIDEO, 4), (Mode.COMMUNITY, 4)]
LENGTH = {Mode.HOME: 32, Mode.SCHOOL: 18, Mode.PHONE: 8, Mode.VIDEO: 12, Mode.COMMUNITY: 25}
Made = dict[int, Visit]


def campaign(seed: int, *, many: int = 2_000, invented: float = 0.05) -> tuple[list[Visit], dict[int, str]]:
    """The visits, and of each invented row the recipe."""
    chance = random.Random(seed)
    made: Made = {}
    classes: list[list[int]] = []
    schools = max(many // 330, 1)
    for school in range(schools):
        at = (36.8 + school * 0.31, 118.0 + chance.random())
        reach = chance.choice([1.5, 3, 4, 20])
        has_school_phone = school == schools - 1
        for klass in range(11):
            if len(made) < many:
                size = min(chance.randint(26, 34), many - len(made))
                classes.append(_class(chance, made, f"园{school}", f"{klass}班", at, reach, size, has_school_phone))
    recipes: dict[int, str] = {}
    names = list(RECIPES)
    chance.shuffle(names)
    chance.shuffle(classes)
    while len(recipes) < invented * many and classes:
        name = names[0]
        names = names[1:] + names[:1]
        # One recipe a class: a second would change what the first copied from.
        homes = [row for row in classes.pop() if made[row].mode == Mode.HOME]
        if len(homes) >= 10:
            if name == "another's device" and "公用" in made[homes[0]].device:
                continue
            for row in RECIPES[name](chance, made, homes):
                recipes[row] = name
                made[row] = _asked(chance, made[row], name)
    return [made[row] for row in sorted(made)], recipes


def _class(
    chance: random.Random, made: Made, school: str, klass: str, at: tuple[float, float], reach: float, size: int,
    has_school_phone: bool,
) -> list[int]:  # fmt: skip
    teachers = tuple(f"{chance.choice(NAMES)}{school}{klass}{letter}" for letter in "甲乙")
    phones = [f"{school}公用机"] if has_school_phone else [f"机-{school}{klass}{n}" for n in "12"]
    keeps_place, rounds, is_tower = chance.random() < 0.75, chance.random() < 0.3, chance.random() < 0.2
    tower = _near(chance, at, reach * 500)
    rows, day, now = [], 0, FIRST_DAY
    left = chance.randint(3, 6)
    is_offline = False
    before: Visit | None = None
    stood = at
    now = FIRST_DAY + timedelta(hours=chance.choice([9, 14]), minutes=chance.randint(0, 40))
    for number in range(size):
        if left == 0:
            day, left, before, stood = day + chance.randint(1, 2), chance.randint(3, 6), None, at
            is_offline = chance.random() < 0.2
            now = FIRST_DAY + timedelta(days=day, hours=chance.choice([9, 14, 17]), minutes=chance.randint(0, 40))
        left -= 1
        mode = chance.choices([m for m, _ in MIX], [w for _, w in MIX])[0]
        home = _near(chance, tower, 12) if is_tower and chance.random() < 0.7 else _near(chance, at, reach * 1000)
        sibling = before if before and before.mode == mode == Mode.HOME and chance.random() < 0.03 else None
        if sibling and sibling.place:
            home = sibling.place
        stands = {Mode.SCHOOL: _near(chance, at, 10), Mode.COMMUNITY: _near(chance, tower, 10), Mode.HOME: home}.get(
            mode, stood
        )
        now += timedelta(minutes=4 + _km(stood, stands) * 60 / chance.uniform(12, 45) + chance.uniform(0, 5))
        stood = stands
        minutes = max(math.exp(chance.gauss(math.log(LENGTH[mode]), 0.3)), 2)
        start, end = _clock(now, rounds), _clock(now + timedelta(minutes=minutes), rounds)
        if sibling and sibling.started and sibling.ended:
            start, end = sibling.started, sibling.ended
        written = end + timedelta(minutes=chance.uniform(-2, 9))
        if chance.random() < 0.05:
            written = end + timedelta(hours=chance.uniform(3, 30))
        sent = written + timedelta(seconds=chance.uniform(1, 60))
        if is_offline:
            sent = datetime(end.year, end.month, end.day) + timedelta(days=1, hours=8, seconds=chance.uniform(0, 50))
        place = _near(chance, stands, 8)
        keeps = keeps_place and chance.random() < 0.9 and mode not in (Mode.PHONE, Mode.VIDEO)
        row = len(made) + 2
        said = chance.choices(["yes", "unsure", "no", ""], [45, 3, 0.7, 51])[0]
        family = f"{school}{klass}家{number}"
        own = f"家机{row}" if chance.random() > 0.03 else f"家机{max(row - 1, 2)}"
        made[row] = Visit(
            row=row, id=f"v{row}", school=school, klass=klass, teachers=teachers, mode=mode, started=start, ended=end,
            family=sibling.family if sibling and chance.random() < 0.7 else family,
            recorded=written, synced=max(sent, written), device=phones[0] if chance.random() < 0.75 else phones[-1],
            latitude=round(place[0], 6) if keeps else None, longitude=round(place[1], 6) if keeps else None,
            text=chance.choice(STOCK) if chance.random() < 0.3 else text(chance),
            picture=f"p{row}.jpg" if chance.random() < 0.4 else "",
            answer=Answer(said), family_device=own if said else "",
        )  # fmt: skip
        rows.append(row)
        now, before = end, made[row]
    return rows


def text(chance: random.Random) -> str:
    """What a teacher writes of a family."""
    who = chance.choice(WHO)
    told = [
        chance.choice(SAID).format(who=who, thing=thing) for thing in chance.sample(THINGS, chance.choice([1, 1, 2]))
    ]
    if chance.random() < 0.6:
        told.append(chance.choice(MORE).format(who=who, n=chance.randint(2, 12)))
    return ";".join(told) + "。"


def _asked(chance: random.Random, visit: Visit, recipe: str) -> Visit:
    if recipe == "answered by the teacher":
        return visit
    said = chance.choices(["no", "unsure", "", "yes"], [20, 5, 62, 13])[0]
    return replace(visit, answer=Answer(said), family_device=f"家机{visit.row}" if said else "")


def _batch(chance: random.Random, homes: list[int], least: int = 4, most: int = 9) -> list[int]:
    size = min(chance.randint(least, most), len(homes))
    at = chance.randrange(len(homes) - size + 1)
    return homes[at : at + size]


def _cafe(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = _batch(chance, homes)
    spot = _near(chance, made[rows[0]].place or (36.8, 118.2), 800)
    noise = chance.choice([0, 6])
    last = max(made[row].ended or FIRST_DAY for row in rows) + timedelta(hours=chance.choice([1, 3, 20]))
    for row in rows:
        last += timedelta(minutes=chance.uniform(0.7, 3.5))
        la, lo = _near(chance, spot, noise) if noise else spot
        made[row] = replace(made[row], latitude=la, longitude=lo, recorded=last, synced=last, text=chance.choice(STOCK))
    return rows


def _copied_text(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = _batch(chance, homes)
    source = text(chance) + text(chance) if chance.random() < 0.3 else made[chance.choice(list(made))].text
    source = source if len(source) > 12 and source not in STOCK else text(chance)
    for row in rows:
        letters = list(source)
        for _ in range(chance.randint(0, 4)):
            letters[chance.randrange(len(letters))] = chance.choice(["的", "了", "很", "", "在", ","])
        made[row] = replace(made[row], text="".join(letters))
    return rows


def _copied_picture(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = _batch(chance, homes, 2, 6)
    source = chance.choice([each.picture for each in made.values() if each.picture])
    for number, row in enumerate(rows):
        how = chance.choice(["", "#mirrored", "#cropped", "#again"])
        made[row] = replace(made[row], picture=f"{source}{how}{number if how else ''}")
    return rows


def _shifted(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    size = min(5, len(homes) // 2)
    first, second = homes[:size], homes[-size:]
    by = timedelta(days=chance.randint(1, 9), hours=chance.choice([0, 0, 1]))
    for source, row in zip(first, second, strict=True):
        one = made[source]
        start, end = (one.started or FIRST_DAY) + by, (one.ended or FIRST_DAY) + by
        late = end + timedelta(minutes=chance.uniform(1, 9))
        made[row] = replace(made[row], started=start, ended=end, recorded=late, synced=late)
    return second


def _call(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = chance.sample(homes, 5)
    spot = _near(chance, made[rows[0]].place or (36.8, 118.2), 300)
    kind = chance.choice(["none", "spot"])
    for row in rows:
        end = (made[row].started or FIRST_DAY) + timedelta(minutes=max(math.exp(chance.gauss(math.log(8), 0.3)), 2))
        la, lo = _near(chance, spot, 8) if kind == "spot" else (None, None)
        late = end + timedelta(minutes=3)
        made[row] = replace(made[row], ended=end, latitude=la, longitude=lo, recorded=late, synced=late)
    return rows


def _by_teacher(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = chance.sample(homes, 7)
    device = chance.choice([made[rows[0]].device, "老师另一部手机" + made[rows[0]].klass + made[rows[0]].school])
    for row in rows:
        made[row] = replace(made[row], answer=Answer.YES, family_device=device)
    return rows


def _constant(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = chance.sample(homes, 6)
    la, lo = _near(chance, made[rows[0]].place or (36.8, 118.2), 500)
    for row in rows:
        made[row] = replace(made[row], latitude=round(la, 5), longitude=round(lo, 5))
    return rows


def _far(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = [row for at, row in enumerate(homes) if at % 2 and _is_same_day(made[row], made[homes[at - 1]])][:4]
    for row in rows:
        la, lo = _near(chance, made[row].place or (36.8, 118.2), 40_000)
        made[row] = replace(made[row], latitude=la + 0.3, longitude=lo)
    return rows


def _is_same_day(one: Visit, other: Visit) -> bool:
    placed = bool(one.place and other.place and one.started and other.started)
    return placed and one.started.date() == other.started.date()  # type: ignore[union-attr]


def _other_device(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = _batch(chance, homes)
    one = made[rows[0]]
    other = chance.choice(
        [v.device for v in made.values() if v.school == one.school and v.klass != one.klass and v.device != one.device]
        or [one.device]
    )
    for row in rows:
        made[row] = replace(made[row], device=other)
    return rows


def _overlap(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = homes[1:9:2]
    for row in rows:
        other = made[homes[homes.index(row) - 1]]
        start = (other.started or FIRST_DAY) + timedelta(minutes=chance.uniform(2, 12))
        end = start + timedelta(minutes=30)
        made[row] = replace(made[row], started=start, ended=end, recorded=end, synced=end)
    return rows


def _short(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = chance.sample(homes, 5)
    for row in rows:
        end = (made[row].started or FIRST_DAY) + timedelta(minutes=chance.uniform(1, 6))
        made[row] = replace(made[row], ended=end, recorded=end, synced=end)
    return rows


def _late(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = chance.sample(homes, chance.randint(4, 9))
    last = max(made[row].ended or FIRST_DAY for row in rows) + timedelta(days=chance.randint(1, 9))
    for row in rows:
        last += timedelta(minutes=chance.uniform(0.5, 4))
        made[row] = replace(made[row], recorded=last, synced=last)
    return rows


def _march(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = homes[:6]
    start = (made[rows[0]].started or FIRST_DAY).replace(second=0) + timedelta(days=chance.choice([0, 7]))
    step = chance.choice([30, 40, 45])
    for number, row in enumerate(rows):
        begun = start + timedelta(minutes=step * number)
        end = begun + timedelta(minutes=step - chance.choice([0, 10]))
        end = begun + timedelta(minutes=step) if step == 30 else end if step != 45 else begun + timedelta(minutes=35)
        made[row] = replace(made[row], started=begun, ended=end, recorded=end, synced=end)
    return rows


def _moved(chance: random.Random, made: Made, homes: list[int]) -> list[int]:
    rows = _batch(chance, homes, 4, 6)
    by = timedelta(days=chance.randint(1, 6), hours=chance.choice([0, 0, 2]))
    for row in rows:
        one = made[row]
        made[row] = replace(one, started=(one.started or FIRST_DAY) - by, ended=(one.ended or FIRST_DAY) - by)
    return rows


RECIPES: dict[str, Callable[[random.Random, Made, list[int]], list[int]]] = {
    "café batch": _cafe,
    "copied text": _copied_text,
    "copied picture": _copied_picture,
    "shifted times": _shifted,
    "call told as home": _call,
    "answered by the teacher": _by_teacher,
    "constant position": _constant,
    "impossible travel": _far,
    "another's device": _other_device,
    "two at once": _overlap,
    "too short": _short,
    "late burst": _late,
    "regular times": _march,
    "moved to another day": _moved,
}


def draw_pictures(visits: list[Visit], folder: Path, *, seed: int) -> None:
    """The pictures of the visits as files: rooms with people, drawn; copies mirrored, cropped, written anew."""
    from PIL import Image, ImageOps

    for name in sorted({each.picture for each in visits if each.picture}):
        source, _, how = name.partition("#")
        shown = _scene(random.Random(f"{seed} {source}"))
        own = random.Random(f"{seed} {name}")
        if how.startswith("mirrored"):
            shown = ImageOps.mirror(shown)
        elif how.startswith("cropped"):
            width, height = shown.size
            left, top, right, bottom = (own.uniform(0.0, 0.12) for _ in range(4))
            shown = shown.crop(
                (int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom)))
            )
        elif how:
            shown = shown.resize((280, 210), Image.Resampling.BILINEAR)
        shown.save(folder / name, "JPEG", quality=own.randint(55, 90) if how else 88)


def _scene(chance: random.Random):  # type: ignore[no-untyped-def]
    from PIL import Image, ImageDraw, ImageFilter

    wall, floor = (tuple(chance.randint(40, 230) for _ in range(3)) for _ in range(2))
    scene = Image.new("RGB", (400, 300), wall)
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, chance.randint(170, 230), 400, 300), fill=floor)
    for _ in range(chance.randint(7, 14)):
        x, y, w, h = (
            chance.randint(-30, 380),
            chance.randint(-20, 260),
            chance.randint(20, 140),
            chance.randint(20, 140),
        )
        colour = tuple(chance.randint(0, 255) for _ in range(3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)((x, y, x + w, y + h), fill=colour)
    return scene.filter(ImageFilter.GaussianBlur(1.2))


def _clock(time: datetime, rounds: bool) -> datetime:
    time = time.replace(microsecond=0)
    return time.replace(minute=time.minute // 5 * 5, second=0) if rounds else time


def _near(chance: random.Random, place: tuple[float, float], metres: float) -> tuple[float, float]:
    north, east = (chance.gauss(0, metres) for _ in range(2))
    return place[0] + north / 111_000, place[1] + east / 89_000


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot((a[0] - b[0]) * 111, (a[1] - b[1]) * 89)
