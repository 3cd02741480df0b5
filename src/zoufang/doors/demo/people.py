"""Invented people: names, addresses and phones, the same for the same seed. Nobody real is meant.

Phones are made up and nothing ever calls them; names are drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "夏侯")
GIRL = "梓涵欣怡诗雨萱可馨语桐一诺若汐思妍佳琪雅婷静姝心悦芷晴沐瑶念初书瑶依诺"
BOY = "浩宇子轩博文俊熙奕辰宇航明哲皓然天佑嘉懿泽睿景行承泽致远昊天铭轩一鸣亦凡"
GROWN_MEN = "建国志强伟明海涛国庆永刚立军晓东文斌振华光辉新民"
GROWN_WOMEN = "秀英丽娟晓燕红梅海霞玉兰春花美玲雪琴桂芳慧敏爱华"
MINORITY = (("阿依古丽·买买提", "买买提·艾力", "父亲"), ("扎西顿珠", "卓玛", "母亲"))
NEIGHBOURHOODS = ("云溪", "青石", "南河", "东岭", "白鹭", "柳岸", "长亭", "新桥", "北苑", "枫林")
ESTATES = (
    "和平里",
    "河滨新村",
    "柳岸花园",
    "青石小区",
    "枫林苑",
    "机械厂宿舍",
    "南河家园",
    "白鹭湾",
    "东岭新区",
    "长亭雅居",
    "新桥小区",
    "北苑公寓",
)


@dataclass(frozen=True)
class Grown:
    """A guardian or member of staff."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class Family:
    """A household to be: one or two guardians, one child or (siblings) two."""

    children: tuple[tuple[str, str, date], ...]
    guardians: tuple[Grown, ...]
    address: str


class People:
    """Draws people one after the other."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  (invented people, no secret)
        self._phones = 0

    def surname(self) -> str:
        return self._random.choice(COMPOUND) if self._random.random() < 0.01 else self._random.choice(SURNAMES)

    def given(self, letters: str) -> str:
        start = 2 * self._random.randrange(len(letters) // 2)
        return letters[start : start + 2] if self._random.random() < 0.85 else letters[start]

    def phone(self) -> str:
        self._phones += 1
        return f"1990000{self._phones:04d}"

    def staff(self) -> str:
        """A colleague's name; four of five are women, as in kindergartens."""
        letters = GROWN_MEN if self._random.random() < 0.2 else GROWN_WOMEN
        return self.surname() + self.given(letters)

    def family(self, born_from: date, *, siblings: date | None = None) -> Family:
        """A household with a child born within the year after `born_from`, and perhaps one after `siblings`."""
        if self._random.random() < 0.01:
            child, guardian, relation = self._random.choice(MINORITY)
            grown = (Grown(guardian, relation, self.phone()),)
            return Family(((child, "unknown", self._day(born_from)),), grown, self._address())
        father, mother = self.surname(), self.surname()
        children = [self._child(father, born_from)]
        if siblings is not None:
            children.append(self._child(father, siblings))
        parents = [
            Grown(father + self.given(GROWN_MEN), "父亲", self.phone()),
            Grown(mother + self.given(GROWN_WOMEN), "母亲", self.phone()),
        ]
        self._random.shuffle(parents)
        kept = parents if self._random.random() < 0.7 else parents[:1]
        if self._random.random() < 0.06:
            kept = [Grown(self.surname() + self.given(GROWN_WOMEN), "奶奶", self.phone())]
        return Family(tuple(children), tuple(kept), self._address())

    def _child(self, surname: str, born_from: date) -> tuple[str, str, date]:
        is_girl = self._random.random() < 0.48
        given = self.given(GIRL if is_girl else BOY)
        return surname + given, "girl" if is_girl else "boy", self._day(born_from)

    def _day(self, born_from: date) -> date:
        return born_from + timedelta(days=self._random.randrange(365))

    def _address(self) -> str:
        estate, street = self._random.choice(ESTATES), self._random.choice(NEIGHBOURHOODS)
        house, entrance, flat = (self._random.randint(1, n) for n in (24, 4, 6))
        return f"云溪区{street}街道{estate}{house}号楼{entrance}单元{flat}0{self._random.randint(1, 2)}"
