from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.org.models import Unit
from zoufang.web.tables import PublicTable


class StoredFile(PublicTable):
    """A file in the store; its content lies encrypted in the files folder under its public id."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key_number = models.PositiveSmallIntegerField()
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
