from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.signup.states import AnsweredVia, NoticeState, RemindBy, SignupState
from zoufang.web.tables import PublicTable


class Notice(PublicTable):
    """The text for one class's group, with the class's one address; approved before it goes out."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_class_has_one_notice_in_a_campaign", fields=["campaign", "klass"])
        ]


class FamilyLink(PublicTable):
    """What is known of one guardian's link: its generation, wrong answers at the door, opened or closed."""

    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    generation = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(
        max_length=32, unique=True, null=True, help_text="finds the link; the token itself is never kept"
    )
    wrong_answer_count = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="when it was last given to somebody to send")
    disowned_at = models.DateTimeField(null=True, blank=True, help_text="a browser said: this was not meant for me")
    first_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_guardian_has_one_link_in_a_campaign", fields=["guardian", "campaign"])
        ]


class FamilySession(PublicTable):
    """A browser that opened a link; after the right digits it is that guardian's until it expires or the link changes."""

    link = models.ForeignKey(FamilyLink, on_delete=models.CASCADE, related_name="sessions")
    generation = models.PositiveSmallIntegerField()
    secret_hash = models.CharField(max_length=32, unique=True)
    opened_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()


class LinkRequest(PublicTable):
    """Somebody asked at a class's public address for the own link. Kept alike for every number, so that a stranger
    learns nothing; whose it is, is found when the class's teachers look."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    phone_hash = models.CharField(max_length=32, db_index=True)
    asked_at = models.DateTimeField(db_index=True)


class Signup(PublicTable):
    """What one family chose in one campaign. No row: not yet answered."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SignupState.choices, default=SignupState.OPEN)
    form = models.CharField(max_length=10, choices=VisitForm.choices, blank=True, default="")
    is_one_to_one = models.BooleanField(
        default=False, help_text="at school, alone, after pick-up: known to the class's teachers and the principal only"
    )
    place = PrivateTextField(blank=True, default="", help_text="where, when it is neither at home nor at school")
    note = PrivateTextField(blank=True, default="")
    note_for_principal_only = models.BooleanField(default=False)
    told_note = PrivateTextField(blank=True, default="", help_text="what a teacher wrote down for the family")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_via = models.CharField(max_length=8, choices=AnsweredVia.choices, blank=True, default="")
    answered_by = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True, help_text="the visit has begun: the wish stands")
    called_off_at = models.DateTimeField(null=True, blank=True, help_text="when the family called it off")
    form_before = models.CharField(
        max_length=10, choices=VisitForm.choices, blank=True, default="", help_text="its wish, should it come back"
    )
    remind_by = models.CharField(max_length=8, choices=RemindBy.choices, default=RemindBy.NONE)
    remind_mail = PrivateTextField(blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="", help_text="messages to the family go in it")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_family_signs_up_once_in_a_campaign", fields=["campaign", "household"])
        ]

    @property
    def note_for_teachers(self) -> str:
        """What the class's teachers may read; the same whether or not there is a word for the principal alone."""
        own = "" if self.note_for_principal_only else self.note
        return "\n".join(filter(None, (own, self.told_note)))


class OfferedTime(models.Model):
    """A time that suits the family."""

    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="an_offered_time_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]
