"""Run inside an installation (`python -m tests.journeys.field_people N`): a class with its two teachers and N families.

Prints JSON: the class, the families, and for each of three phones the cookies of a sign-in.
"""

from __future__ import annotations

import json
import os
import sys


def main(families: int) -> None:
    """Families agree to photos; nobody has been visited."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoufang.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction
    from django.test import Client
    from django.utils import timezone

    from tests.cast import Cast
    from zoufang.stages.rights.models import Consent
    from zoufang.stages.rights.states import Scope
    from zoufang.stages.roster.models import Child, Guardian, Household

    cast = Cast(today=timezone.localdate())
    with transaction.atomic():
        _ = cast.campaign, cast.zhang, cast.li, cast.wang
        # In bulk, without the look-up hashes that saving one by one would add: nobody is searched for here.
        homes = Household.objects.bulk_create([Household(school=cast.school) for _ in range(families)])
        guardians = Guardian.objects.bulk_create([Guardian(household=home, name="家长") for home in homes])
        children = Child.objects.bulk_create([Child(household=home, klass=cast.klass, name="孩子") for home in homes])
        agreed = {"rules": cast.child_rules(), "is_given": True, "said_at": timezone.now()}
        Consent.objects.bulk_create(
            Consent(child=child, guardian=guardian, scope=scope, **agreed)
            for child, guardian in zip(children, guardians, strict=True)
            for scope in (Scope.BASIC, Scope.PHOTO)
        )
    cookies = []
    for user in (cast.zhang, cast.li, cast.zhang):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    csrf = f"{settings.CSRF_COOKIE_NAME}={'a' * 32}"
    print(
        json.dumps(
            {
                "class": cast.klass.public_id,
                "families": [home.public_id for home in homes],
                "cookies": [f"{c}; {csrf}" for c in cookies],
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
