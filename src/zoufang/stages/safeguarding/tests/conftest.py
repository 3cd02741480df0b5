"""A report ready to be made, by whom and to whom a test says."""

import pytest
from django.utils import timezone

from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.safeguarding import actions
from zoufang.web.tables import new_public_id


@pytest.fixture
def report(cast):
    """Makes a report; the principal and the administrator are there to be told."""
    _ = cast.wang, cast.he

    def make(concern="home", *, code="", **facts):
        return actions.report_harm(
            **{
                "school": cast.school,
                "code": code or new_public_id(),
                "concern": concern,
                "text": "孩子胳膊上有一排伤",
                "by": family_actor(0, ""),
                "at": timezone.now(),
            }
            | facts
        )

    return make
