"""Which texts say something of this family, and which are what everybody says."""

from __future__ import annotations

import re
from functools import lru_cache

from zoufang.engines.lexicon import normalise

_STOCK = re.compile(
    "家长|老师|教师|幼儿园|学校|园里|园方|孩子|幼儿|宝宝|工作|表示|认为|觉得|反映|目前|暂时|没有|暂无|意见|建议|问题|困难|诉求|"
    "需求|要求|其他|任何|什么|特别|感谢|谢谢|满意|支持|配合|理解|认可|肯定|一切|正常|良好|非常|比较|十分|很好|都好|挺好|"
    "继续|希望|走访|家访|对|都|的|了|和|及|也|很|无|没|好|我们|各项|各方面|情况|总体|整体|教育|教学|保育|付出|辛苦"
)
FEWEST_TELLING = 6


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """The text without punctuation, blanks and width."""
    return normalise(text).replace(" ", "")


@lru_cache(maxsize=200_000)
def telling(text: str) -> int:
    """How many characters of it are not what everybody says."""
    return len(_STOCK.sub("", plain(text)))


def is_stock(text: str) -> bool:
    """“无意见”, “家长对幼儿园工作很满意”: two families may well be noted with the same."""
    return telling(text) < FEWEST_TELLING
