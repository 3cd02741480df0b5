"""What the roster gives up of a family. Its row and its children's stay, without a word, where figures count them."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt, RosterImport
from zoufang.stages.roster.states import CareLevel, ImportState, Sex


def steps_of(whom: Whom) -> list[Step]:
    """Doubts and uploads first: they repeat what the rows say."""
    uploads = RosterImport.objects.filter(school=whom.school, file__isnull=False)
    doubts = HouseholdDoubt.objects.filter(Q(one__in=whom.homes) | Q(other__in=whom.homes))
    return [
        Step(
            _("花名册原文件"),
            uploads.filter(state=ImportState.WAITING),
            values={"file": None, "file_name": "", "state": ImportState.DROPPED},
            files=_files_of(uploads.filter(state=ImportState.WAITING)),
        ),
        Step(
            _("花名册原文件"),
            uploads.exclude(state=ImportState.WAITING),
            values={"file": None, "file_name": ""},
            files=_files_of(uploads.exclude(state=ImportState.WAITING)),
        ),
        *([Step(_("疑似同一家庭的记号"), doubts)] if whom.is_whole else []),
        Step(_("家长"), Guardian.objects.filter(pk__in=whom.guardians)),
        *_children(whom),
        *_households(whom),
    ]


def _files_of(uploads):  # type: ignore[no-untyped-def]
    return StoredFile.objects.filter(pk__in=uploads.values("file"))


def _children(whom: Whom) -> list[Step]:
    bare = {"name": whom.words, "sex": Sex.UNKNOWN, "born_on": None}
    going = Child.objects.filter(pk__in=whom.children)
    stays = _("只留一行空的和班级:数字和台账里的户数不变")
    left = {"left_on": timezone.localdate(whom.at), "stays_counted": True}
    return [
        Step(_("孩子"), going.filter(left_on__isnull=False), values=bare, stays=stays),
        Step(_("孩子"), going.filter(left_on__isnull=True), values=bare | left, stays=stays),
    ]


def _households(whom: Whom) -> list[Step]:
    homes = Household.objects.filter(pk__in=whom.homes)
    if not whom.is_whole:
        return [Step("", homes, strips=("care_note",))]
    bare = {
        "address": "",
        "address_hash": "",
        "neighbourhood": "",
        "care_level": CareLevel.NONE,
        "care_note": "",
        "erased_at": whom.at,
    }
    stays = _("只留一行空的:数字和台账里的户数不变")
    left = {"left_on": timezone.localdate(whom.at), "stays_counted": True}
    return [
        Step(_("家庭、住址、关怀说明"), homes.filter(left_on__isnull=False), values=bare, stays=stays),
        Step(_("家庭、住址、关怀说明"), homes.filter(left_on__isnull=True), values=bare | left, stays=stays),
    ]
