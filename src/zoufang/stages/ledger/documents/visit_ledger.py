"""走访台账: a row per family, counted once in its highest mode; families not visited stand with their state."""

from __future__ import annotations

from zoufang.engines.office import Template
from zoufang.engines.sheets import Column
from zoufang.stages.ledger.documents import words
from zoufang.stages.ledger.documents.layouts import CAMPAIGN, NOTE, SCHOOL, listed
from zoufang.stages.ledger.rules.facts import CampaignFacts, FamilyFacts
from zoufang.stages.ledger.rules.standing import state_of_unvisited, visit_that_counts
from zoufang.stages.ledger.states import DocumentKind

KIND = DocumentKind.VISIT_LEDGER
TITLE = "走访台账"
FILE_NAME = "走访台账.xlsx"
LAYOUT = "visit_ledger.xlsx"
# The list whose row repeats; its names are the columns'.
LIST = "各户"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Source: domain §1.
COLUMNS = (
    Column("序号", 5),
    Column("班级", 11),
    Column("幼儿姓名", 12),
    Column("走访教师", 15),
    Column("走访时间", 21),
    Column("走访方式", 12),
    Column("受访家长及关系", 15),
    Column("联系电话", 13),
    Column("联系卡送达", 12),
    Column("一封信送达", 12),
    Column("反映问题数", 7),
    Column("问题编号", 15),
    Column("现场解决数", 7),
    Column("家长确认", 9),
    Column("备注", 24),
)


def rows_of(facts: CampaignFacts, *, masked: bool) -> list[list[str]]:
    """The rows, in the order of classes and rosters."""
    return [[str(n), *_row(family, masked=masked)] for n, family in enumerate(facts.families, start=1)]


lines_of = rows_of


def draw(facts: CampaignFacts, *, masked: bool, note: str, layout: Template) -> tuple[bytes, int]:
    """The workbook and its number of rows."""
    rows = rows_of(facts, masked=masked)
    record = {SCHOOL: facts.school, CAMPAIGN: facts.name, NOTE: note, LIST: listed(COLUMNS, rows)}
    return layout.fill(record), len(rows)


def _row(family: FamilyFacts, *, masked: bool) -> list[str]:
    masked = masked or family.is_hidden
    visit = visit_that_counts(family.visits)
    who = ["、".join(family.class_names), words.children(family, masked=masked)]
    if visit is None:
        seen = ["", "", state_of_unvisited(family), "", words.phone(family, "", masked=masked)]
        confirmed = ""
    else:
        seen = [
            "、".join(visit.teachers),
            words.span(visit.started_at, visit.ended_at),
            visit.form_label,
            words.met(visit.met, masked=masked),
            words.phone(family, visit.met, masked=masked),
        ]
        confirmed = visit.confirmation_label
    papers = [words.sent(family.card_at), words.sent(family.letter_at)]
    raised = [str(len(family.problem_numbers)), "\n".join(family.problem_numbers), str(family.settled_count)]
    return [*who, *seen, *papers, *raised, confirmed, _remark(family, masked=masked)]


def _remark(family: FamilyFacts, *, masked: bool) -> str:
    visit = visit_that_counts(family.visits)
    said: list[str] = []
    if visit is None and family.booked_at and not family.visits:
        said.append(f"约在 {words.moment(family.booked_at)}")
    if visit is None and family.visits and family.visits[-1].attempt > 1:
        said.append(f"已联系 {family.visits[-1].attempt} 次")
    if visit is not None and visit.needs_follow_up:
        said.append("需继续跟进")
    if visit is not None and visit.remark:
        said.append(words.text(visit.remark, family.names, masked=masked))
    return "; ".join(said)
