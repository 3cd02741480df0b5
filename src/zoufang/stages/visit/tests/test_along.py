"""跟岗: an own word of whoever goes along, apart from the teachers' record; family and teachers know of it beforehand."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights.states import Scope
from zoufang.stages.schedule.tests.test_booking import moment
from zoufang.stages.schedule.tests.test_out import another, for_family
from zoufang.stages.visit.models import Shadowing
from zoufang.stages.visit.tests.test_family_pages import by_link
from zoufang.stages.visit.tests.test_finish_page import finish, said


@pytest.fixture(autouse=True)
def morning():
    now = timezone.localtime().replace(hour=8, minute=30, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def booked(cast):
    return for_family(cast, cast.household, 9)


def join(client, appointment):
    return client.post(f"/visit/along/join/{appointment.public_id}/")


def say(client, **data):
    return client.post(f"/visit/along/{Shadowing.objects.get().public_id}/", {"was_there": "yes"} | data)


def page(client, address):
    return client.get(address).content.decode()


def test_a_leader_goes_along_and_teachers_and_family_know_it_before(cast, booked, signed_in):
    leader = signed_in(cast.qian)
    assert "陈小满" in page(leader, "/visit/along/")

    assert join(leader, booked).status_code == 302
    assert join(leader, booked).status_code == 302

    assert Shadowing.objects.count() == 1
    assert "钱副园长(跟岗)" in page(signed_in(cast.zhang), "/")
    assert "钱副园长(园里同行)" in page(by_link(cast.chen, cast.campaign), "/family/")
    assert leader.post(f"/visit/along/{Shadowing.objects.get().public_id}/withdraw/").status_code == 302
    assert "跟岗)" not in page(signed_in(cast.zhang), "/")
    acts = JournalEntry.objects.filter(act__startswith="shadowing.").values_list("act", flat=True).order_by("sequence")
    assert list(acts) == ["shadowing.announced", "shadowing.withdrawn"]


def test_the_own_word_is_read_by_leaders_at_once_and_by_the_teachers_once_theirs_is_finished(
    cast, booked, signed_in, morning
):
    leader, teacher = signed_in(cast.qian), signed_in(cast.zhang)
    join(leader, booked)
    visit = cast.make_visit(appointment=booked)
    address = f"/visit/{visit.public_id}/"
    morning.move_to(moment(cast, 9, 40, days=0))
    own = f"/visit/along/{Shadowing.objects.get().public_id}/"
    assert address not in page(leader, own), "the teachers' record stays closed until the word is said"

    assert say(leader, word="老师听得很耐心").status_code == 302

    assert Shadowing.objects.get().said_before_record
    assert "老师听得很耐心" in page(signed_in(cast.wang), address)
    assert "老师听得很耐心" not in page(teacher, address)
    assert "老师听得很耐心" not in page(signed_in(cast.zhou), address)
    assert address in page(leader, own)
    finish(teacher, visit, **said(cast))
    assert "老师听得很耐心" in page(teacher, address)
    assert "写在老师的记录完成之前" in page(teacher, address)
    refused = say(leader, word="改口")
    assert refused.status_code == 422
    assert Shadowing.objects.get().word == "老师听得很耐心"


def test_a_word_needs_its_time_its_choice_and_a_sentence(cast, booked, signed_in, morning):
    leader = signed_in(cast.qian)
    join(leader, booked)

    own = f"/visit/along/{Shadowing.objects.get().public_id}/"
    assert "去过以后再来写一句" in page(leader, own)
    assert "还没有开始" in say(leader, word="早了").content.decode()
    morning.move_to(moment(cast, 9, 40, days=0))
    assert "请写一句" in say(leader, word=" ").content.decode()
    assert "请选" in say(leader, was_there="maybe", word="x").content.decode()
    long = say(leader, word="长" * 501)
    assert long.status_code == 422
    cast.say(Scope.BASIC, is_given=False)
    assert say(leader, word="内容").status_code == 422
    assert say(leader, was_there="no").status_code == 302
    assert Shadowing.objects.get().was_there is False


def test_nobody_goes_along_on_a_call_or_on_the_own_class(cast, booked, signed_in):
    call = for_family(cast, cast.make_household(child="赵一", phone="13912340011"), 10, form="phone")
    both = cast.person("sun", "孙老师", "leader", cast.school)
    cast.person("sun", "孙老师", "teacher", cast.klass)

    assert "不用跟岗" in join(signed_in(cast.qian), call).content.decode()
    assert "就是本班老师" in join(signed_in(both), booked).content.decode()


@pytest.mark.parametrize("who", ["stranger", "zhang", "wu", "zhou", "zhao"])
def test_others_find_nothing(cast, booked, signed_in, who):
    join(signed_in(cast.qian), booked)
    client = signed_in(getattr(cast, who))

    assert client.get("/visit/along/").status_code == 404
    assert join(client, booked).status_code == 404
    assert say(client, word="x").status_code == 404


def test_another_leader_does_not_write_in_ones_name_and_only_post_joins(cast, booked, signed_in):
    join(signed_in(cast.qian), booked)

    assert say(signed_in(cast.wang), word="x").status_code == 404
    assert signed_in(cast.qian).get(f"/visit/along/join/{booked.public_id}/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_visits(cast, booked, signed_in):
    client = signed_in(cast.qian)
    join(client, booked)
    another(cast, 1, 10)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/visit/along/").status_code == 200
        return len(asked)

    few = count()
    for n in range(2, 6):
        made = another(cast, n, 10 + n)
        if n % 2:
            join(client, made)
    assert count() == few
