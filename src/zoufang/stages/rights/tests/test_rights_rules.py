"""What a guardian's yes and no mean. Source: domain §7."""

import pytest

from zoufang.stages.rights import rules
from zoufang.stages.rights.first_text import first_text
from zoufang.stages.rights.states import Say, Scope


@pytest.mark.parametrize(
    ("says", "together"),
    [
        ([], Say.OPEN),
        ([True], Say.YES),
        ([False], Say.NO),
        ([True, True], Say.YES),
        ([True, False], Say.NO),
        ([False, True], Say.NO),
    ],
)
def test_each_guardian_has_a_say_and_the_stricter_holds(says, together):
    assert rules.together(says) == together


def test_silence_of_the_other_guardian_is_no_no():
    assert rules.together([True]) == Say.YES


def test_whoever_refuses_the_basic_handling_has_agreed_to_nothing_more():
    held = rules.what_holds({Scope.BASIC: Say.NO, Scope.PHOTO: Say.YES})

    assert set(held.values()) == {Say.NO}


def test_a_yes_to_more_waits_for_the_yes_to_the_basic():
    assert rules.what_holds({Scope.PHOTO: Say.YES})[Scope.PHOTO] == Say.OPEN
    assert rules.what_holds({Scope.PHOTO: Say.NO})[Scope.PHOTO] == Say.NO
    assert rules.what_holds({Scope.BASIC: Say.YES, Scope.PHOTO: Say.YES})[Scope.PHOTO] == Say.YES


def test_a_new_version_asks_again_only_where_it_asks_for_more():
    more = {1: list(Scope.values), 2: ["photo"], 3: []}

    assert not rules.still_holds(is_given=True, scope="photo", version=1, asks_more=more)
    assert rules.still_holds(is_given=True, scope="basic", version=1, asks_more=more)
    assert rules.still_holds(is_given=True, scope="photo", version=2, asks_more=more)


def test_a_no_holds_under_every_version():
    assert rules.still_holds(is_given=False, scope="photo", version=1, asks_more={2: ["photo"]})


def test_a_family_is_refused_for_one_child_and_agreed_for_all():
    assert rules.of_a_family([Say.YES, Say.NO]) == Say.NO
    assert rules.of_a_family([Say.YES, Say.OPEN]) == Say.OPEN
    assert rules.of_a_family([Say.YES, Say.YES]) == Say.YES
    assert rules.of_a_family([]) == Say.OPEN


@pytest.mark.parametrize(
    ("basic", "health", "has_words", "is_kept"),
    [
        (Say.YES, [Say.YES], True, True),
        (Say.YES, [Say.YES, Say.OPEN], True, True),
        (Say.YES, [Say.YES, Say.NO], True, False),
        (Say.YES, [Say.OPEN], True, False),
        (Say.OPEN, [], False, True),
        (Say.NO, [Say.NO], False, False),
    ],
)
def test_a_care_note_needs_a_yes_and_no_no(basic, health, has_words, is_kept):
    reasons = rules.why_no_care_note(basic=basic, health=health, has_words=has_words, level_is_none=False)

    assert (not reasons) is is_kept


def test_to_empty_a_care_note_is_never_refused():
    assert not rules.why_no_care_note(basic=Say.NO, health=[Say.NO], has_words=False, level_is_none=True)


def test_english_that_says_something_else_now_is_dropped():
    same = {"before": "旧", "english_before": "old"}

    assert rules.english_that_holds(body="新", english="old", **same) == ""
    assert rules.english_that_holds(body="新", english="new", **same) == "new"
    assert rules.english_that_holds(body="旧", english="old", **same) == "old"


def test_the_first_text_names_the_school_in_both_languages():
    chinese, english = first_text(school="城东幼儿园", line="")

    assert "城东幼儿园" in chinese
    assert "城东幼儿园" in english
    assert "{" not in chinese + english
    assert "电话 0533" in first_text(school="x", line="0533")[0]
