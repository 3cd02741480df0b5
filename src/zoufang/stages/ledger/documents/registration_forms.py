"""《入户访问登记表》: a Word form per visit held, all in one archive."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zoufang.engines.archive import zip_of
from zoufang.engines.letters import Matter, RegistrationForm, registration_form
from zoufang.engines.sheets import Column
from zoufang.stages.ledger.documents import words
from zoufang.stages.ledger.rules.facts import CampaignFacts, FamilyFacts, VisitFacts
from zoufang.stages.ledger.states import DocumentKind
from zoufang.stages.visit.states import VisitState

KIND = DocumentKind.REGISTRATION_FORMS
FILE_NAME = "入户访问登记表.zip"
MEDIA_TYPE = "application/zip"
# What a page shows of each form.
COLUMNS = tuple(
    Column(title) for title in ("文件", "幼儿姓名", "走访教师", "走访时间", "走访方式", "受访家长及关系", "问题数")
)


@dataclass(frozen=True)
class NamedForm:
    """A form and the name of its file."""

    name: str
    form: RegistrationForm


def rows_of(facts: CampaignFacts, *, masked: bool) -> list[NamedForm]:
    """The forms, family by family in the ledger's order, each family's visits in the order of time."""
    return list(_forms(facts, masked=masked))


def lines_of(facts: CampaignFacts, *, masked: bool) -> list[list[str]]:
    """A line per form."""
    return [
        [f"{name}.docx", form.children, form.teachers, form.time, form.form, form.met, str(len(form.matters))]
        for name, form in ((each.name, each.form) for each in _forms(facts, masked=masked))
    ]


def draw(facts: CampaignFacts, *, masked: bool, note: str) -> tuple[bytes, int]:
    """The archive and its number of forms. `note` stands in none: a form is the visit's alone."""
    out = io.BytesIO()
    count = zip_of(
        ((f"{each.name}.docx", registration_form(each.form)) for each in _forms(facts, masked=masked)),
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
            yield NamedForm(f"{visit.class_name}-{who}", _form(facts, family, visit, masked=hidden))


def _form(facts: CampaignFacts, family: FamilyFacts, visit: VisitFacts, *, masked: bool) -> RegistrationForm:
    def text(said: str) -> str:
        return words.text(said, family.names, masked=masked)

    return RegistrationForm(
        school=facts.school,
        campaign=facts.name,
        class_name=visit.class_name,
        children=words.children(family, masked=masked),
        round_name=visit.round_name,
        teachers="、".join(visit.teachers),
        form=visit.form_label,
        time=words.span(visit.started_at, visit.ended_at),
        outcome=visit.outcome_label + (f"(第 {visit.attempt} 次)" if visit.attempt > 1 else ""),
        met=words.met(visit.met, masked=masked),
        phone=words.phone(family, visit.met, masked=masked),
        card=words.sent(family.card_at),
        letter=words.sent(family.letter_at),
        opinions=text(visit.opinions),
        follow_up="是" if visit.needs_follow_up else "否",
        confirmation=visit.confirmation_label,
        remark=text(visit.remark),
        matters=tuple(
            Matter(text(each.text), each.number, f"当场解决: {text(each.answer)}" if each.is_settled else "转园里办理")
            for each in visit.matters
        ),
    )
