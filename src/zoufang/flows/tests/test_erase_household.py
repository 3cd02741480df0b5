"""Deleted means gone from every table and file; what is counted stays counted. Source: domain §7 (delete, proof)."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.flows.erase_household import erase_household, erase_over_time, families_over_time, what_goes
from zoufang.flows.tests.whole_family import everything_kept, make_around, make_whole, plant
from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import content_of, place_of
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.journal.queries import broken_links
from zoufang.stages.ledger.documents import DOCUMENTS
from zoufang.stages.ledger.queries import facts_of
from zoufang.stages.problem.models import Photo, Problem
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.rights.actions import ask_erasure, digest_of
from zoufang.stages.rights.models import Consent, Erasure
from zoufang.stages.roster.models import Child, Guardian, Household, RosterImport
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.supervision import queries as figures
from zoufang.stages.visit.models import Visit, VisitPhoto


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def family(cast):
    """The cast's family with something in every table, and another like it that asks for nothing."""
    _ = cast.zhang, cast.li, cast.wang, cast.qian, cast.zhou
    other = cast.make_household(child="李安", guardian="李强", phone="13900000020")
    Household.objects.filter(pk=other.pk).update(address="城西路3号")
    for home in (cast.household, other):
        make_whole(cast, home, at=cast.noon)
    make_around(cast, cast.household, at=cast.noon)
    cast.other = other
    return cast.household


def ask(cast, extent="family", **how):
    return ask_erasure(
        guardian=cast.chen,
        campaign=cast.campaign,
        extent=extent,
        on_staff_device=False,
        by=cast.actor(cast.wang),
        at=timezone.now(),
        **how,
    )


def carry_out(cast, erasure, django_capture_on_commit_callbacks, who="wang"):
    with django_capture_on_commit_callbacks(execute=True):
        return erase_household(erasure=erasure, is_confirmed=True, by=cast.actor(getattr(cast, who)), at=timezone.now())


def counts(cast):
    """What ledgers and figures say in numbers."""
    facts = facts_of(cast.campaign)
    coverage = figures.coverage_of([cast.campaign])[cast.campaign.pk]
    return {
        "rows": {each.KIND: len(each.rows_of(facts, masked=True)) for each in DOCUMENTS},
        "coverage": {name: value for name, value in vars(coverage).items() if name != "unit"},
        "by class": [(each.unit.name, each.households, each.met) for each in figures.coverage_by_class(cast.campaign)],
        "problems": figures.problem_figures(Problem.objects.all(), now=timezone.now()),
        "feelings": figures.feelings_of([cast.campaign]),
        "again": figures.second_round_share(cast.campaign),
        "by day": figures.visits_by_day([cast.campaign], until=cast.today),
    }


def test_nothing_of_the_family_is_left_in_any_table_or_file_and_nothing_of_others_is_lost(
    cast, family, folder, django_capture_on_commit_callbacks
):
    asked = ask(cast)
    names = [each.name for each in (*family.guardians.all(), *family.children.all())]
    known = [*names, *(each.phone for each in family.guardians.all()), family.address]
    shown = everything_kept()
    assert all(any(word in text for text in shown.values()) for word in known), "found where it stands"
    planted = plant(family)
    shown = "\n".join(everything_kept().values())
    assert [label for marker, label in planted.items() if marker not in shown] == []
    photo_of_others = Photo.objects.get(problem__household=cast.other).file
    others = {photo_of_others.public_id, VisitPhoto.objects.get(visit__household=cast.other).file.public_id}

    done = carry_out(cast, asked, django_capture_on_commit_callbacks)

    kept = everything_kept()
    left = {
        (label, table)
        for table, text in kept.items()
        for word, label in {**planted, **{word: word for word in known}}.items()
        if word in text
    }
    assert left == set()
    assert {each.name for each in folder.rglob("*") if each.is_file()} == others
    assert "李安".encode() in content_of(photo_of_others)
    assert "13900000020" in kept["roster.Guardian"]
    assert "午睡太短" in kept["problem.Problem"]
    child, home = Child.objects.get(pk=family.children.get().pk), Household.objects.get(pk=family.pk)
    assert (child.name, child.sex, child.born_on) == ("已按家长要求删除", "unknown", None)
    assert (home.care_level, home.address, bool(home.erased_at)) == ("none", "", True)
    assert done.state == "done"


