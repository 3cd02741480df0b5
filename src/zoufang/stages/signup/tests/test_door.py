"""The family's door. Source: security, “The family's door”."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.reading import told_by

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup import actions
from zoufang.stages.signup.models import FamilyLink, FamilySession


@pytest.fixture
def token(cast):
    return actions.link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]


def opened(token, digits="0001"):
    """A browser that came by the link and answered."""
    client = Client()
    client.post("/f/open/", {"code": token})
    if digits:
        client.post("/f/digits/", {"digits": digits})
    return client


def is_inside(client):
    return client.get("/family/").status_code == 200


def test_the_link_and_the_digits_open_the_familys_own_page(token):
    client = opened(token)

    assert "陈小满" in client.get("/family/").content.decode()
    assert FamilyLink.objects.get().first_opened_at is not None


def test_the_code_can_be_typed_by_hand_as_it_is_printed(token):
    spelt = "-".join(token[place : place + 5] for place in range(0, len(token), 5)).upper()

    assert is_inside(opened(spelt))


def test_the_token_is_128_bits_and_kept_nowhere(cast, token):
    assert len(token) == 26
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'select * from "{table}"')
            assert not any(token in str(row) for row in cursor.fetchall()), table


def test_neither_get_nor_head_writes_anything_so_preview_robots_change_nothing(token):
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        client.get("/f")
        client.head("/f")

    assert not [
        q["sql"]
        for q in captured
        if not q["sql"].lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert FamilyLink.objects.get().first_opened_at is None


def test_before_the_digits_nothing_personal_is_shown(token):
    client = opened(token, digits="")
    shown = told_by(client.get("/f").content.decode())

    for words in ("陈", "小（1）班", "城东", "0001", "138"):
        assert words not in shown
    assert client.get("/family/")["Location"] == "/f"


def test_forty_strangers_see_nothing_and_the_guardian_still_gets_in(token):
    for _ in range(40):
        assert not is_inside(opened(token, digits=""))

    assert is_inside(opened(token))


def test_five_wrong_answers_lock_that_link_and_no_other(cast, token):
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    theirs = actions.link_for(guardian=other.guardians.all()[0], campaign=cast.campaign, at=timezone.now()).rpartition(
        "#"
    )[2]
    inside = opened(token)
    client = opened(token, digits="")
    answers = [client.post("/f/digits/", {"digits": "9999"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 6
    assert "已锁定" in answers[-1].content.decode()
    assert not is_inside(opened(token))
    assert is_inside(inside), "who was in already stays in"
    assert is_inside(opened(theirs, "0002"))


def test_a_new_link_voids_the_old_one_and_its_browsers_and_lifts_the_lock(cast, token):
    inside = opened(token)
    FamilyLink.objects.update(locked_at=timezone.now())
    actions.reissue_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())

    assert not is_inside(inside)
    assert not is_inside(opened(token))
    assert Client().post("/f/open/", {"code": token}).status_code == 422
    fresh = actions.link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]
    assert fresh != token
    assert is_inside(opened(fresh))


def test_a_revoked_link_opens_nothing_at_once(cast, token):
    inside = opened(token)
    actions.revoke_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())

    assert not is_inside(inside)
    assert not is_inside(opened(token))


def test_this_is_not_me_closes_that_browser_and_tells_the_teacher_but_never_throws_out_the_guardian(
    cast, token, signed_in
):
    guardian, stranger = opened(token), opened(token, digits="")
    assert "已经告诉班里的老师" in stranger.post("/f/not-me/").content.decode()

    assert is_inside(guardian)
    assert is_inside(opened(token))
    assert stranger.post("/f/digits/", {"digits": "0001"}).status_code == 302
    assert not is_inside(stranger)
    klass = f"/signup/class/{cast.klass.public_id}/"
    assert "有人说发错了" in signed_in(cast.zhang).get(klass).content.decode()
    assert JournalEntry.objects.get(act="link.disowned").actor_kind == "nobody"

    actions.reissue_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())
    assert "有人说发错了" not in signed_in(cast.zhang).get(klass).content.decode()


@pytest.mark.parametrize("digits", ["０００１", "٠٠٠١", " 00-01 "])
def test_digits_of_any_keyboard_count(token, digits):
    assert is_inside(opened(token, digits[:20]))


@pytest.mark.parametrize("digits", ["13812340001", "138 1234 0001", "+86 138-1234-0001"])
def test_who_types_the_whole_number_comes_in_too(token, digits):
    assert is_inside(opened(token, digits=digits))


def test_too_few_digits_are_a_slip_that_locks_nothing(token):
    client = opened(token, digits="")
    for _ in range(7):
        answer = client.post("/f/digits/", {"digits": "1"})

    assert answer.status_code == 422
    assert "请填四位数字" in answer.content.decode()
    assert client.post("/f/digits/", {"digits": "0001"}).status_code == 302


@pytest.mark.parametrize(
    ("digits", "counted"),
    [("", 0), ("²²²²", 0), ("一二三四", 0), ("\x00", 0), ("𠮷" * 20, 0), ("00011", 1), ("9" * 20, 1)],
)
def test_hostile_digits_open_nothing_and_are_no_fault(token, digits, counted):
    client = opened(token, digits="")

    assert client.post("/f/digits/", {"digits": digits}).status_code == 422
    assert FamilyLink.objects.get().wrong_answer_count == counted


def test_the_cookie_of_a_browser_that_left_opens_nothing_when_it_is_played_again(token):
    client = opened(token)
    kept = client.cookies["zoufang-family"].value
    client.post("/f/leave/")
    again = Client()
    again.cookies["zoufang-family"] = kept

    assert not is_inside(again)


def test_the_token_stands_in_no_header_no_page_and_no_log(token, caplog):
    client = Client()
    with caplog.at_level("DEBUG"):
        answers = [
            client.get("/f"),
            client.post("/f/open/", {"code": token}),
            client.get("/f"),
            client.post("/f/digits/", {"digits": "9999"}),
            client.post("/f/digits/", {"digits": "0001"}),
            client.get("/family/"),
            client.get("/f/wish/"),
            client.get("/family/data/"),
            client.post("/f/open/", {"code": token[:-1] + "~"}),
        ]

    assert [answer.status_code for answer in answers] == [200, 302, 200, 422, 302, 200, 200, 200, 422]
    for answer in answers:
        assert token not in answer.content.decode()
        assert token not in str(answer.headers) + str(answer.cookies)
        assert answer["Referrer-Policy"] == "same-origin"
    # The database's own debug words are never kept by an installation; sql aside, nothing may name it.
    assert not any(token in entry.getMessage() for entry in caplog.records if entry.name != "django.db.backends")


def test_leaving_ends_it_in_this_browser_alone(token):
    here, there = opened(token), opened(token)
    here.post("/f/leave/")

    assert not is_inside(here)
    assert is_inside(there)


def test_the_link_expires_with_the_campaign(token):
    inside = opened(token)
    Campaign.objects.update(starts_on="2020-01-01", ends_on="2020-02-01")

    assert not is_inside(inside)
    assert Client().post("/f/open/", {"code": token}).status_code == 422


def test_a_session_ends_by_itself(token):
    inside = opened(token)
    FamilySession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert not is_inside(inside)


def test_without_a_registered_phone_nobody_passes(cast, token):
    Guardian.objects.filter(pk=cast.chen.pk).update(phone="")

    assert not is_inside(opened(token, ""))
    assert not is_inside(opened(token, "0000"))


def test_two_guardians_have_their_own_links_and_see_the_same(cast, token):
    mother = Guardian.objects.create(
        household=cast.household, name="林秀", relation="母亲", phone="13812349999", place=1
    )
    hers = actions.link_for(guardian=mother, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]

    assert hers != token
    assert "陈小满" in opened(hers, "9999").get("/family/").content.decode()


def test_one_familys_cookie_opens_no_other_family(cast, token):
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    visit = cast.make_visit(household=other, state="done", outcome="met")
    client = opened(token)

    assert "李小树" not in client.get("/family/").content.decode()
    assert client.get(f"/visit/family/{visit.public_id}/").status_code == 404
    assert client.post(f"/visit/family/{visit.public_id}/confirm/", {"answer": "yes"}).status_code == 404


def test_a_made_up_cookie_and_a_made_up_code_open_nothing(token):
    client = Client()
    client.cookies["zoufang-family"] = "x" * 32
    assert client.get("/family/").status_code == 302
    for code in ("", "x", token[:-1], token + "0", "\x00", "长" * 70):
        assert client.post("/f/open/", {"code": code}).status_code == 422


def test_the_cookie_is_not_for_scripts_and_stays_on_this_site(token):
    cookie = opened(token).cookies["zoufang-family"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_what_happened_at_the_door_stands_in_the_journal_without_a_name_and_nothing_is_mailed(token):
    opened(token, "9999")
    opened(token)
    acts = set(JournalEntry.objects.values_list("act", flat=True))

    assert {"link.opened", "link.answered_wrongly"} <= acts
    assert not any("陈" in str(entry) for entry in JournalEntry.objects.values_list("facts", "object", "actor"))
    assert not OutboxRow.objects.exists()
