"""《问题整改台账》: a row per problem that stands in ledgers (see rules/standing)."""

from __future__ import annotations

from zoufang.engines.office import Template
from zoufang.engines.sheets import Column
from zoufang.stages.ledger.documents import words
from zoufang.stages.ledger.documents.layouts import CAMPAIGN, NOTE, SCHOOL, listed
from zoufang.stages.ledger.rules.facts import CampaignFacts, ProblemFacts
from zoufang.stages.ledger.rules.masking import CONFIDENTIAL
from zoufang.stages.ledger.states import DocumentKind
from zoufang.stages.problem.states import ProblemState

KIND = DocumentKind.RECTIFICATION_LEDGER
TITLE = "问题整改台账"
FILE_NAME = "问题整改台账.xlsx"
LAYOUT = "rectification_ledger.xlsx"
# The list whose row repeats; its names are the columns'.
LIST = "问题"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Source: domain §1.
COLUMNS = (
    Column("序号", 5),
    Column("问题编号", 15),
    Column("来源", 9),
    Column("班级", 11),
    Column("反映人", 11),
    Column("问题内容", 36),
    Column("诉求类型", 8),
    Column("问题类别", 14),
    Column("对应“九有”", 10),
    Column("层级", 9),
    Column("责任部门", 12),
    Column("责任人", 9),
    Column("整改措施", 28),
    Column("整改时限", 12),
    Column("办理进展", 11),
    Column("办结情形", 18),
    Column("办结时间", 15),
    Column("佐证", 16),
    Column("答复家长时间与方式", 19),
    Column("家长是否认可", 14),
    Column("销号人与销号时间", 18),
    Column("合并关系", 16),
    Column("备注", 16),
)


def rows_of(facts: CampaignFacts, *, masked: bool) -> list[list[str]]:
    """The rows, in the order in which the problems were raised."""
    return [[str(n), *_row(problem, masked=masked)] for n, problem in enumerate(facts.problems, start=1)]


lines_of = rows_of


def draw(facts: CampaignFacts, *, masked: bool, note: str, layout: Template) -> tuple[bytes, int]:
    """The workbook and its number of rows."""
    rows = rows_of(facts, masked=masked)
    record = {SCHOOL: facts.school, CAMPAIGN: facts.name, NOTE: note, LIST: listed(COLUMNS, rows)}
    return layout.fill(record), len(rows)


def _row(problem: ProblemFacts, *, masked: bool) -> list[str]:
    masked = masked or problem.is_hidden
    # A confidential problem is not told by its words either, not even in the full variant.
    hidden = masked or problem.is_confidential

    def text(said: str) -> str:
        return words.text(said, problem.family_names, masked=hidden)

    return [
        problem.number,
        problem.source_label,
        problem.class_name,
        CONFIDENTIAL if problem.is_confidential else words.met(problem.reporter, masked=masked),
        text(problem.text),
        problem.nature,
        "/".join(each for each in (problem.topic, problem.subtopic) if each),
        problem.area,
        problem.level_label,
        problem.department,
        problem.owner,
        text(problem.measures),
        words.day(problem.due_until),
        problem.state_label,
        _ending(problem, text(problem.ending_note)),
        words.moment(problem.ended_at),
        text(problem.check_note),
        "\n".join(f"{words.moment(at)} {way}" for at, way in problem.answers),
        _family_word(problem, text),
        f"{problem.closed_by} {words.moment(problem.closed_at)}".strip(),
        _merging(problem),
        f"延期 {problem.extended_count} 次" if problem.extended_count else "",
    ]


def _ending(problem: ProblemFacts, note: str) -> str:
    if problem.state == ProblemState.WITHDRAWN:
        return "家长已撤回"
    again = f"{words.day(problem.look_again_on)} 再看" if problem.look_again_on else ""
    return "; ".join(each for each in (problem.ending_label, again, note) if each)


def _family_word(problem: ProblemFacts, text: object) -> str:
    if problem.word is None:
        # Silence never counts as satisfied.
        return "家长未答" if problem.answers else ""
    settled, satisfaction, reason = problem.word
    said = {"yes": "认可", "partly": "部分认可"}.get(settled, "不认可")
    said += f"({satisfaction})" if satisfaction else ""
    return f"{said}: {text(reason)}" if reason else said  # type: ignore[operator]


def _merging(problem: ProblemFacts) -> str:
    if problem.merged_into:
        return f"并入 {problem.merged_into}"
    return f"含 {len(problem.merged)} 件: {'、'.join(problem.merged)}" if problem.merged else ""
