"""A school's list of staff is taken over: people and posts come into being, nobody twice, nothing is taken away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.staff_reading import CannotRead, RefusedRow, StaffList, StaffRow, read_staff
from zoufang.ground.accounts import access, queries, rules
from zoufang.ground.accounts.actions.appoint import appoint
from zoufang.ground.accounts.actions.note import note
from zoufang.ground.accounts.actions.people import PersonWords, new_person
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.actions import found_class
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import classes_of
from zoufang.ground.org.rules import bare_class_name, entry_year_of, grade_and_number

COLUMNS = {"name": "姓名", "phone": "手机号", "email": "邮箱", "username": "用户名"}


@dataclass
class Counts:
    """How many were made, changed, left as they were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class StaffImport:
    """What an import did, or would do."""

    people: Counts = field(default_factory=Counts)
    posts: Counts = field(default_factory=Counts)
    classes: list[str] = field(default_factory=list)
    newcomers: list[tuple[str, str]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    repeated_rows: int = 0
    rows: list[StaffRow] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """As the command prints it."""
        return {
            "people": vars(self.people),
            "posts": vars(self.posts),
            "refused": [vars(each) for each in self.refused],
            "ignored_columns": self.ignored_columns,
            "repeated_rows": self.repeated_rows,
        }


def import_staff(*, content: bytes, school: Unit, by: Actor, at: datetime, dry_run: bool = False) -> StaffImport:
    """The people of the list work at this school from today on; who was here already keeps the account. With `dry_run`
    everything is done and undone, so that the counts are true. Refused where the file cannot be read."""
    try:
        listed = read_staff(content)
    except CannotRead as cannot:
        raise Refused(str(cannot)) from cannot
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=school.pk)
        done = _Importing(school, by, at).take(listed)
        note(
            "staff.imported",
            school,
            by=by,
            at=at,
            unit=school,
            facts={"people": done.people.created, "posts": done.posts.created, "refused": len(done.refused)},
        )
        if dry_run:
            transaction.set_rollback(True)
    return done


