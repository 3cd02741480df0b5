"""A talk of one's own after pick-up: offered to a family that needs discretion, and nobody else can tell. Source: domain §1, care."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.engines.workdays import is_workday
from zoufang.ground.files.queries import content_of
from zoufang.stages.ledger.actions import draw_up
from zoufang.stages.ledger.queries import files_of
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import free_talks
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.tests.test_family_pages import by_link

ALONE = "放学后在园里单独聊"
# What differs at each loading of the same page.
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"')


@pytest.fixture
def marked(cast):
    assert cast.zhang
    assert cast.li
    Household.objects.filter(pk=cast.household.pk).update(care_level="attention")
    cast.household.refresh_from_db()
    return by_link(cast.chen, cast.campaign)


def free(cast, household=None):
    return free_talks(cast.campaign, household or cast.household, at=timezone.now())


def choose(client, slot, form="alone"):
    return client.post("/f/wish/", {"step": "note", "form": form, "times": [slot.code]})


def test_only_a_marked_family_is_offered_it_and_as_one_choice_among_others(cast, marked):
    other = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")
    plain = by_link(other.guardians.get(), cast.campaign)
    mine, theirs = (client.get("/f/wish/").content.decode() for client in (marked, plain))

    assert ALONE in mine
    assert ALONE not in theirs
    choice = re.compile(r'<label class="choice">.*?</label>', re.S)
    shapes = {re.sub(r'value="\w*"|>[^<]+<', "", each) for each in choice.findall(mine)}
    assert len(shapes) == 1, "it looks like every other choice"
    assert plain.post("/f/wish/", {"step": "how", "form": "alone"}).status_code == 422
    assert choose(plain, free(cast)[0]).status_code == 422
    assert not Appointment.objects.exists()


def test_its_times_are_after_pick_up_on_school_days_and_the_campaigns_own(cast, marked):
    cast.campaign.limits = {"pickup_minute": 16 * 60 + 30, "talk_until_minute": 17 * 60 + 30}
    cast.campaign.save()
    found = free(cast)

    assert {f"{slot.starts:%H:%M}" for slot in found} == {"16:30", "17:00"}
    assert all(is_workday(slot.on) for slot in found)
    assert all(slot.on <= cast.today + timedelta(days=15) for slot in found)
    page = marked.post("/f/wish/", {"step": "how", "form": "alone"}).content.decode()
    assert "选一个时间就约好了" in page
    assert 'type="radio" name="times"' in page


def test_the_chosen_time_is_booked_at_once_with_both_teachers_as_a_talk_at_school(cast, marked):
    slot = free(cast)[0]

    assert choose(marked, slot).status_code == 302
    signup, made = Signup.objects.get(), Appointment.objects.get()
    assert (signup.form, signup.is_one_to_one, signup.times.count()) == ("school", True, 1)
    assert (made.form, made.state, made.booked_by) == ("school", "booked", None)
    assert set(made.teachers.all()) == {cast.zhang, cast.li}
    assert timezone.localtime(made.starts_at).time() == slot.starts
    assert "约好了" in marked.get("/family/").content.decode()


def test_a_time_is_one_familys_and_the_second_is_asked_to_choose_another(cast, marked):
    second = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")
    Household.objects.filter(pk=second.pk).update(care_level="special")
    theirs = by_link(second.guardians.get(), cast.campaign)
    slot, later = free(cast)[:2]
    theirs.post("/f/wish/", {"step": "when", "form": "alone", "times": [slot.code]})
    choose(marked, slot)

    assert slot.code not in [each.code for each in free(cast, second)]
    answer = choose(theirs, slot)
    assert answer.status_code == 422
    assert not [words for words in ("张老师", "已约了另一户") if words in answer.content.decode()]
    assert choose(theirs, later).status_code == 302
    assert Appointment.objects.filter(state="booked").count() == 2


def test_choosing_again_moves_it_and_another_way_frees_it(cast, marked):
    slot, later = free(cast)[:2]
    choose(marked, slot)
    assert slot.code in [each.code for each in free(cast)], "the own time does not stand in the own way"
    choose(marked, later)
    made = Appointment.objects.get()
    assert (timezone.localtime(made.starts_at).time(), made.sequence) == (later.starts, 1)
    choose(marked, later)
    made.refresh_from_db()
    assert made.sequence == 1

    marked.post("/f/wish/", {"step": "how", "form": "none"})
    made.refresh_from_db()
    assert (made.state, made.is_released) == ("cancelled", True)
    assert not Signup.objects.get().is_one_to_one


def test_the_two_teachers_and_the_principal_know_and_the_teacher_can_fill_it_in(cast, marked, signed_in):
    choose(marked, free(cast)[0])
    klass = f"/signup/class/{cast.klass.public_id}/"
    behalf = f"{klass}family/{cast.household.public_id}/"

    for user in (cast.zhang, cast.li, cast.wang):
        assert ALONE in signed_in(user).get(klass).content.decode(), user
        assert ALONE in signed_in(user).get(behalf).content.decode(), user
    sent = {"step": "note", "form": "alone", "times": [free(cast)[1].code]}
    assert signed_in(cast.zhou).post(behalf, sent).status_code == 422
    assert signed_in(cast.zhang).post(behalf, sent).status_code == 302
    assert Signup.objects.get().is_one_to_one


def test_what_the_clerk_notes_neither_tells_her_nor_takes_it_away(cast, marked, signed_in):
    slot = free(cast)[0]
    choose(marked, slot)
    behalf = f"/signup/class/{cast.klass.public_id}/family/{cast.household.public_id}/"
    clerk = signed_in(cast.zhou)
    assert 'value="school" checked' in clerk.get(behalf).content.decode()
    assert clerk.post(behalf, {"step": "note", "form": "school", "times": [slot.code]}).status_code == 302

    assert Signup.objects.get().is_one_to_one
    assert Appointment.objects.get().state == "booked"


def pages_of(cast):
    made = Appointment.objects.get()
    home, klass = cast.household.public_id, cast.klass.public_id
    return (
        "/",
        "/families/",
        "/school/",
        "/district/",
        "/schedule/",
        f"/schedule/day/?on={timezone.localdate(made.starts_at).isoformat()}",
        f"/schedule/household/{home}/",
        f"/schedule/{made.public_id}/calendar.ics",
        "/signup/",
        f"/signup/class/{klass}/",
        *(f"/signup/class/{klass}/family/{home}/?step={step}" for step in ("how", "when", "note")),
        "/roster/",
        f"/roster/class/{klass}/",
        "/visit/",
        "/visit/papers/",
        "/assignment/",
        "/revisit/",
        "/problem/",
        "/ledger/",
        "/supervision/",
        "/outbox/",
        "/campaign/",
    )


def test_no_page_or_export_of_anybody_else_tells_a_marked_family_from_another(cast, marked, signed_in):
    choose(marked, free(cast)[0])
    visit = cast.make_visit(form="school", state="done", outcome="met", started_at=cast.noon, finished_at=cast.noon)
    watchers = [cast.zhou, cast.qian, cast.sun, cast.wu, cast.zhao, cast.he, cast.stranger]
    seen, drawn = [], []
    for care, alone in (("special", True), ("none", False)):
        a_world(cast, care, alone)
        seen.append({})
        for user in watchers:
            client = signed_in(user)
            for address in (*pages_of(cast), f"/visit/{visit.public_id}/"):
                answer = client.get(address)
                body = CHANGING.sub("", answer.content.decode())
                seen[-1][user.username, address] = (answer.status_code, re.sub(r"DTSTAMP:\w+", "", body))
    for care, alone in (("special", True), ("none", False)):
        a_world(cast, care, alone)
        drawn.append(exported(cast))

    assert [key for key in seen[0] if seen[0][key] != seen[1][key]] == []
    assert sum(status == 200 for status, _ in seen[0].values()) > 40, "they did see pages"
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) > 8


def a_world(cast, care, alone):
    """The same family, marked and with its talk alone, or as any other that comes to the school."""
    Household.objects.filter(pk=cast.household.pk).update(care_level=care)
    Signup.objects.update(is_one_to_one=alone)


def exported(cast):
    """Every document of the ledgers, in full, as text."""
    said = []
    submission = draw_up(campaign=cast.campaign, by=cast.actor(cast.wang), at=timezone.now(), full=True, reason="核对")
    for each in files_of(submission):
        said += [(each.kind, *part) for part in _parts(content_of(each.file))]
    return said


def _parts(content):
    """A package's parts as text, packages inside packages too; their times of making aside."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        for name in sorted(box.namelist()):
            if name.endswith(".docx"):
                yield from _parts(box.read(name))
            elif "docProps" not in name:
                yield name, _plain(box.read(name))


def _plain(content: bytes) -> str:
    """A part's words; versions and times of drawing up differ by nature."""
    return re.sub(r"\d", "", content.decode("utf-8", "replace"))


def test_a_stranger_with_the_link_before_the_digits_sees_nothing_of_it(cast, marked):
    choose(marked, free(cast)[0])

    assert ALONE not in Client().get("/f").content.decode()
