"""The built-in layouts of the documents: ordinary office templates, as an office would make its own."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

from zoufang.engines.office import Name, Template, compile_own, compile_template
from zoufang.engines.sheets import Column

FOLDER = Path(__file__).resolve().parent.parent / "layouts"
# What every layout may name.
SCHOOL, CAMPAIGN, NOTE = "学校", "活动", "说明"
_QUOTES = str.maketrans("", "", "“”《》")


def built_in(file_name: str) -> bytes:
    """A built-in layout as it may be downloaded."""
    return (FOLDER / file_name).read_bytes()


@functools.lru_cache(maxsize=8)
def compiled_upload(content: bytes) -> Template:
    """An office's own layout: parsed in a process with limits, kept compiled. Raises Refused."""
    return compile_template(content)


@functools.cache
def compiled(file_name: str) -> Template:
    """The same, compiled once per process."""
    return compile_own(built_in(file_name))


def names_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """What a column is called in a layout: its title without quotation marks."""
    return tuple(column.title.translate(_QUOTES) for column in columns)


def listed(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    """Rows by the names of their columns."""
    names = names_of(columns)
    return [dict(zip(names, row, strict=True)) for row in rows]


# What a sample shows of each name.
EXAMPLES = {
    SCHOOL: "城东幼儿园",
    CAMPAIGN: "城东幼儿园大走访",
    NOTE: "第 1 版　2026-09-01 10:00 由系统生成　姓名、电话已脱敏",
    "序号": "1",
    "班级": "小（1）班",
    "幼儿姓名": "陈**",
    "走访教师": "张老师、李老师",
    "走访时间": "2026-07-19 10:00–10:25",
    "走访方式": "入户走访",
    "走访结果": "见到了",
    "轮次": "第一轮",
    "受访家长及关系": "陈**(父亲)",
    "联系电话": "138****",
    "联系卡送达": "2026-07-19 电子版",
    "一封信送达": "2026-07-19 电子版",
    "联系服务卡": "2026-07-19 电子版",
    "一封信": "2026-07-19 电子版",
    "反映问题数": "1",
    "现场解决数": "0",
    "问题编号": "WT-2026-0001",
    "编号": "WT-2026-0001",
    "家长确认": "是",
    "来源": "走访",
    "反映人": "陈**",
    "问题内容": "希望延长午睡时间",
    "内容": "希望延长午睡时间",
    "答复": "转园里办理",
    "诉求类型": "建议",
    "问题类别": "保育教育",
    "对应九有": "幼有所育",
    "层级": "园级",
    "责任部门": "保教处",
    "责任人": "吴主任",
    "整改措施": "调整作息",
    "整改时限": "2026-08-01",
    "办理进展": "已销号",
    "办结情形": "已办结",
    "办结时间": "2026-07-25 16:00",
    "佐证": "已到班核实",
    "答复家长时间与方式": "2026-07-25 16:10 电话",
    "家长是否认可": "认可(满意)",
    "销号人与销号时间": "钱副园长 2026-07-26 09:00",
    "意见建议": "希望多一些户外活动",
    "需继续跟进": "否",
}


def sample_of(names: Iterable[Name]) -> dict[str, object]:
    """A record with an example for each of these names; lists have three rows."""
    record: dict[str, object] = {}
    for name in names:
        example = EXAMPLES.get(name.path[-1], "")
        if len(name.path) == 1:
            record[name.path[0]] = example
        else:
            rows = record.setdefault(name.path[0], [{}, {}, {}])
            for number, row in enumerate(rows, start=1):  # type: ignore[arg-type, var-annotated]
                row[name.path[1]] = str(number) if name.path[1] == "序号" else example
    return record
