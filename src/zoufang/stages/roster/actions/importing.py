"""One import, in memory first: who is known, who is new, who moved; then written in a few statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zoufang.engines.refusal import Reason
from zoufang.engines.roster_reading import Reading, Row
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.actions import found_class
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import class_like
from zoufang.ground.org.rules import entry_year_of
from zoufang.ground.org.states import Grade, UnitKind
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.roster import rules
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt
from zoufang.stages.roster.rules import Ties

GRADES = {"托": Grade.NURSERY, "小": Grade.JUNIOR, "中": Grade.MIDDLE, "大": Grade.SENIOR}
KINDS = ("classes", "children", "households", "guardians")


@dataclass
class Home:
    """A household while the import runs."""

    household: Household
    guardians: list[Guardian] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    is_new: bool = False
    changed: bool = False

    @property
    def ties(self) -> Ties:
        by_phone = {g.phone: g.name for g in self.guardians if g.phone}
        return Ties(by_phone, frozenset(g.name for g in self.guardians if g.name), self.household.address)


@dataclass(frozen=True)
class Change:
    """One line of the differences: what it is about, the child, the class, and what changes, in words."""

    kind: str
    child: str
    class_name: str
    words: tuple[Reason, ...]


class Importer:
    """Works through a reading; nothing is written before `write`."""

    def __init__(self, school: Unit, reading: Reading, today: date) -> None:
        self.school, self.reading = school, reading
        begun = Campaign.objects.filter(unit=school).values_list("starts_on", flat=True) if school.pk else ()
        self.as_of = rules.counted_from(written_in=reading.written_in, today=today, campaign_starts=begun)
        self.counts = {kind: {"created": 0, "updated": 0, "unchanged": 0} for kind in KINDS}
        self.changes: list[Change] = []
        self._classes: dict[str, Unit] = {}
        self._homes: list[Home] = []
        self._by_phone: dict[str, list[Home]] = defaultdict(list)
        self._by_address: dict[str, list[Home]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[Child, Home]]] = defaultdict(list)
        self._doubts: dict[tuple[int, int], tuple[Home, Home, str]] = {}
        self._touched: set[int] = set()
        self._new_guardians: list[Guardian] = []
        self._changed_guardians: dict[int, Guardian] = {}
        self._new_children: list[Child] = []
        self._changed_children: dict[int, Child] = {}
        self._load()

    def _load(self) -> None:
        if self.school.pk is None:
            return
        homes: dict[int, Home] = {}
        for household in Household.objects.filter(school=self.school, left_on__isnull=True):
            homes[household.pk] = Home(household)
        for guardian in Guardian.objects.filter(household__in=homes):
            homes[guardian.household_id].guardians.append(guardian)
        for child in Child.objects.filter(household__in=homes, left_on__isnull=True).select_related("klass"):
            homes[child.household_id].children.append(child)
            self._by_name[child.name].append((child, homes[child.household_id]))
        for home in homes.values():
            self._index(home)
        self._homes = list(homes.values())

    def _index(self, home: Home) -> None:
        for guardian in home.guardians:
            if guardian.phone and home not in self._by_phone[guardian.phone]:
                self._by_phone[guardian.phone].append(home)
        if home.household.address and home not in self._by_address[home.household.address]:
            self._by_address[home.household.address].append(home)

    def work(self) -> None:
        """Decide on every row."""
        for row in self.reading.rows:
            klass = self._class_of(row)
            known = self._known_child(row, klass)
            if known is None:
                home = self._home_for(row)
                self._add_child(row, klass, home)
            else:
                child, home = known
                self._update_child(child, row, klass)
            self._update_home(home, row)
        self._count()

    def _class_of(self, row: Row) -> Unit:
        if row.class_name not in self._classes:
            entry_year = entry_year_of(GRADES[row.grade], self.as_of) if row.grade in GRADES else None
            facts: dict[str, Any] = {"name": row.class_name, "entry_year": entry_year, "class_number": row.class_number}
            known = class_like(school=self.school, **facts)
            if known is None:
                known = Unit(kind=UnitKind.CLASS, **facts)
                self.changes.append(Change("class", "", row.class_name, (Reason("新班级"),)))
            self.counts["classes"]["unchanged" if known.pk else "created"] += 1
            self._classes[row.class_name] = known
        return self._classes[row.class_name]

    def _known_child(self, row: Row, klass: Unit) -> tuple[Child, Home] | None:
        alike = [(child, home) for child, home in self._by_name[row.name] if id(child) not in self._touched]
        phones = {g.phone for g in row.guardians if g.phone}
        best: tuple[int, tuple[Child, Home]] | None = None
        for child, home in alike:
            same_day = row.born_on is not None and child.born_on == row.born_on
            unknown_day = row.born_on is None or child.born_on is None
            shared = bool(phones & home.ties.names_by_phone.keys()) or (
                row.address and row.address == home.household.address
            )
            same_class = _is_same(child.klass, klass)
            score = 4 * same_day + 2 * bool(shared) + same_class
            fits = (same_day and (shared or same_class)) or (shared and (unknown_day or same_class))
            if (fits or (unknown_day and same_class)) and (best is None or score > best[0]):
                best = (score, (child, home))
        return best[1] if best else None

    def _home_for(self, row: Row) -> Home:
        ties = Ties(
            {g.phone: g.name for g in row.guardians if g.phone},
            frozenset(g.name for g in row.guardians if g.name),
            row.address,
        )
        near: list[Home] = []
        for phone in ties.names_by_phone:
            near += [home for home in self._by_phone.get(phone, ()) if home not in near]
        if row.address:
            near += [home for home in self._by_address.get(row.address, ()) if home not in near]
        chosen: Home | None = None
        asked: list[tuple[Home, str]] = []
        for home in near:
            if rules.are_one_family(ties, home.ties):
                if chosen is None and not rules.is_too_many(len(home.children)):
                    chosen = home
                else:
                    asked.append((home, Reason("电话和姓名相同,孩子超过三个或已在另一家庭")))
            elif words := rules.why_ask(ties, home.ties):
                asked.append((home, words))
        if chosen is None:
            chosen = Home(Household(school=self.school), is_new=True)
            self._homes.append(chosen)
            self.counts["households"]["created"] += 1
        for other, words in asked:
            if other is not chosen:
                self._doubts[id(chosen), id(other)] = (chosen, other, words)
        return chosen

    def _add_child(self, row: Row, klass: Unit, home: Home) -> None:
        child = Child(klass=klass, name=row.name, sex=row.sex, born_on=row.born_on)
        child.household = home.household
        self._new_children.append(child)
        home.children.append(child)
        self._by_name[row.name].append((child, home))
        self._touched.add(id(child))
        self.counts["children"]["created"] += 1
        is_alone = home.is_new and len(home.children) == 1
        words = Reason("新增") if is_alone else Reason("新增(与已有孩子同一家庭)")
        self.changes.append(Change("new", row.name, row.class_name, (words,)))

    def _update_child(self, child: Child, row: Row, klass: Unit) -> None:
        self._touched.add(id(child))
        words: list[Reason] = []
        if not _is_same(child.klass, klass):
            words.append(Reason("由%(old)s转入%(new)s", old=child.klass.name, new=klass.name))
            child.klass = klass
        if row.born_on and child.born_on != row.born_on:
            words.append(Reason("出生日期有改动") if child.born_on else Reason("补上出生日期"))
            child.born_on = row.born_on
        if row.sex != "unknown" and child.sex != row.sex:
            words.append(Reason("性别有改动") if child.sex != "unknown" else Reason("补上性别"))
            child.sex = row.sex
        if words:
            self._changed_children[child.pk] = child
            self.changes.append(Change("changed", row.name, row.class_name, tuple(words)))
        self.counts["children"]["updated" if words else "unchanged"] += 1

    def _update_home(self, home: Home, row: Row) -> None:
        household = home.household
        if row.address and household.address != row.address:
            if household.address and not home.is_new:
                self.changes.append(Change("changed", row.name, row.class_name, (Reason("住址有改动"),)))
            home.changed = True
            household.address = row.address
        named = {g.phone for g in row.guardians}
        for place, grown in enumerate(row.guardians):
            known = next((g for g in home.guardians if grown.phone and g.phone == grown.phone), None)
            if known is None and grown.name:
                # The same person with another number, unless the row still names the old number too.
                known = next(
                    (g for g in home.guardians if g.name == grown.name and (not g.phone or g.phone not in named)), None
                )
            if known is None:
                self._add_guardian(home, grown.name, grown.relation, grown.phone, place)
            else:
                self._update_guardian(known, grown.name, grown.relation, grown.phone, row)
        self._index(home)

    def _add_guardian(self, home: Home, name: str, relation: str, phone: str, place: int) -> None:
        guardian = Guardian(name=name, relation=relation, phone=phone, place=max(place, len(home.guardians)))
        guardian.household = home.household
        home.guardians.append(guardian)
        self._new_guardians.append(guardian)
        self.counts["guardians"]["created"] += 1

    def _update_guardian(self, known: Guardian, name: str, relation: str, phone: str, row: Row) -> None:
        before = (known.name, known.relation, known.phone)
        known.name, known.relation, known.phone = name or before[0], relation or before[1], phone or before[2]
        if (known.name, known.relation, known.phone) != before and known.pk:
            if known.pk not in self._changed_guardians:
                self.changes.append(
                    Change("changed", row.name, row.class_name, (Reason("家长姓名、关系或电话有改动"),))
                )
            self._changed_guardians[known.pk] = known

    def missing(self) -> list[Change]:
        """Children of the classes in the file whom the file does not name: shown, never removed by an import."""
        inside = {klass.pk for klass in self._classes.values() if klass.pk}
        known = (child for home in self._homes for child in home.children)
        return [
            Change("missing", child.name, child.klass.name, (Reason("名单里没有;若已离园,请在班级页标为离园"),))
            for child in known
            if child.pk and id(child) not in self._touched and child.klass_id in inside
        ]

    def write(self) -> None:
        """Write all of it."""
        made = {
            name: found_class(
                school=self.school, name=name, entry_year=unit.entry_year, class_number=unit.class_number
            )[0]
            for name, unit in self._classes.items()
        }
        for child in [*self._new_children, *self._changed_children.values()]:
            child.klass = made.get(child.klass.name, child.klass)
        new_homes = [home for home in self._homes if home.is_new]
        changed = [home.household for home in self._homes if home.changed and not home.is_new]
        for household in [*(home.household for home in new_homes), *changed]:
            household.address_hash = fingerprint("address", household.address)
        for guardian in [*self._new_guardians, *self._changed_guardians.values()]:
            guardian.phone_hash = fingerprint("phone", guardian.phone)
        Household.objects.bulk_create([home.household for home in new_homes], batch_size=500)
        Household.objects.bulk_update(changed, ["address", "address_hash"], batch_size=200)
        for guardian in self._new_guardians:
            guardian.household_id = guardian.household.pk
        for child in self._new_children:
            child.household_id = child.household.pk
        Guardian.objects.bulk_create(self._new_guardians, batch_size=500)
        Guardian.objects.bulk_update(
            self._changed_guardians.values(), ["name", "relation", "phone", "phone_hash"], batch_size=200
        )
        Child.objects.bulk_create(self._new_children, batch_size=500)
        Child.objects.bulk_update(self._changed_children.values(), ["klass", "born_on", "sex"], batch_size=200)
        self._write_doubts()

    def _write_doubts(self) -> None:
        # `one` is always the older household, so that the pair is asked about once.
        pairs = {}
        for one, other, words in self._doubts.values():
            first, second = sorted((one.household, other.household), key=lambda household: household.pk)
            pairs[first.pk, second.pk] = HouseholdDoubt(one=first, other=second, reason=words)
        HouseholdDoubt.objects.bulk_create(pairs.values(), ignore_conflicts=True, batch_size=500)

    def _count(self) -> None:
        seen = [home for home in self._homes if any(id(child) in self._touched for child in home.children)]
        old = [home for home in seen if not home.is_new]
        self.counts["households"]["updated"] = sum(home.changed for home in old)
        self.counts["households"]["unchanged"] = sum(not home.changed for home in old)
        changed = len(self._changed_guardians)
        kept = sum(guardian.pk is not None for home in old for guardian in home.guardians)
        self.counts["guardians"]["updated"] = changed
        self.counts["guardians"]["unchanged"] = kept - changed


def _is_same(one: Unit, other: Unit) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)
