from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.models import StoredFile
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.problem.states import (
    AnswerWay,
    Circle,
    Ending,
    Level,
    ProblemState,
    Satisfaction,
    Settled,
    Source,
    StepKind,
)
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.visit.models import Matter, StaffVisit, Visit
from zoufang.web.tables import PublicTable


class Problem(PublicTable):
    """Something asked, wished or complained about, until it has an answer and a lawful ending."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=16, unique=True, help_text="random, never a sequence")
    source = models.CharField(max_length=12, choices=Source.choices)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    staff_visit = models.ForeignKey(StaffVisit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_by = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = PrivateTextField()
    nature = models.CharField(max_length=40, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    subtopic = models.CharField(max_length=40, blank=True, default="")
    area = models.CharField(max_length=40, blank=True, default="")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.SCHOOL)
    state = models.CharField(max_length=16, choices=ProblemState.choices, default=ProblemState.RAISED)
    is_confidential = models.BooleanField(default=False, help_text="who raised it is not named in any ledger")
    about_person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="whom it must never reach"
    )
    is_about_a_person = models.BooleanField(default=False)
    circle = models.CharField(max_length=10, choices=Circle.choices, default=Circle.SCHOOL)
    raised_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="首问负责: leads until accepted",
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    department = models.CharField(max_length=60, blank=True, default="")
    measures = PrivateTextField(blank=True, default="")
    contact_until = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True, blank=True)
    due_until = models.DateTimeField()
    extended_count = models.PositiveSmallIntegerField(default=0)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True, default="")
    ending_note = PrivateTextField(blank=True, default="")
    look_again_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    paused_at = models.DateTimeField(null=True, blank=True, help_text="the clock stands while the family is waited for")
    overdue_noted_on = models.DateField(null=True, blank=True, help_text="raised one level by itself on that day")
    progress = PrivateTextField(blank=True, default="")
    reopened_count = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_from = models.CharField(
        max_length=16, choices=ProblemState.choices, blank=True, default="", help_text="where it stood until then"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_closed_problem_has_a_lawful_ending", condition=~models.Q(state="closed") | ~models.Q(ending="")
            ),
            models.CheckConstraint(
                name="not_now_names_a_day_to_look_again",
                condition=~models.Q(ending="not_now") | models.Q(look_again_on__isnull=False),
            ),
        ]
        indexes = [models.Index(name="problems_of_a_school", fields=["school", "state", "due_until"])]


class Photo(PublicTable):
    """A picture that the family put to its words; seen by whoever may read the problem."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class Extension(PublicTable):
    """More working days asked for, with the reason; approved or not by somebody else."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="extensions")
    workdays = models.PositiveSmallIntegerField()
    reason = PrivateTextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_problem_has_one_extension_to_decide",
                fields=["problem"],
                condition=models.Q(is_approved__isnull=True),
            )
        ]


class ProblemStep(PublicTable):
    """One step in a problem's life, as the family's timeline and the ledger tell it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_family = models.BooleanField(default=False)
    note = PrivateTextField(blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class Answer(PublicTable):
    """What the family was told, how and when."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="answers")
    text = PrivateTextField()
    way = models.CharField(max_length=10, choices=AnswerWay.choices, default=AnswerWay.LINK)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]


class FamilyWord(PublicTable):
    """What the family says of the answer: settled or not, and how content. Silence is never a word."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="words")
    is_settled = models.BooleanField()
    is_partly = models.BooleanField(default=False, help_text="settled in part: it is worked on again")
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True, default="")
    reason = PrivateTextField(blank=True, default="")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_staff_device = models.BooleanField(default=False, help_text="kept apart: counted nowhere as the family's word")

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_in_part_is_not_settled",
                condition=models.Q(is_partly=False) | models.Q(is_settled=False),
            )
        ]

    @property
    def settled(self) -> Settled:
        """What was said, in one word."""
        return Settled.YES if self.is_settled else Settled.PARTLY if self.is_partly else Settled.NO
