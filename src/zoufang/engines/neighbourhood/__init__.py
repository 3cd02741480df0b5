"""The name of a neighbourhood in an address, by simple rules: 小区, 村, else the street, else the 街道 or 镇."""

from __future__ import annotations

import re

LONGEST = 20
# Provinces, cities and districts say too little; 小区 is no district.
_ABOVE = re.compile(r"^(?:[^省市区县路街村\d]{1,8}(?:省|自治区|市|(?<!小)(?<!社)区|县|旗))+")
_TOWN = re.compile(r"^[^路街村\d]{1,8}?(?:街道|镇|乡)(?:办事处)?")
_ESTATE = re.compile(
    r"([^\d号弄巷路街道\s,,。]{1,12}?(?:小区|社区|花园|花苑|家园|嘉园|公寓|新村|新苑|公馆|山庄|庄园|雅苑|佳苑|苑|院(?=\d|$)|城(?=\d|$)))"
)
_VILLAGE = re.compile(r"([^\d号弄巷路街道\s,,。]{1,10}村)")
_STREET = re.compile(r"([^\d号弄\s,,。]{1,10}?(?:大道|大街|路|街|巷|弄|胡同))")


def neighbourhood_in(address: str) -> str:
    """阳光小区, 柳岸路, 石门村; '' where nothing is found. No number of house or door is in it."""
    rest = _ABOVE.sub("", re.sub(r"\s+", "", address))
    town = _TOWN.match(rest)
    rest = rest[town.end() :] if town else rest
    for pattern in (_ESTATE, _VILLAGE, _STREET):
        if found := pattern.search(rest):
            return found[1][:LONGEST]
    return town[0][:LONGEST] if town else ""
