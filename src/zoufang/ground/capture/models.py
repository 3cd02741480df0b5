from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.capture.states import RecordState
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField
from zoufang.web.tables import PublicTable


class Device(PublicTable):
    """A phone that keeps records without a line, and whose it is."""

    uuid = models.CharField(max_length=36, unique=True, help_text="made by the phone")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True, default="")
    registered_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="lost or given away: nothing of it is applied")


class DeviceKey(PublicTable):
    """A content key that this phone made, closed for this installation; an exported file is opened with one of these."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="keys")
    wrapped_key = models.CharField(max_length=200)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_device_names_a_key_once", fields=["device", "wrapped_key"])]


class FieldRecord(PublicTable):
    """One operation of a phone: taken once, answered the same for ever."""

    uuid = models.CharField(max_length=36, unique=True, help_text="made by the phone")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="whose words these are")
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=40, help_text="a public id, or the phone's own name for what it made")
    made = models.CharField(max_length=16, blank=True, default="", help_text="public id of what this record made")
    place = models.PositiveBigIntegerField(help_text="its order on the phone")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=RecordState.choices)
    made_at = models.DateTimeField(null=True, help_text="by the phone's clock")
    received_at = models.DateTimeField()
    answer = PrivateTextField(help_text="JSON: what the phone was told, word for word")

    class Meta:
        indexes = [models.Index(name="field_records_by_target", fields=["person", "target"])]


class Quarantined(PublicTable):
    """A record of somebody who has left its class: kept whole until the principal has decided."""

    record = models.OneToOneField(FieldRecord, on_delete=models.PROTECT, related_name="quarantined")
    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    visit_key = models.CharField(
        max_length=40, help_text="what its visit is called: records of one visit belong together"
    )
    content = PrivateTextField(help_text="JSON: the operation as it was sent")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = PrivateTextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(name="quarantined_of_a_school", fields=["school", "decided_at"])]


class Upload(PublicTable):
    """A photo on its way, in pieces that lie sealed in the home until a record takes it over."""

    uuid = models.CharField(max_length=36, unique=True, help_text="made by the phone")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    pieces = models.JSONField(default=list, help_text="[first byte, key number] of each piece, in order")
    begun_at = models.DateTimeField()
    is_held = models.BooleanField(default=False, help_text="its record waits for the principal")
    used_at = models.DateTimeField(null=True, blank=True)
