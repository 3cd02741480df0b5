"""删除请求: asked behind the link, carried out or refused by the principal, proved by a code when the link is gone."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zoufang.flows.tests.whole_family import make_whole
from zoufang.settings.menu import MENU
from zoufang.stages.problem.models import Problem
from zoufang.stages.rights.models import Erasure
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.tests.test_family_pages import by_link

ASK = "/f/erase/"
QUEUE = "/erasures/"


@pytest.fixture
def family(cast):
    _ = cast.zhang, cast.wang
    return by_link(cast.chen, cast.campaign)


def ask(family, whose="family"):
    return family.post(ASK, {"whose": whose})


def code_on(page):
    return re.search(r"<code>([0-9a-z-]{19})</code>", page)[1]


def act(client, what, **said):
    return client.post(f"{QUEUE}{Erasure.objects.latest('pk').public_id}/{what}/", said)


def test_a_family_asks_the_principal_sees_what_goes_and_the_code_shows_the_proof(cast, family, signed_in):
    assert ask(family).status_code == 302
    code = code_on(family.get(ASK).content.decode())
    wang = signed_in(cast.wang)
    queue = wang.get(QUEUE).content.decode()
    assert "陈小满" in queue
    assert "还剩 15 个工作日" in queue
    assert "件删除请求等着处理" in wang.get("/school/").content.decode()
    shown = wang.get(f"{QUEUE}{Erasure.objects.get().public_id}/").content.decode()
    assert "数字和台账里的户数不变" in shown
    assert act(wang, "erase", confirmed="on").status_code == 302

    assert not Guardian.objects.exists()
    assert family.get(ASK).status_code == 302, "the link is closed"
    stranger = Client()
    page = stranger.post("/erased/", {"code": code.upper().replace("-", " ")})
    done = Erasure.objects.get()
    assert done.digest in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    file = stranger.post("/erased/", {"code": code, "as": "file"})
    assert file["Content-Disposition"].startswith("attachment")
    assert done.digest in file.content.decode()
    assert "http" not in file.content.decode()
    assert done.digest in wang.get(f"{QUEUE}{done.public_id}/").content.decode()


def test_a_refusal_says_why_and_a_request_can_be_taken_back(cast, family, signed_in):
    ask(family, "self")
    wang = signed_in(cast.wang)
    assert act(wang, "refuse").status_code == 422
    assert act(wang, "refuse", answer="依据档案规定留到八月").status_code == 302
    assert "依据档案规定留到八月" in family.get(ASK).content.decode()
    ask(family)
    assert ask(family).status_code == 422, "one at a time"
    code = code_on(family.get(ASK).content.decode())
    assert family.post(f"{ASK}take-back/").status_code == 302
    assert family.post(f"{ASK}take-back/").status_code == 422
    assert "家长已收回" in Client().post("/erased/", {"code": code}).content.decode()
    assert act(wang, "erase", confirmed="on").status_code == 422
    assert Guardian.objects.count() == 1


def test_what_is_not_said_or_not_confirmed_is_refused_with_its_reason(cast, family, signed_in):
    for whose in ("", "all", "child:0000000000000000"):
        assert "请先选要删除谁的信息" in ask(family, whose).content.decode()
    on_staff_device = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    assert ask(on_staff_device).status_code == 422
    ask(family)
    response = act(signed_in(cast.wang), "erase")
    assert response.status_code == 422
    assert "请先勾选" in response.content.decode()
    for code in ("", "0", "zzzz-zzzz-zzzz-zzzz", "ü" * 40, "1" * 4000):
        assert Client().post("/erased/", {"code": code}).status_code == 422


def test_nobody_else_finds_it(cast, family, signed_in):
    ask(family)
    public_id = Erasure.objects.get().public_id
    others = cast.person("other", "别园园长", "principal", cast.other_school)
    for who in (cast.zhang, cast.zhou, cast.qian, cast.he):
        client = signed_in(who)
        assert client.get(QUEUE).status_code == 404
        assert client.get(f"{QUEUE}{public_id}/").status_code == 404
        assert act(client, "erase", confirmed="on").status_code == 404
    elsewhere = signed_in(others)
    assert "陈小满" not in elsewhere.get(QUEUE).content.decode()
    assert elsewhere.get(f"{QUEUE}{public_id}/").status_code == 404
    assert act(elsewhere, "refuse", answer="x").status_code == 404
    assert Client().get(ASK).status_code == 302


def test_wrong_verbs(cast, family, signed_in):
    ask(family)
    wang, public_id = signed_in(cast.wang), Erasure.objects.get().public_id
    for client, path in (
        (family, f"{ASK}take-back/"),
        (wang, f"{QUEUE}{public_id}/erase/"),
        (wang, f"{QUEUE}{public_id}/refuse/"),
    ):
        assert client.get(path).status_code == 405
    assert wang.post(QUEUE).status_code == 405
    assert wang.post(f"{QUEUE}{public_id}/").status_code == 405
    assert family.put(ASK).status_code == 405
    assert Client().delete("/erased/").status_code == 405


def test_the_queue_asks_as_often_for_many(cast, family, signed_in):
    wang = signed_in(cast.wang)
    ask(family)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert wang.get(QUEUE).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for n in range(3):
        home = cast.make_household(child=f"孩{n}", phone=f"1381234{n}002")
        ask(by_link(home.guardians.get(), cast.campaign))
    assert queries() == few


def test_every_desk_still_opens_and_names_the_family_nowhere(cast, signed_in, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    people = (cast.zhang, cast.wang, cast.zhou, cast.he)
    make_whole(cast, cast.household, at=cast.noon)
    ask(by_link(cast.chen, cast.campaign))
    assert act(signed_in(cast.wang), "erase", confirmed="on").status_code == 302

    visits = [f"/visit/{each.public_id}/" for each in Visit.objects.all()]
    places = [*(reverse(each.route) for each in MENU), *visits, f"/problem/{Problem.objects.get().public_id}/"]
    places += [f"/ledger/{cast.campaign.public_id}/preview/{kind}/" for kind in ("visit_ledger", "registration_forms")]
    seen = set()
    for person in people:
        client = signed_in(person)
        for place in places:
            answer = client.get(place, follow=True)
            assert answer.status_code in (200, 404), place
            seen |= {place} if answer.status_code == 200 else set()
            assert not re.search("陈小满|陈建国|13812340001|午睡太短", answer.content.decode()), place
    assert seen >= {*visits, places[len(MENU) + len(visits)], "/visit/", "/families/", "/supervision/"}
    assert signed_in(cast.wang).post(f"{visits[0]}reopen/", {"reason": "改一改"}).status_code == 422
