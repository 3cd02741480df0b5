"""A campaign's file: what it may say, and the sentences for what it may not."""

from datetime import date
from pathlib import Path

import pytest

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.plan_file import parse_plan, read_plan
from zoufang.ground.campaign.states import TextKind

EXAMPLE = Path(__file__).parents[5] / "examples" / "boshan-chengdong-2023.toml"

WHOLE = """
unit = "城东幼儿园"
name = "大走访"
starts = 2023-07-19
ends = "2023年9月30日"
submit_until = 2023-09-25
{top}
[basis]
number = "88号"
[addressee]
name = "督导室"
mail = "{mail}"
[[phase]]
name = "小班"
grade = "小班"
starts = {phase_starts}
ends = 2023-07-22
{phase}
"""


def written(top="", mail="a@example.edu.cn", phase_starts="2023-07-19", phase=""):
    return parse_plan(WHOLE.format(top=top, mail=mail, phase_starts=phase_starts, phase=phase).encode())


def refusals(content):
    with pytest.raises(Refused) as refused:
        parse_plan(content.encode() if isinstance(content, str) else content)
    return "\n".join(refused.value.reasons)


def refused_when(**change):
    with pytest.raises(Refused) as refused:
        written(**change)
    return "\n".join(refused.value.reasons)


def test_the_example_carries_the_real_plans_dates_and_numbers():
    plan = read_plan(EXAMPLE)

    basics = plan.basics
    assert plan.unit == "博山区城东中心幼儿园"
    assert basics.basis_number == "博教体发〔2023〕88号"
    assert basics.issuer == "博山区教育和体育局"
    assert (basics.starts_on, basics.ends_on) == (date(2023, 7, 19), date(2023, 9, 30))
    assert basics.submit_until == date(2023, 9, 25)
    assert basics.addressee_name == "督导室"
    assert basics.addressee_mail.endswith("@example.edu.cn")
    assert "入户走访全覆盖、民生诉求要兜清、反映问题真解决(回应)" in basics.goals
    assert [(p.name, p.entry_year, p.starts_on, p.ends_on) for p in plan.phases] == [
        ("小班", 2022, date(2023, 7, 19), date(2023, 7, 22)),
        ("中班", 2021, date(2023, 7, 19), date(2023, 7, 22)),
        ("新小班(2023级)", 2023, date(2023, 8, 14), date(2023, 8, 25)),
    ]
    assert [(r.number, r.starts_on, r.ends_on) for r in plan.rounds] == [
        (1, date(2023, 7, 19), date(2023, 8, 25)),
        (2, date(2023, 8, 1), date(2023, 9, 30)),
    ]
    texts = {text.kind: text.body for text in plan.texts}
    assert "会于9月25日前将《问题整改台账》《入户访问登记表》发送至督导室邮箱" in texts[TextKind.PLAN]


def test_a_round_that_is_not_named_lasts_the_whole_campaign():
    plan = written()

    assert [(r.number, r.starts_on, r.ends_on) for r in plan.rounds] == [(1, date(2023, 7, 19), date(2023, 9, 30))]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"top": "goal = '目标'"}, "不认识 goal,是不是想写 goals?"),
        ({"top": "colour = 'red'"}, "不认识 colour;这里可以写"),
        ({"mail": "dudaoshi"}, "“dudaoshi”不是有效的邮箱地址"),
        ({"phase_starts": "2023-07-23"}, "阶段“小班”的结束日期(2023-07-22)早于开始日期(2023-07-23)"),
        ({"phase_starts": "2023-07-01"}, "不在活动的起止日期"),
        ({"phase_starts": "'下周'"}, "starts 不是日期,请写成 2023-07-19"),
        ({"phase": "entry_year = 2012"}, "不是 2012 级"),
        ({"phase": "garde = '小班'"}, "是不是想写 grade?"),
        ({"phase": "[limits]\nsettle_workday = 3"}, "limits.settle_workday,是不是想写 settle_workdays?"),
        ({"phase": "[limits]\nsettle_workdays = 300"}, "“多久内办结”要在 1 到 60 之间"),
        ({"phase": "[limits]\nsettle_workdays = 'five'"}, "limits.settle_workdays 请写数字"),
        ({"phase": "[texts.letter]\ntitle = '信'"}, "texts.letter 请写 body(正文)或 file"),
        ({"phase": "[texts.letter]\nfile = '../secret.md'"}, "同一文件夹下"),
        ({"phase": "[texts.lettre]\nbody = 'x'"}, "不认识 texts.lettre,是不是想写 letter?"),
        ({"phase": "[categories]\nnatures = '咨询'"}, "categories.natures 请写成一列"),
        ({"phase": "[[round]]\nname='第2轮'\nnumber=2\nstarts=2023-08-01\nends=2023-08-02"}, "从第 1 轮起"),
    ],
)
def test_a_wrong_file_is_answered_with_the_key_and_what_to_do(change, words):
    assert words in refused_when(**change)


def test_every_missing_key_is_named_at_once():
    said = refusals("goals = 'x'")

    for key in ("unit", "name", "starts", "ends", "submit_until"):
        assert f"缺少 {key}" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name = 大走访", "第 1 行"),
        ("unit = ", "文件末尾"),
        ("城东幼儿园".encode("gb18030"), "不是 UTF-8"),
        (b"PK\x03\x04\x00\x00" + b"\x00" * 40, "TOML"),
        (b"x" * 1_000_001, "太大"),
    ],
)
def test_a_file_that_is_no_toml_is_answered_with_a_clear_sentence(content, words):
    assert words in refusals(content)


def test_two_phases_of_one_cohort_are_refused():
    again = "[[phase]]\nname = '小班乙'\ngrade = '小班'\nstarts = 2023-07-20\nends = 2023-07-21"

    assert "都是 2022 级" in refused_when(phase=again)


def test_the_deadline_lies_not_before_the_campaign():
    assert "报送截止日期" in refusals(
        WHOLE.format(top="", mail="", phase_starts="2023-07-19", phase="").replace(
            "submit_until = 2023-09-25", "submit_until = 2023-01-25"
        )
    )
