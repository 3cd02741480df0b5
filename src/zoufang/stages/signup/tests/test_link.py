"""The link among robots, strangers and guesses, and the guardian's way back. Source: security, “The family's door”."""

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.reading import told_by

from zoufang.doors.management.commands.routes import all_routes
from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup import actions, rules
from zoufang.stages.signup.models import FamilyLink, FamilySession

ROBOTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN",
    "Mozilla/5.0 (compatible; WeChatPreview/1.0)",
    "DingTalkBot-LinkService/1.0 (+http://www.dingtalk.com)",
    "DingTalk/7.5.0 (iPhone; iOS 17.4)",
    "LarkUrl2Meta/1.0",
    "Feishu/7.12 LarkLocale/zh_CN",
    "wxwork/4.1.22 MicroMessenger/7.0.1",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
    "Sogou web spider/4.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Google-Safety; (+http://www.google.com/bot.html)",
    "Mozilla/5.0 (Windows NT 10.0) BitdefenderSafeLinks",
    "curl/8.5.0",
    "",
)
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
PERSONAL = ("陈", "小（1）班", "城东", "博山区", "0001", "138", "父亲")


def link(guardian, campaign):
    return actions.link_for(guardian=guardian, campaign=campaign, at=timezone.now()).rpartition("#")[2]


@pytest.fixture
def token(cast):
    return link(cast.chen, cast.campaign)


def opened(token, digits="0001"):
    client = Client()
    client.post("/f/open/", {"code": token})
    if digits:
        client.post("/f/digits/", {"digits": digits})
    return client


def is_inside(client):
    return client.get("/family/").status_code == 200


def family_addresses():
    """Every address of the family's, as `zoufang routes` lists them, with made-up ids."""
    found = []
    for route in all_routes():
        address = route["path"]
        if route["may"].startswith("凭本户链接") or address == "/f" or address.startswith("/f/"):
            while "<" in address:
                head, _, rest = address.partition("<")
                address = head + ("card" if "kind" in rest.partition(">")[0] else "abcd1234") + rest.partition(">")[2]
            found.append(address)
    return found


def test_preview_robots_change_nothing_and_see_nothing_at_any_of_the_familys_addresses(token):
    addresses = family_addresses()
    assert {"/f", "/f/open/", "/f/digits/", "/f/wish/", "/family/", "/family/data/"} <= set(addresses)
    half_way = opened(token, digits="")
    before = FamilySession.objects.count(), JournalEntry.objects.count()

    with CaptureQueriesContext(connection) as captured:
        for place, address in enumerate(addresses):
            for robot in ROBOTS if place == 0 else ROBOTS[place % len(ROBOTS) :: 7]:
                for client in (Client(), half_way):
                    for verb in (client.get, client.head):
                        answer = verb(address, headers={"user-agent": robot})
                        assert answer.status_code in (200, 302, 405), (address, robot)
                        assert "zoufang-family" not in answer.cookies
                        assert not [words for words in PERSONAL if words in told_by(answer.content.decode())], address

    assert not [q["sql"] for q in captured if not q["sql"].lstrip().upper().startswith(READS)]
    assert (FamilySession.objects.count(), JournalEntry.objects.count()) == before
    assert FamilyLink.objects.get().first_opened_at is None


def test_two_thousand_guessed_codes_open_nothing(token):
    guesses = random.Random(7)
    for place in range(2_000):
        length = 26 if place % 2 else guesses.randrange(1, 60)
        code = "".join(guesses.choice(rules.LETTERS) for _ in range(length))
        if place % 5 == 0:
            code = token[: guesses.randrange(1, 17)] + code
        with pytest.raises(Refused, match="打不开"):
            actions.open_link(token=code[:80], at=timezone.now())
        if place % 100 == 0:
            answer = Client().post("/f/open/", {"code": code})
            assert (answer.status_code, "zoufang-family" in answer.cookies) == (422, False)
    assert not FamilySession.objects.exists()
    assert is_inside(opened(token))