def test_every_number_is_as_before_and_the_ledger_says_so_in_its_row(cast, family, django_capture_on_commit_callbacks):
    before = counts(cast)
    assert before["rows"] == {"visit_ledger": 2, "rectification_ledger": 2, "registration_forms": 2}
    carry_out(cast, ask(cast), django_capture_on_commit_callbacks)

    assert counts(cast) == before
    rows = [list(each.lines_of(facts_of(cast.campaign), masked=True)) for each in DOCUMENTS]
    assert all("已按家长要求删除" in str(each) for each in rows)
    assert set(Appointment.objects.filter(household=family).values_list("state", flat=True)) == {"kept", "cancelled"}
    assert set(Visit.objects.filter(household=family).values_list("state", flat=True)) == {"done", "cancelled"}


def test_the_proof_counts_each_table_carries_its_hash_and_stands_in_the_journal(
    cast, family, django_capture_on_commit_callbacks
):
    asked = ask(cast)
    foreseen = what_goes(asked, at=timezone.now())
    done = Erasure.objects.get(pk=carry_out(cast, asked, django_capture_on_commit_callbacks).pk)

    told = {(line["table"], line["is_deleted"]): line for line in done.proof if "count" in line}
    assert all(table for table, _ in told), "each has its name"
    assert told["家长", True]["count"] == 2
    assert told["走访记录", False]["count"] == 2
    assert told["走访记录", False]["stays"].startswith("只留时间")
    assert told["文件夹里的文件", True]["count"] == 4
    ahead = {(line.table, line.is_deleted, line.count) for line in foreseen.lines}
    assert ahead == {(line["table"], line["is_deleted"], line["count"]) for line in told.values()} - {
        ("文件夹里的文件", True, 4)
    }
    assert [line for line in done.proof if "copy" in line] == [
        {"copy": cast.campaign.name, "version": 2, "to": "a@b.example", "at": f"{timezone.localdate(cast.noon)}"}
    ]
    entry = JournalEntry.objects.get(act="rights.erased")
    assert entry.facts["proof"] == done.digest == digest_of(done)
    assert re.fullmatch("[0-9a-f]{64}", done.digest)
    assert broken_links() == []


def test_only_the_principal_of_that_school_and_only_with_her_tick(cast, family, django_capture_on_commit_callbacks):
    asked = ask(cast)
    for who in ("zhou", "zhang", "he"):
        with pytest.raises(Refused):
            carry_out(cast, asked, django_capture_on_commit_callbacks, who=who)
    with pytest.raises(Refused, match="先勾选"):
        erase_household(erasure=asked, is_confirmed=False, by=cast.actor(cast.wang), at=timezone.now())
    assert Guardian.objects.filter(household=family).count() == 2
    carry_out(cast, asked, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="已经处理过"):
        carry_out(cast, asked, django_capture_on_commit_callbacks)


def test_one_guardian_goes_alone_and_her_name_leaves_what_others_wrote(
    cast, family, django_capture_on_commit_callbacks
):
    gone = cast.chen
    name, phone = "司马建国", gone.phone
    Guardian.objects.filter(pk=gone.pk).update(name=name)
    Visit.objects.filter(household=family, state="done").update(met=f"{name}(父亲)", remark=f"和{name}约好")
    before = counts(cast)
    carry_out(cast, ask(cast, extent="self"), django_capture_on_commit_callbacks)

    kept = everything_kept()
    assert [table for table, text in kept.items() if name in text or phone in text] == []
    assert [each.name for each in family.guardians.all()] == ["陈建国的爱人"]
    assert family.children.get().name == "陈小满"
    assert Visit.objects.get(household=family, state="done").remark == "和已按家长要求删除约好"
    assert counts(cast) == before


def test_one_child_of_two_goes_alone(cast, family, django_capture_on_commit_callbacks):
    Child.objects.create(household=family, klass=cast.other_class, name="陈小路")
    small = family.children.get(name="陈小满")
    before = counts(cast)
    carry_out(cast, ask(cast, extent="child", child_id=small.public_id), django_capture_on_commit_callbacks)

    assert [table for table, text in everything_kept().items() if "陈小满" in text] == []
    assert list(family.children.filter(left_on__isnull=True).values_list("name", flat=True)) == ["陈小路"]
    assert not Consent.objects.filter(child=small).exists()
    assert Guardian.objects.filter(household=family).count() == 2
    assert counts(cast) == before