class _Importing:
    """One import under way."""

    def __init__(self, school: Unit, by: Actor, at: datetime) -> None:
        self.school, self.by, self.at = school, by, at
        self.on: date = timezone.localdate(at)
        self.done = StaffImport()
        self.fate: dict[int, str] = {}
        self.people = list(queries.people_at(school))
        self.classes = {bare_class_name(each.name): each for each in classes_of(school)}

    def take(self, listed: StaffList) -> StaffImport:
        done = self.done
        done.rows, done.repeated_rows = listed.rows, listed.repeated_rows
        done.ignored_columns, done.refused = listed.ignored_columns, list(listed.refused)
        namesakes = Counter(row.name for row in listed.rows)
        for row in listed.rows:
            try:
                with transaction.atomic():
                    self._take(row, alone=namesakes[row.name] == 1)
            except _RowRefused as refused:
                done.refused.append(RefusedRow(row.sheet, row.row, refused.column, refused.reason))
        done.refused.sort(key=lambda each: (each.sheet, each.row))
        done.people = Counts(**{**vars(Counts()), **Counter(self.fate.values())})
        return done

    def _take(self, row: StaffRow, *, alone: bool) -> None:
        words = PersonWords(row.name, row.username, row.phone, row.email).bare()
        for name, column in COLUMNS.items():
            asked = {"name": words.name, "username": "", "phone": "", "email": ""} | {name: getattr(words, name)}
            if wrong := rules.what_is_wrong_with_person(**asked):
                raise _RowRefused(column, wrong[0])
        user = self._known(words, alone=alone)
        places = self._places(row, user)
        if user is None:
            try:
                user = new_person(words, self.school)
            except Refused as refused:
                raise _RowRefused("用户名", refused.reasons[0]) from refused
            self.people.append(user)
            self.fate[user.pk] = "created"
            self.done.newcomers.append((user.name, user.username))
            note("account.added", user, by=self.by, at=self.at, unit=self.school)
        else:
            self._update(user, words)
        for role, unit in places:
            self._give(user, role, unit)

    def _known(self, words: PersonWords, *, alone: bool) -> User | None:
        """Who of this school the row means; None for somebody new."""
        if words.username:
            same = [one for one in self.people if one.username == words.username]
            if same and same[0].name != words.name:
                raise _RowRefused("用户名", Reason("用户名“%(name)s”是另一位教职工的,请核对", name=words.username))
            if same:
                return same[0]
        if words.phone:
            for one in self.people:
                if one.phone == words.phone:
                    if one.name != words.name:
                        raise _RowRefused("手机号", "这个手机号已登记给另一位教职工,请核对")
                    return one
        namesakes = [one for one in self.people if one.name == words.name]
        if words.phone:
            namesakes = [one for one in namesakes if not one.phone]
        elif not alone or len(namesakes) > 1:
            reason = Reason("有几位“%(name)s”,请填手机号,才分得清是不是同一个人", name=words.name)
            raise _RowRefused("手机号", reason)
        return namesakes[0] if len(namesakes) == 1 else None

    def _places(self, row: StaffRow, user: User | None) -> list[tuple[Role, Unit]]:
        """The posts the row asks for. Raises where one is not understood or not this actor's to give."""
        if not row.roles:
            raise _RowRefused("岗位", "请填岗位:园长、副园长、中层、整理提报专人或教师")
        if user is not None and not user.is_active:
            raise _RowRefused("姓名", "这个账号已停用,请先在“教职工”里恢复")
        places: list[tuple[Role, Unit]] = []
        for word in row.roles:
            role = rules.role_named(word)
            if role is None:
                raise _RowRefused(
                    "岗位", Reason("“%(word)s”看不懂;请写园长、副园长、中层、整理提报专人或教师", word=word)
                )
            units = (
                [self._class(name) for name in row.classes] if role == Role.TEACHER and row.classes else [self.school]
            )
            for unit in units:
                if not access.may_appoint(self.by, role, unit) and not (user and self._holds(user, role, unit)):
                    raise _RowRefused("岗位", Reason("“%(role)s”不由您任免,请区级管理员来办", role=role.label))
                places.append((role, unit))
        return places

    def _class(self, written: str) -> Unit:
        bare = bare_class_name(written)
        if bare not in self.classes:
            known = grade_and_number(written)
            if known is None:
                raise _RowRefused("班级", Reason("没有“%(name)s”这个班,请核对或先导入花名册", name=written))
            grade, number = known
            year = entry_year_of(grade, self.on)
            name = f"{str(grade.label)[0]}（{number}）班"
            self.classes[bare] = found_class(school=self.school, name=name, entry_year=year, class_number=number)[0]
            self.done.classes.append(self.classes[bare].name)
        return self.classes[bare]

    def _update(self, user: User, words: PersonWords) -> None:
        changed = {
            name: said
            for name, said in (("phone", words.phone), ("email", words.email))
            if said and said != getattr(user, name)
        }
        if changed and access.may_care_for(self.by, user, on=self.on):
            for name, said in changed.items():
                setattr(user, name, said)
            user.save(update_fields=["phone", "phone_hash", "email"])
            note("account.corrected", user, by=self.by, at=self.at, unit=self.school)
            self.fate[user.pk] = "created" if self.fate.get(user.pk) == "created" else "updated"
        self.fate.setdefault(user.pk, "unchanged")

    def _holds(self, user: User, role: Role, unit: Unit) -> bool:
        return Post.objects.held(on=self.on).filter(user=user, role=role, unit=unit).exists()

    def _give(self, user: User, role: Role, unit: Unit) -> None:
        if self._holds(user, role, unit):
            self.done.posts.unchanged += 1
            return
        post = appoint(user=user, role=role, unit=unit, since=self.on)
        note("post.given", post, by=self.by, at=self.at, unit=unit, facts={"role": role.value})
        self.done.posts.created += 1


class _RowRefused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)
