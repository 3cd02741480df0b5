"""Before a family sends a matter: what the school already deals with, in words that point at nobody; joined with one tap."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.problem import actions
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import ProblemState, Source
from zoufang.stages.problem.tests.test_photos import picture
from zoufang.stages.visit.tests.test_family_pages import by_link

NEW = "/problem/family/new/"
OURS = "厕所太臭了,孩子憋着不肯去"
THEIRS = "一楼厕所臭得不行,我家壮壮都不敢进,陈述在此"
ASKED = "这件事园里可能已经在办了"


@pytest.fixture
def other(cast):
    return cast.make_household(child="李小树", guardian="李树", phone="13812340002")


@pytest.fixture
def raised(cast, other):
    def do(text=THEIRS, household=other, **facts):
        given = {"household": household, "klass": cast.klass, "school": cast.school, "campaign": cast.campaign} | facts
        by = family_actor(given["household"].guardians.get().pk, "")
        at = timezone.now() - timedelta(hours=5)
        return actions.raise_problem(source=Source.FAMILY, text=text, by=by, at=at, **given)

    return do


@pytest.fixture
def family(cast):
    _ = cast.zhang, cast.li, cast.wang, cast.qian
    return by_link(cast.chen, cast.campaign)


def page_of(family, text=OURS, **facts):
    response = family.post(NEW, {"text": text, "about": "no", "known_to": "school", **facts})
    # The form's token is another one each time.
    return response.status_code, re.sub(r'(csrfmiddlewaretoken"|nonce=)[^>]*', "", response.content.decode())


def test_what_is_dealt_with_already_is_told_in_neutral_words(family, raised, other):
    theirs = raised()
    status, page = page_of(family)
    assert status == 200
    assert ASKED in page
    assert "<h2>厕所</h2>" in page
    assert "收到了" in page
    assert f"从 {timezone.localtime(theirs.raised_at).month} 月开始" in page
    assert OURS in page
    for secret in ("壮壮", "陈述在此", "不敢进", "李", "一楼", theirs.number):
        assert secret not in page.replace(OURS, "")
    assert Problem.objects.count() == 1


def test_one_tap_joins_and_each_family_hears_its_own_answer(cast, family, raised):
    theirs = raised()
    response = family.post(NEW, {"text": OURS, "known_to": "school", "joins": theirs.public_id})
    assert response.status_code == 302
    ours = Problem.objects.exclude(pk=theirs.pk).get()
    assert (ours.state, ours.merged_into, ours.text) == (ProblemState.MERGED, theirs, OURS)
    assert ours.household == cast.household
    assert "和同一件事一起办" in family.get(response["Location"]).content.decode()

    theirs.refresh_from_db()
    actions.assign(problem=theirs, owner=cast.qian, by=cast.actor(cast.wang), at=timezone.now())
    words = actions.AnswerWords(text="厕所已经改造", ending="done")
    actions.answer(problem=Problem.objects.get(pk=theirs.pk), words=words, by=cast.actor(cast.qian), at=timezone.now())
    page = family.get(response["Location"]).content.decode()
    assert "厕所已经改造" in page
    assert "壮壮" not in page


def test_not_the_same_is_raised_on_its_own(family, raised):
    raised()
    assert family.post(NEW, {"text": OURS, "known_to": "school", "apart": "1"}).status_code == 302
    assert [each.state for each in Problem.objects.all()] == [ProblemState.RAISED] * 2


def test_back_to_the_words_keeps_them(family, raised):
    raised()
    status, page = page_of(family, again="1", known_to="handlers")
    assert status == 200
    assert OURS in page
    assert ASKED not in page
    assert Problem.objects.count() == 1


SECRET = {
    "handlers only": {"is_confidential": True},
    "about a person": {"is_about_a_person": True, "is_confidential": True},
    "about the principal": {"is_about_the_principal": True, "is_confidential": True},
    "the principal alone": {"for_principal_only": True, "is_confidential": True},
}


def test_a_secret_voice_changes_nothing_on_the_page(family, raised):
    for facts in SECRET.values():
        raised(OURS, **facts)
    # They alone offer nothing; beside an open one they leave no trace.
    text = "水龙头漏水关不紧"
    raised("洗手池的水龙头一直漏水")
    before = page_of(family, text)
    assert ASKED in before[1]
    for facts in SECRET.values():
        raised(f"{text},快修", **facts)
    assert page_of(family, text) == before
    assert page_of(family)[0] == 302


def test_what_only_few_may_know_is_offered_nothing_and_joins_nothing(family, raised):
    theirs = raised()
    for said in ({"about": "staff"}, {"about": "principal"}, {"known_to": "principal"}):
        assert page_of(family, **said, joins=theirs.public_id)[0] == 422
        assert page_of(family, **said)[0] == 302


def test_what_could_point_at_a_child_or_a_person_is_never_offered(family, raised):
    for text in ("孩子对花生过敏,别给她吃", "孩子被同学咬了一口", "老师吼孩子,孩子不敢上学", "我家低保停了"):
        raised(text)
        assert page_of(family, text)[0] == 302


def test_another_schools_matter_is_not_offered(cast, family, raised):
    far = cast.make_household(klass=cast.strange_class, phone="13812340009")
    raised(household=far, school=far.school, klass=None)
    assert page_of(family)[0] == 302


def test_its_own_matter_is_not_offered(cast, family, raised):
    raised(household=cast.household)
    assert page_of(family)[0] == 302


def test_what_was_answered_is_no_longer_offered(cast, family, raised):
    theirs = raised()
    assert ASKED in page_of(family)[1]
    actions.withdraw(problem=theirs, by=family_actor(1, ""), at=timezone.now())
    assert page_of(family)[0] == 302


def test_a_matter_that_is_not_offered_cannot_be_joined(family, raised):
    far_off = raised("校车天天晚到")
    status, page = page_of(family, joins=far_off.public_id)
    assert status == 422
    assert OURS in page
    assert Problem.objects.count() == 1


def test_on_a_device_of_staff_nothing_is_offered(cast, raised):
    _ = cast.zhang, cast.li, cast.wang
    raised()
    family = by_link(cast.chen, cast.campaign)
    session = family.session
    family.force_login(cast.zhang)
    fresh = family.session
    for key, value in session.items():
        fresh.setdefault(key, value)
    fresh.save()
    assert ASKED not in page_of(family)[1]


def test_who_joined_speaks_for_the_main_matter_too(cast, family, raised):
    main = raised("一楼男厕味道冲鼻子")
    third = cast.make_household(child="赵小禾", guardian="赵禾", phone="13812340003")
    voice = raised("娃憋着不肯在园里拉屎,说里头熏人", household=third)
    actions.merge(problem=voice, into=main, by=cast.actor(cast.wang), at=timezone.now())
    page = page_of(family, "孩子不敢在园里拉屎")[1]
    assert page.count('name="joins"') == 1
    assert main.public_id in page
    assert voice.public_id not in page


def test_the_number_of_queries_does_not_grow_with_the_matters(family, raised):
    raised()
    page_of(family)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page_of(family)
    for number in range(6):
        raised(f"厕所太臭,第{number}次说了")
    with CaptureQueriesContext(connection) as many:
        page_of(family)
    assert len(many) <= len(few) + 1


def test_who_may_merge_sees_the_likest_first(cast, raised, signed_in):
    ours = raised(OURS)
    theirs = raised("一楼男厕臭得不行")
    raised("校车天天晚到")
    page = signed_in(cast.wang).get(f"/problem/{ours.public_id}/").content.decode()
    options = page[page.index('id="into"') :]
    assert f"很像 · {theirs.number}" in options
    assert options.count("很像") == 1
    assert options.index(theirs.number) < options.index("校车天天晚到")


def test_photos_are_asked_for_again_and_stay_with_the_familys_own_words(family, raised, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    theirs = raised()
    assert 'type="file"' in page_of(family, photos=[picture()])[1]
    assert 'type="file"' not in page_of(family)[1]
    assert page_of(family, photos=[picture()], joins=theirs.public_id)[0] == 302
    ours = Problem.objects.exclude(pk=theirs.pk).get()
    assert (ours.photos.count(), theirs.photos.count()) == (1, 0)
