"""《入户访问登记表》: a Word form per visit held, all in one archive."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zoufang.engines.archive import zip_of
from zoufang.engines.office import Template
from zoufang.engines.sheets import Column
from zoufang.stages.ledger.documents import words
from zoufang.stages.ledger.documents.layouts import CAMPAIGN, SCHOOL
from zoufang.stages.ledger.rules.facts import CampaignFacts, FamilyFacts, VisitFacts
from zoufang.stages.ledger.states import DocumentKind
from zoufang.stages.visit.states import VisitState

KIND = DocumentKind.REGISTRATION_FORMS
TITLE = "入户访问登记表"
FILE_NAME = "入户访问登记表.zip"
LAYOUT = "registration_form.docx"
LIST = "问题"
MEDIA_TYPE = "application/zip"
# A family that raised nothing has one line that says so.
NO_MATTER = [{"序号": "—", "内容": "未反映问题", "编号": "", "答复": ""}]
# What a page shows of each form.
COLUMNS = tuple(
    Column(title) for title in ("文件", "幼儿姓名", "走访教师", "走访时间", "走访方式", "受访家长及关系", "问题数")
)


@dataclass(frozen=True)
class NamedForm:
    """A form and the name of its file."""

    name: str
    form: dict[str, str]
    matters: list[dict[str, str]]


def rows_of(facts: CampaignFacts, *, masked: bool) -> list[NamedForm]:
    """The forms, family by family in the ledger's order, each family's visits in the order of time."""
    return list(_forms(facts, masked=masked))


def lines_of(facts: CampaignFacts, *, masked: bool) -> list[list[str]]:
    """A line per form."""
    shown = ("幼儿姓名", "走访教师", "走访时间", "走访方式", "受访家长及关系")
    return [
        [f"{each.name}.docx", *(each.form[name] for name in shown), str(len(each.matters))]
        for each in _forms(facts, masked=masked)
    ]


def draw(facts: CampaignFacts, *, masked: bool, note: str, layout: Template) -> tuple[bytes, int]:
    """The archive and its number of forms. `note` stands in none: a form is the visit's alone."""
    out = io.BytesIO()
    count = zip_of(
        (
            (f"{each.name}.docx", layout.fill({**each.form, LIST: each.matters or NO_MATTER}))
            for each in _forms(facts, masked=masked)
        ),
        out,
    )
    return out.getvalue(), count


def _forms(facts: CampaignFacts, *, masked: bool) -> Iterator[NamedForm]:
    places: Counter[str] = Counter()
    for family in facts.families:
        hidden = masked or family.is_hidden
        for visit in family.visits:
            if visit.state != VisitState.DONE:
                continue
            places[visit.class_name] += 1
            # The masked variant's names are opaque: a class and a number.
            who = f"{places[visit.class_name]:03d}" if hidden else "、".join(family.children)
            yield NamedForm(
                f"{visit.class_name}-{who}",
                _form(facts, family, visit, masked=hidden),
                _matters(family, visit, masked=hidden),
            )


def _form(facts: CampaignFacts, family: FamilyFacts, visit: VisitFacts, *, masked: bool) -> dict[str, str]:
    return {
        SCHOOL: facts.school,
        CAMPAIGN: facts.name,
        "班级": visit.class_name,
        "幼儿姓名": words.children(family, masked=masked),
        "轮次": visit.round_name,
        "走访教师": "、".join(visit.teachers),
        "走访方式": visit.form_label,
        "走访时间": words.span(visit.started_at, visit.ended_at),
        "走访结果": visit.outcome_label + (f"(第 {visit.attempt} 次)" if visit.attempt > 1 else ""),
        "受访家长及关系": words.met(visit.met, masked=masked),
        "联系电话": words.phone(family, visit.met, masked=masked),
        "联系服务卡": words.sent(family.card_at),
        "一封信": words.sent(family.letter_at),
        "意见建议": words.text(visit.opinions, family.names, masked=masked),
        "需继续跟进": "是" if visit.needs_follow_up else "否",
        "家长确认": visit.confirmation_label,
        "备注": words.text(visit.remark, family.names, masked=masked),
    }


def _matters(family: FamilyFacts, visit: VisitFacts, *, masked: bool) -> list[dict[str, str]]:
    def text(said: str) -> str:
        return words.text(said, family.names, masked=masked)

    return [
        {
            "序号": str(place),
            "内容": text(each.text),
            "编号": each.number,
            "答复": f"当场解决: {text(each.answer)}" if each.is_settled else "转园里办理",
        }
        for place, each in enumerate(visit.matters, start=1)
    ]
