from __future__ import annotations

from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.files.models import StoredFile
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField, fingerprint
from zoufang.stages.roster.states import CareLevel, DoubtState, ImportState, Sex
from zoufang.web.tables import PublicTable


def counted(before: str = "") -> models.Q:
    """Families or children that figures and ledgers count: those that are here, and those erased while they were.
    `before`: the way to them from the table that is asked, as `household__`."""
    return models.Q(**{f"{before}left_on__isnull": True}) | models.Q(**{f"{before}stays_counted": True})


class Household(PublicTable):
    """A family at one school: counted once, however many of its children are there."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    address = PrivateTextField(blank=True, default="")
    address_hash = models.CharField(max_length=32, blank=True, default="", db_index=True)
    neighbourhood = models.CharField(max_length=60, blank=True, default="")
    care_level = models.CharField(max_length=10, choices=CareLevel.choices, default=CareLevel.NONE)
    care_note = PrivateTextField(blank=True, default="")
    left_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="nothing of the family is kept but that it was one"
    )
    stays_counted = models.BooleanField(default=False, help_text="erased while it was here: figures count it still")

    def save(self, *args: object, **kwargs: object) -> None:
        self.address_hash = fingerprint("address", self.address)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Guardian(PublicTable):
    """A grown-up of a household, with a link of their own."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    phone = PrivateTextField(blank=True, default="")
    phone_hash = models.CharField(max_length=32, blank=True, default="", db_index=True)
    place = models.PositiveSmallIntegerField(default=0, help_text="order in the roster")

    class Meta:
        ordering = ["place", "pk"]

    def save(self, *args: object, **kwargs: object) -> None:
        self.phone_hash = fingerprint("phone", self.phone)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Child(PublicTable):
    """A child in a class; the household is the unit of every visit."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="children")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    stays_counted = models.BooleanField(default=False, help_text="erased while it was here: figures count it still")

    class Meta:
        ordering = ["klass_id", "pk"]


class HouseholdDoubt(PublicTable):
    """Two households that look alike: a person is asked, nothing is joined by itself."""

    one = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=DoubtState.choices, default=DoubtState.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="two_households_are_asked_about_once", fields=["one", "other"])]


class RosterImport(PublicTable):
    """One upload of a workbook: waiting with its differences, taken over, or dropped; rows that came back are read from it."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DONE)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    refused_count = models.PositiveIntegerField(default=0)