def test_strangers_can_lock_a_forwarded_link_and_the_guardian_has_a_way_back(cast, token, signed_in):
    own = opened(token)
    for place in range(40):
        stranger = opened(token, digits="")
        shown = stranger.post("/f/digits/", {"digits": f"9{place:03d}"}).content.decode()
        assert not [words for words in PERSONAL if words in told_by(shown)]
    assert is_inside(own)

    late = opened(token, digits="")
    page = late.get("/f").content.decode()
    assert "这条链接已锁定" in page
    assert "给班里的老师打个电话" in page
    assert 'name="digits"' not in page

    klass = f"/signup/class/{cast.klass.public_id}/"
    teacher = signed_in(cast.zhang)
    assert "条家长链接要换新的" in teacher.get("/").content.decode()
    shown = teacher.get(klass).content.decode()
    assert "链接已锁定" in shown
    assert "要换新的链接" in shown
    given = teacher.post(f"{klass}guardian/{cast.chen.public_id}/reissue/")
    assert given.status_code == 200
    fresh = link(cast.chen, cast.campaign)
    assert fresh in given.content.decode()
    assert "要换新的链接" not in teacher.get(klass).content.decode()
    assert "条家长链接要换新的" not in teacher.get("/").content.decode()
    assert is_inside(opened(fresh))
    assert not is_inside(own)


def test_who_may_not_hand_out_links_sees_no_button_and_a_stranger_finds_nothing(cast, token, signed_in):
    FamilyLink.objects.update(locked_at=timezone.now())
    klass = f"/signup/class/{cast.klass.public_id}/"
    reissue = f"{klass}guardian/{cast.chen.public_id}/reissue/"

    assert "要换新的链接" not in signed_in(cast.qian).get(klass).content.decode()
    for user in (cast.qian, cast.sun, cast.stranger):
        assert signed_in(user).post(reissue).status_code == 404
    assert signed_in(cast.zhang).get(reissue).status_code == 405


def test_this_was_not_me_says_what_happens_next(token):
    page = opened(token, digits="").post("/f/not-me/").content.decode()

    for words in ("已经告诉班里的老师", "您不用再做什么", "接下来"):
        assert words in page


def test_a_browser_whose_link_no_longer_holds_is_told_why_and_nothing_of_whose_it_was(cast, token):
    client = opened(token)
    actions.reissue_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())
    replaced = client.get("/f").content.decode()
    actions.revoke_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())
    revoked = client.get("/f").content.decode()
    Campaign.objects.update(starts_on="2020-01-01", ends_on="2020-02-01")
    over = client.get("/f").content.decode()

    for page, words in ((replaced, "已经换了新的"), (revoked, "已停用"), (over, "这次走访活动已经结束")):
        assert words in page
        assert not [personal for personal in PERSONAL if personal in told_by(page)]
    fresh = link(cast.chen, cast.campaign)
    assert "打不开" in Client().post("/f/open/", {"code": fresh}).content.decode()


def test_who_opens_a_link_after_the_campaign_is_told_that_it_is_over(token):
    Campaign.objects.update(starts_on="2020-01-01", ends_on="2020-02-01")

    assert "这次走访活动已经结束" in Client().post("/f/open/", {"code": token}).content.decode()


def test_over_https_the_cookie_is_bound_to_this_host(token, settings):
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    client.post("/f/open/", {"code": token}, secure=True)
    client.post("/f/digits/", {"digits": "0001"}, secure=True)
    cookie = client.cookies["__Host-zoufang-family"]

    assert client.get("/family/", secure=True).status_code == 200
    assert (cookie["path"], cookie["domain"], bool(cookie["secure"]), bool(cookie["httponly"])) == ("/", "", True, True)
    gone = client.post("/f/leave/", secure=True).cookies["__Host-zoufang-family"]
    assert (gone["max-age"], bool(gone["secure"])) == (0, True)
    assert client.get("/family/", secure=True).status_code == 302


def test_two_guardians_see_the_same_and_one_ones_lock_or_reissue_is_not_the_others(cast, token):
    mother = Guardian.objects.create(
        household=cast.household, name="林秀", relation="母亲", phone="13812349999", place=1
    )
    hers = link(mother, cast.campaign)
    father, second = opened(token), opened(hers, "9999")
    actions.reissue_link(guardian=cast.chen, campaign=cast.campaign, by=SYSTEM, at=timezone.now())

    assert not is_inside(father)
    assert is_inside(second)
    assert not is_inside(opened(hers, "0001")), "each answers with the own phone"
    pages = [
        opened(link(who, cast.campaign), digits).get("/family/").content.decode().partition("<main")[2]
        for who, digits in ((cast.chen, "0001"), (mother, "9999"))
    ]
    strip = [page.partition("<form")[0] for page in pages]
    assert strip[0] == strip[1]
