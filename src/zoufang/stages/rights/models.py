from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.org.models import Unit
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Child, Guardian
from zoufang.web.tables import PublicTable


class ChildRules(PublicTable):
    """The school's rules of children's data in one version; an issued version is never changed."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    body_english = models.TextField(blank=True, default="")
    asks_more = models.JSONField(default=list, help_text="scopes for which it asks more than the version before")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="a_school_has_each_version_of_its_rules_once", fields=["school", "version"])
        ]


class Consent(PublicTable):
    """What one guardian said of one child and scope under one version; the newest word counts, earlier ones stay."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="+")
    rules = models.ForeignKey(ChildRules, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    is_given = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(name="consents_of_a_child", fields=["child", "guardian", "scope"])]
