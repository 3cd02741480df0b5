from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.org.models import Unit
from zoufang.web.tables import PublicTable


class Handover(PublicTable):
    """A class passes from one teacher to another, with what was open on that day."""

    klass = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_over_on = models.DateField()
    open_visit_count = models.PositiveIntegerField(default=0)
    open_problem_count = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()


class StaffBond(PublicTable):
    """A leader or middle manager who visits a member of staff, from a day to a day."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    visited = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_member_of_staff_has_one_visitor_at_a_time",
                fields=["visited"],
                condition=models.Q(until__isnull=True),
            ),
            models.CheckConstraint(name="nobody_visits_themselves", condition=~models.Q(visitor=models.F("visited"))),
        ]
