from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.files.models import StoredFile
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.visit.states import (
    ConflictState,
    CorrectionField,
    FamilyConfirmation,
    Feeling,
    Outcome,
    PaperKind,
    RecordCorrectionState,
    RecordField,
    Settle,
    VisitState,
)
from zoufang.web.tables import PublicTable


class Visit(PublicTable):
    """One meeting (or attempt) with one family, entered once; every ledger is made from it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    form = models.CharField(max_length=10, choices=VisitForm.choices)
    state = models.CharField(max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    met = models.CharField(max_length=80, blank=True, default="", help_text="who was met, and relation to the child")
    visitors = models.ManyToManyField(User, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    opinions = PrivateTextField(blank=True, default="")
    remark = PrivateTextField(blank=True, default="")
    needs_follow_up = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmation = models.CharField(
        max_length=10, choices=FamilyConfirmation.choices, default=FamilyConfirmation.UNANSWERED
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    clock_off_minutes = models.IntegerField(
        null=True, blank=True, help_text="a phone that wrote here ran so many minutes before (or behind) the server"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_appointment_has_one_visit", fields=["appointment"]),
            models.CheckConstraint(
                name="a_finished_visit_has_an_outcome",
                condition=~models.Q(state__in=["done", "not_reached"]) | ~models.Q(outcome=""),
            ),
        ]
        indexes = [models.Index(name="visits_of_a_class", fields=["klass", "state"])]


class Matter(PublicTable):
    """Something the family said at the visit; becomes a problem when the visit is finished."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="matters")
    text = PrivateTextField()
    settle = models.CharField(max_length=12, choices=Settle.choices, default=Settle.PASS_ON)
    answer = PrivateTextField(blank=True, default="")
    nature = models.CharField(max_length=40, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    noted_at = models.DateTimeField()
    became_problem = models.BooleanField(default=False)


class RemovedMatter(PublicTable):
    """That a matter was taken out of the draft, without its words: a late change must not bring it back."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")
    matter = models.CharField(max_length=16, unique=True, help_text="the public id that it had")
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField()


class FieldAuthor(PublicTable):
    """Who wrote the present value of one field, and when; `about` is a matter's public id, '' for the record's own."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="authors")
    about = models.CharField(max_length=16, blank=True, default="")
    field = models.CharField(max_length=16, choices=RecordField.choices)
    version = models.PositiveIntegerField(help_text="of the visit, when it was written")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    device = models.CharField(max_length=36, blank=True, default="", help_text="the phone that it came from")
    place = models.PositiveBigIntegerField(default=0, help_text="its order on that phone")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_field_has_one_author", fields=["visit", "about", "field"]),
        ]


class FieldConflict(PublicTable):
    """Two people wrote one field differently, neither having seen the other's: both are kept until one is chosen."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="conflicts")
    about = models.CharField(max_length=16, blank=True, default="", help_text="a matter's public id")
    field = models.CharField(max_length=16, choices=RecordField.choices)
    theirs = PrivateTextField(help_text="JSON: what stood there")
    their_author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    their_at = models.DateTimeField()
    yours = PrivateTextField(help_text="JSON: what came later")
    your_author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    your_at = models.DateTimeField()
    device = models.CharField(max_length=36, blank=True, default="", help_text="the phone that `yours` came from")
    place = models.PositiveBigIntegerField(default=0, help_text="its order on that phone")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ConflictState.choices, default=ConflictState.OPEN)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="conflicts_of_a_visit", fields=["visit", "state"])]


class VisitPhoto(PublicTable):
    """A picture taken at a visit, with the family's consent; shown only while that consent holds."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    matter = models.ForeignKey(Matter, on_delete=models.SET_NULL, null=True, blank=True, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()


class VisitVersion(PublicTable):
    """A finished visit's record as it stood before it was sent back to be corrected; never changed."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    content = PrivateTextField(help_text="JSON: the record's words and the matters' texts")
    reason = PrivateTextField()
    reopened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_visit_keeps_each_version_once", fields=["visit", "version"])]


class Correction(PublicTable):
    """What the family says a record ought to say, beside what it said; both stay, whatever becomes of it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=10, choices=CorrectionField.choices)
    was = PrivateTextField(help_text="JSON: the field's value when the family read it")
    should_be = PrivateTextField(help_text="JSON: the value that the family asks for")
    why = PrivateTextField(blank=True, default="")
    guardian = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=RecordCorrectionState.choices, default=RecordCorrectionState.OPEN)
    answer = PrivateTextField(blank=True, default="")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_field_has_one_open_correction",
                fields=["visit", "field"],
                condition=models.Q(state=RecordCorrectionState.OPEN),
            )
        ]
        indexes = [models.Index(name="corrections_by_state", fields=["state", "visit"])]


class PaperSent(PublicTable):
    """Card or letter, sent electronically to that family alone and marked by the system."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=PaperKind.choices)
    sent_at = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_family_gets_a_paper_once", fields=["campaign", "household", "kind"])
        ]


class Rating(PublicTable):
    """How a guardian feels about one thing, 1 (least) to 5. No row: not answered, which is never counted as anything.

    Given on a device where a member of staff is signed in it is kept apart and counts in no figure.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="+")
    feeling = models.CharField(max_length=10, choices=Feeling.choices)
    step = models.PositiveSmallIntegerField()
    on_staff_device = models.BooleanField(default=False)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_guardian_rates_a_feeling_once_on_each_device",
                fields=["campaign", "guardian", "feeling", "on_staff_device"],
            ),
            models.CheckConstraint(name="a_rating_has_five_steps", condition=models.Q(step__range=(1, 5))),
        ]
        indexes = [models.Index(name="ratings_of_a_campaign", fields=["campaign", "household"])]


class StaffVisit(PublicTable):
    """A leader or manager visits a member of staff."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    visited = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    met_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True, default="")
    difficulties_at_work = PrivateTextField(blank=True, default="")
    difficulties_in_life = PrivateTextField(blank=True, default="")
    suggestions = PrivateTextField(blank=True, default="")
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
