"""The notice follows each point of what a good notice says (domain §8)."""

from datetime import date

import pytest

from zoufang.ground.campaign.rules import what_tells_how_to_answer
from zoufang.stages.signup import rules

TEXT = rules.notice_text(
    school="城东幼儿园",
    class_name="小（1）班",
    campaign="2025 年春季大走访",
    first=date(2025, 3, 3),
    last=date(2025, 3, 21),
    kept_until=date(2026, 4, 1),
    line="0533-4110000",
)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("自愿参加", "也可以这次不参加", "不需要说明理由", "没有任何影响"), id="it is voluntary"),
        pytest.param(("意见建议", "困难和诉求"), id="what will be talked about"),
        pytest.param(("不用准备", "不用打扫"), id="nothing needs preparing"),
        pytest.param(("不收任何礼品", "不吃请"), id="no gifts are taken"),
        pytest.param(("入户、园内面谈、电话、视频都可以",), id="the choice of place"),
        pytest.param(
            ("不方便对老师说的", "直接告诉园长", "老师看不到"), id="how to raise a matter without the teacher"
        ),
        pytest.param(("只记时间、方式、见到了谁", "反映的事和答复"), id="what is recorded"),
        pytest.param(("保存到2026年4月", "看、复制、要求更正和删除"), id="how long it is kept"),
        pytest.param(("只属于您家的链接", "请不要转发"), id="the link is personal"),
        pytest.param(("本班地址", "登记的手机号"), id="one address leads each family to ask for its own link"),
        pytest.param(
            ("3月3日至3月21日", "2025 年春季大走访", "城东幼儿园", "小（1）班"), id="from the campaign's data"
        ),
        pytest.param(("咨询电话:0533-4110000",), id="whom to ask"),
    ],
)
def test_the_notice_says(words):
    assert [each for each in words if each not in TEXT] == []


def test_it_tells_nobody_how_to_answer_and_can_be_approved():
    assert what_tells_how_to_answer(TEXT) == []
    assert rules.what_a_notice_lacks(TEXT) == []


def test_it_fits_each_robot_whole():
    for kind in ("dingtalk", "wecom", "feishu"):
        said, is_cut = rules.line_of(kind, TEXT, "https://zoufang.example.edu.cn/signup/join/0123456789abcdef/")
        assert not is_cut
        assert said.startswith(TEXT)


def test_without_days_or_a_line_it_invents_none():
    text = rules.notice_text(
        school="城东幼儿园", class_name="小（1）班", campaign="走访", first=None, last=None,
        kept_until=date(2026, 4, 1), line="",
    )  # fmt: skip
    assert "近期" in text
    assert "咨询电话" not in text
