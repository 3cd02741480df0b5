"""Who is told, and when it may end."""

from zoufang.stages.safeguarding import rules


def test_the_principal_alone_is_told_unless_it_concerns_the_schools_own_people():
    told = {c: rules.receiver_of(c, has_principal=True) for c in ("home", "staff", "head", "child", "other")}

    assert told == {
        "home": "principal",
        "staff": "district",
        "head": "district",
        "child": "principal",
        "other": "principal",
    }


def test_where_there_is_no_principal_the_district_is_told():
    assert rules.receiver_of("home", has_principal=False) == "district"


def test_one_sentence_and_a_guess_are_enough():
    assert rules.what_is_missing(text="有伤", concern="other") == []
    assert len(rules.what_is_missing(text=" ", concern="")) == 2
    assert rules.what_is_missing(text="长" * 5_001, concern="home") == ["最多写 5000 字"]


def test_only_the_district_ends_it_and_never_without_a_result():
    assert rules.why_not_close(is_district=True, done=["police"], reason="已立案") == []
    assert rules.why_not_close(is_district=True, done=[], reason="查明是胎记") == []
    assert rules.why_not_close(is_district=True, done=["police"], reason="") == ["请写一句结果"]
    assert "请写明为什么" in rules.why_not_close(is_district=True, done=["talked"], reason="")[0]
    assert "由区里核对" in rules.why_not_close(is_district=False, done=["police"], reason="已立案")[0]


def test_a_code_may_be_typed_with_capitals_spaces_and_hyphens():
    assert rules.cleaned_code(" ABCD-efgh 0123-4567 ") == "abcdefgh01234567"
    assert rules.is_code("abcdefgh01234567")
    assert not rules.is_code("abcdefgh0123456i")
    assert not rules.is_code("abc")
    assert rules.spelt("abcdefgh01234567") == "abcd-efgh-0123-4567"
