"""Two pages open on one record: what one writes never covers what the other wrote."""

import json
import re
from html import unescape

import pytest

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.visit.models import FieldConflict, Matter, Visit, VisitVersion
from zoufang.stages.visit.states import VisitState
from zoufang.stages.visit.tests.test_finish_page import said


@pytest.fixture
def visit(cast):
    return cast.make_visit()


def drawn_on(page):
    return unescape(re.search(r'name="drawn" form="record" value="([^"]*)"', page.content.decode())[1])


def save(client, visit, drawn, words, *, quietly=True):
    headers = {"HX-Request": "true", "HX-Target": "kept"} if quietly else {}
    return client.post(f"/visit/{visit.public_id}/record/", {**words, "drawn": drawn}, headers=headers)


def both_pages(cast, visit, signed_in):
    zhang, li = signed_in(cast.zhang), signed_in(cast.li)
    return zhang, drawn_on(zhang.get(f"/visit/{visit.public_id}/")), li, drawn_on(li.get(f"/visit/{visit.public_id}/"))


def test_what_a_colleague_wrote_since_the_page_was_drawn_stays_and_the_rest_is_saved(cast, visit, signed_in):
    zhang, mine, li, hers = both_pages(cast, visit, signed_in)
    save(li, visit, hers, said(cast, opinions="李老师写的"))

    kept = save(zhang, visit, mine, said(cast, opinions="张老师写的", remark="门口有台阶"))

    assert kept.status_code == 200
    assert "意见建议" in kept.content.decode()
    visit.refresh_from_db()
    assert (visit.opinions, visit.remark) == ("李老师写的", "门口有台阶")
    # The page saves again by itself, still holding her own words: the other's stay all the same.
    save(zhang, visit, drawn_on(kept), said(cast, opinions="张老师写的", remark="门口有台阶,小心"))
    visit.refresh_from_db()
    assert (visit.opinions, visit.remark) == ("李老师写的", "门口有台阶,小心")
    assert FieldConflict.objects.count() == 1
    for client in (zhang, li):
        page = client.get(f"/visit/{visit.public_id}/").content.decode()
        assert all(words in page for words in ("有两种写法", "张老师写的", "李老师写的"))


def test_an_untouched_page_changes_nothing_that_a_colleague_wrote(cast, visit, signed_in):
    zhang, mine, li, hers = both_pages(cast, visit, signed_in)
    save(li, visit, hers, said(cast, started="12:07", opinions="李老师写的"))
    shown = json.loads(mine)

    save(
        zhang,
        visit,
        mine,
        said(cast, outcome="", met="", on=shown["shown_at"][:10], started=shown["shown_at"][11:16], ended=""),
    )

    visit.refresh_from_db()
    assert (visit.opinions, visit.outcome, f"{visit.started_at:%M}") == ("李老师写的", "met", "07")
    assert not FieldConflict.objects.exists()


@pytest.mark.parametrize(
    ("choice", "text", "stands"),
    [("kept", "", "李老师写的"), ("taken", "", "张老师写的"), ("rewritten", "两人商量好的", "两人商量好的")],
)
def test_a_teacher_of_the_class_chooses_and_both_stay_kept(cast, visit, signed_in, choice, text, stands):
    conflict = conflicting(cast, visit, signed_in)

    answer = settle(signed_in(cast.li), visit, conflict, choice=choice, text=text)

    assert answer.status_code == 302
    conflict.refresh_from_db()
    assert (conflict.state, Visit.objects.get().opinions) == (choice, stands)
    assert {json.loads(conflict.yours), json.loads(conflict.theirs)} == {"张老师写的", "李老师写的"}
    assert conflict.settled_by == cast.li
    assert JournalEntry.objects.filter(act="visit.conflict_settled").get().facts["choice"] == choice
    assert settle(signed_in(cast.zhang), visit, conflict, choice="kept").status_code == 422


def test_of_a_finished_record_the_earlier_version_is_kept(cast, visit, signed_in):
    conflict = conflicting(cast, visit, signed_in)
    Visit.objects.update(state=VisitState.DONE)

    assert settle(signed_in(cast.zhang), visit, conflict, choice="taken").status_code == 302

    assert Visit.objects.get().opinions == "张老师写的"
    assert json.loads(VisitVersion.objects.get().content)["opinions"] == "李老师写的"


def test_others_do_not_choose_and_a_bad_choice_is_refused(cast, visit, signed_in):
    conflict = conflicting(cast, visit, signed_in)
    for user in (cast.stranger, cast.sun, cast.wang):
        assert settle(signed_in(user), visit, conflict, choice="taken").status_code == 404, user.name
    zhang = signed_in(cast.zhang)
    assert zhang.get(f"/visit/{visit.public_id}/conflict/{conflict.public_id}/").status_code == 405
    for bad in ({"choice": ""}, {"choice": "open"}, {"choice": "rewritten", "text": " "}):
        assert settle(zhang, visit, conflict, **bad).status_code == 422
    other = cast.make_visit(household=cast.make_household(child="孩", phone="13812340077"))
    assert settle(zhang, other, conflict, choice="kept").status_code == 404
    assert Visit.objects.get(pk=visit.pk).opinions == "李老师写的"


def test_bad_words_about_how_the_page_was_drawn_harm_nothing(cast, visit, signed_in):
    zhang = signed_in(cast.zhang)
    for drawn in ("{", "[]", '{"opinions": [1], "visitors": {"a": 1}}', "[" * 9_000):
        assert save(zhang, visit, drawn, said(cast, opinions="写了")).status_code == 200, drawn[:20]
    assert Matter.objects.count() == 0


def conflicting(cast, visit, signed_in):
    zhang, mine, li, hers = both_pages(cast, visit, signed_in)
    save(li, visit, hers, said(cast, opinions="李老师写的"))
    save(zhang, visit, mine, said(cast, opinions="张老师写的"), quietly=False)
    return FieldConflict.objects.get()


def settle(client, visit, conflict, **data):
    return client.post(f"/visit/{visit.public_id}/conflict/{conflict.public_id}/", data)
