"""Single cells as people write them."""

from datetime import date, datetime

import pytest

from zoufang.engines.roster_reading.cells import (
    BadDate,
    BadPhone,
    class_of,
    day_of,
    name_of,
    number_of,
    phones_of,
    sex_of,
    text_of,
    without_id_numbers,
)

DAY = date(2020, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2020-03-05",
        "2020-3-5",
        "2020/3/5",
        "2020.3.5",
        "2020年3月5日",
        "2020年03月05号",
        "20200305",
        20200305,
        20200305.0,
        43895,
        43895.0,
        "43895",
        datetime(2020, 3, 5),
        DAY,
        "2020-03-05 00:00:00",
        "２０２０－３－５",
        "二〇二〇年三月五日",
        "20.3.5",
        "5-Mar-2020",
        "Mar 5, 2020",
        "3/5/2020",
        " 2020-3-5\u3000",
    ],
)
def test_one_day_in_many_spellings(written):
    assert day_of(written) == DAY


@pytest.mark.parametrize(
    "written", ["2020年2月30日", "2020-13-01", "20200231", "昨天", "1890-01-01", "2099-01-01", "3月5日", 12]
)
def test_what_is_no_day_of_a_childs_life_is_refused(written):
    with pytest.raises(BadDate):
        day_of(written)


@pytest.mark.parametrize("written", ["", None, "无", "/", "2020年3月", "2020-03", "-"])
def test_a_blank_or_a_month_alone_is_no_day(written):
    assert day_of(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "13800003494",
        13800003494,
        13800003494.0,
        "138 0000 3494",
        "138-0000-3494",
        "+86 13800003494",
        "+8613800003494",
        "0086-138-0000-3494",
        "8613800003494",
        "１３８００００３４９４",
        " 13800003494\u3000",
        "13800003494(妈妈)",
        "手机:13800003494",
        "013800003494",
    ],
)
def test_one_phone_in_many_spellings(written):
    assert phones_of(written) == ["13800003494"]


def test_several_phones_in_one_cell():
    assert phones_of("13800003494/13900000001") == ["13800003494", "13900000001"]
    assert phones_of("13800003494、0533-4123456") == ["13800003494", "05334123456"]
    assert phones_of("13800003494\n13800003494") == ["13800003494"]
    assert phones_of("") == phones_of("无") == []


@pytest.mark.parametrize("written", ["1380000", "138000034945", "23800003494", "没电话", 1.38e9])
def test_what_is_no_phone_is_refused(written):
    with pytest.raises(BadPhone):
        phones_of(written)


@pytest.mark.parametrize(
    "written",
    [
        "小(一)班",
        "小1班",
        "小（1）班",
        "小一班",
        "小班1班",
        "小班一班",
        "小班(1)",
        "小班（一）班",
        " 小 1 班 ",
        "小1",
        "城东幼儿园小（一）班花名册",
    ],
)
def test_one_class_in_many_spellings(written):
    assert class_of(written) == ("小（1）班", "小", 1)


def test_classes_without_a_number_stand_as_written():
    assert class_of("苹果班") == ("苹果班", "", None)
    assert class_of("中（十二）班") == ("中（12）班", "中", 12)
    assert class_of("大班") == ("大班", "大", None)
    assert class_of("一年级2班") == ("一年级（2）班", "", 2)
    assert class_of("") is None


@pytest.mark.parametrize(
    ("written", "number"), [("7", 7), ("十", 10), ("十二", 12), ("二十", 20), ("廿三", 23), ("", None), ("x", None)]
)
def test_numbers_in_chinese(written, number):
    assert number_of(written) == number


def test_names_lose_blanks_and_keep_rare_letters_and_dots():
    assert name_of("谢 玥") == "谢玥"
    assert name_of("𠮷野 㛃") == "𠮷野㛃"
    assert name_of("阿依古丽 • 买买提") == "阿依古丽·买买提"
    assert name_of("张三370304202016657362") == "张三"
    assert name_of("Anna  Li") == "Anna Li"


def test_controls_and_direction_marks_are_gone_and_numbers_whole():
    assert text_of("张\u202e三\x00") == "张三"
    assert text_of(28.0) == "28"
    assert text_of(None) == ""
    assert without_id_numbers("住址1号 370304202016657362") == "住址1号"
    assert (sex_of("男孩"), sex_of("女"), sex_of("F"), sex_of("")) == ("boy", "girl", "girl", "unknown")
