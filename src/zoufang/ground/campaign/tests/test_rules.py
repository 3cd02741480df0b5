from datetime import date

import pytest

from zoufang.ground.campaign.rules import days_left, marked, what_is_missing_to_start, what_tells_how_to_answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("接到电话时请回答满意,谢谢配合。", "请回答满意"),
        ("请您回答“非常满意”。", "请您回答“非常满意”"),
        ("问卷务必选满意", "务必选满意"),
        ("大家都选满意!", "都选满意"),
        ("各项请全部勾选“满意”。", "请全部勾选“满意”"),
        ("请帮忙打五星", "请帮忙打五星"),
        ("家长一定要说满意", "一定要说满意"),
        ("统一填满意", "统一填满意"),
        ("希望您给我们好评", "希望您给我们好评"),
        ("必须评为很满意", "必须评为很满意"),
        ("有人问起就说满意。", "就说满意"),
        ("接到电话一定要说好。", "一定要说好"),
        ("电话来了都说好话", "都说好话"),
        ("请家长帮忙打五分", "请家长帮忙打五分"),
        ("一律回答“是”。", "一律回答“是”"),
        ("督导来电请说老师来过。", "请说老师来过"),
        ("请各位家长统一回答。", "请各位家长统一回答"),
        ("请大家统一口径", "统一口径"),
    ],
)
def test_a_text_that_tells_people_how_to_answer_is_caught_with_its_exact_words(text, words):
    assert what_tells_how_to_answer(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "不断提高家长获得感、幸福感、安全感和满意度。",
        "请如实回答:满意、基本满意或不满意。",
        "不得要求家长回答满意。",
        "严禁让家长都选满意",
        "请选择满意或不满意。",
        "请对走访作出满意度评价。",
        "您的满意是我们的追求。",
        "如果不满意,请告诉我们。",
        "您满意吗",
        "请如实回答",
        "请回答是否满意",
        "请提前说好时间",
        "老师一定要说好普通话",
        "没有解决的请说明原因。",
        "不得统一口径,不得要求家长打满分。",
        "孩子都说好的幼儿园",
        "聊什么。听听您对保教工作的意见建议,有什么困难和诉求,也向您介绍园里和区里的工作。",
        "",
    ],
)
def test_an_honest_text_is_left_alone(text):
    assert what_tells_how_to_answer(text) == []


def test_the_pieces_are_the_whole_text_with_the_words_marked():
    text = "家长好:\n接到电话请回答满意,谢谢。请大家统一口径"
    pieces = marked(text)

    assert "".join(piece for _, piece in pieces) == text
    assert [piece for is_told, piece in pieces if is_told] == ["请回答满意", "统一口径"]
    assert marked("") == []


def test_every_place_is_named():
    assert len(what_tells_how_to_answer("请回答满意。第二题也请选择非常满意。")) == 2


def test_a_deadline_is_said_in_words():
    today = date(2023, 9, 20)

    assert [str(days_left(each, today)) for each in (date(2023, 9, 25), today, date(2023, 9, 18))] == [
        "还有 5 天",
        "今天截止",
        "已过 2 天",
    ]


def test_a_school_starts_with_phases_and_rounds_a_district_without():
    assert len(what_is_missing_to_start(is_school=True, phases=0, rounds=0)) == 2
    assert what_is_missing_to_start(is_school=False, phases=0, rounds=0) == []