def test_a_complaint_about_the_principal_stands_in_no_number_she_sees_and_waits_for_the_district(
    cast, family, django_capture_on_commit_callbacks
):
    asked = ask(cast)
    without = what_goes(asked, at=timezone.now())
    secret = {
        "campaign": cast.campaign,
        "school": cast.school,
        "source": "family",
        "household": family,
        "circle": "district",
        "raised_at": cast.noon,
        "contact_until": cast.noon,
        "due_until": cast.noon,
        "is_about_a_person": True,
    }
    open_one = Problem.objects.create(number="WOPEN", text="园长收礼", **secret)
    ended = Problem.objects.create(number="WENDED", text="园长骂人", state="closed", ending="explained", **secret)
    assert what_goes(asked, at=timezone.now()) == without

    done = carry_out(cast, asked, django_capture_on_commit_callbacks)
    assert sum(line["count"] for line in done.proof if line.get("table") == "反映的事") == 1
    ended.refresh_from_db()
    open_one.refresh_from_db()
    assert (ended.text, open_one.text) == ("已按家长要求删除", "园长收礼")
    from zoufang.doors.jobs import erase_over_time as nightly

    Problem.objects.filter(pk=open_one.pk).update(state="closed", ending="explained")
    nightly(timezone.now())
    open_one.refresh_from_db()
    assert open_one.text == "已按家长要求删除"


def test_what_other_families_hang_on_keeps_the_schools_words_without_the_names(
    cast, family, django_capture_on_commit_callbacks
):
    main = Problem.objects.get(household=family)
    Problem.objects.filter(pk=main.pk).update(measures="给陈小满加床,各班照办")
    Problem.objects.filter(household=cast.other).update(state="merged", merged_into=main)
    carry_out(cast, ask(cast), django_capture_on_commit_callbacks)

    main.refresh_from_db()
    assert (main.text, main.measures) == ("已按家长要求删除", "给已按家长要求删除加床,各班照办")
    assert [each.text for each in main.answers.all()] == ["改到一点"]


def test_when_the_time_is_over_the_same_deed_is_done_unasked(cast, family, django_capture_on_commit_callbacks):
    at = timezone.now()
    RosterImport.objects.all().delete()
    assert families_over_time(at=at) == []
    cast.campaign.ends_on = cast.today - timedelta(days=400)
    cast.campaign.starts_on = cast.today - timedelta(days=500)
    cast.campaign.save()
    assert family in families_over_time(at=at)
    with django_capture_on_commit_callbacks(execute=True):
        erase_over_time(household=family, at=at)

    assert family.children.get().name == "已到期删除"
    assert family not in families_over_time(at=at)
    later = Household.objects.get(pk=cast.other.pk)
    assert later in families_over_time(at=at)
    named = RosterImport.objects.create(school=cast.school, file_name="x", imported_at=at - timedelta(days=80))
    assert later not in families_over_time(at=at), "a roster came in, its campaign may be opened tomorrow"
    named.delete()
    cast.campaign_of(cast.school)
    assert later not in families_over_time(at=at), "a campaign that runs still needs it"
    Household.objects.filter(pk=later.pk).update(left_on=cast.today - timedelta(days=450))
    assert later in families_over_time(at=at), "whoever left before it began is not kept for it"
    assert Revisit.objects.filter(household=family, why_not="").count() == 1


def test_a_file_is_back_when_the_deed_is_taken_back_and_waste_is_swept(cast, family, folder):
    from zoufang.ground.files.actions import sweep_files

    photo = Photo.objects.get(problem__household=family).file
    erase_household(erasure=ask(cast), is_confirmed=True, by=cast.actor(cast.wang), at=timezone.now())
    # Not yet committed: the content must still be there.
    assert place_of(photo.public_id).exists()
    assert not StoredFile.objects.filter(pk=photo.pk).exists()
    assert sweep_files(now=timezone.now()) == 0, "what is young may belong to an act that is still under way"
    assert sweep_files(now=timezone.now() + timedelta(days=2)) == 4
    left = {Photo.objects.get().file.public_id, VisitPhoto.objects.get().file.public_id}
    assert {each.name for each in Path(folder).rglob("*") if each.is_file()} == left


def test_sqlite_leaves_nothing_of_what_is_deleted_in_its_file(settings, tmp_path):
    with closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as kept:
        kept.execute("PRAGMA secure_delete=OFF")  # what a build of SQLite without Debian's default begins with
        kept.executescript(settings.SQLITE_BEGINS)
        kept.execute("CREATE TABLE child (name TEXT)")
        kept.executemany("INSERT INTO child VALUES (?)", [("陈小满" * 100,)] * 20)
        kept.commit()
        kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert "陈小满".encode() in (tmp_path / "kept.sqlite3").read_bytes()
        kept.execute("DELETE FROM child")
        kept.commit()
        kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert "陈小满".encode() not in (tmp_path / "kept.sqlite3").read_bytes()
