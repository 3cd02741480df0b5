from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.channels.states import RobotKind
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.web.tables import PublicTable


class Robot(PublicTable):
    """The robot of a class's group. Whoever holds its address can speak there: kept encrypted, never shown again."""

    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RobotKind.choices)
    address = PrivateTextField()
    secret = PrivateTextField(blank=True, default="")
    address_hash = models.CharField(max_length=32, db_index=True)
    ending = models.CharField(max_length=4, help_text="the last letters of its address, to tell it by")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_class_has_one_robot_of_each_kind", fields=["klass", "kind"]),
        ]


class TextMessage(PublicTable):
    """One text to one phone, encrypted; number and words are gone once it was taken."""

    to = PrivateTextField(blank=True, default="")
    template = models.CharField(max_length=40)
    values = PrivateTextField(blank=True, default="", help_text="JSON: what stands in the template's places")
    about = models.CharField(
        max_length=40, blank=True, default="", db_index=True, help_text="the public id of what it tells of"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    is_under_way = models.BooleanField(default=False, help_text="handed over, and no answer came yet")
    said_at = models.DateTimeField(null=True, blank=True, help_text="when the service took it")


class RobotLine(PublicTable):
    """One message to one group, as it was shown before sending; what became of it stands in the outbox."""

    robot = models.ForeignKey(Robot, on_delete=models.SET_NULL, null=True, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RobotKind.choices)
    ending = models.CharField(max_length=4)
    about = models.CharField(max_length=40, db_index=True, help_text="the public id of what it tells of")
    text = models.TextField()
    due_at = models.DateTimeField()
    is_under_way = models.BooleanField(default=False, help_text="handed over, and no answer came yet")
    said_at = models.DateTimeField(null=True, blank=True, help_text="when the robot took it")
