"""Run inside an installation (`python -m tests.journeys.people`): its people accept their invitations, without the pages.

The invitation's own pages are tested beside their code; a journey begins with everybody signed up. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

PASSWORD = "a-long-enough-password"


def main(school_name: str, who: str) -> None:
    """`leading`: the school with a principal (second factor), a leader, a clerk; `teaching`: two teachers of 小（1）班."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoufang.settings")
    import django

    django.setup()
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from zoufang.ground.accounts.actions import PersonWords, accept_invitation, add_person
    from zoufang.ground.accounts.actor import SYSTEM
    from zoufang.ground.accounts.states import WITH_SECOND_FACTOR, Role
    from zoufang.ground.org.actions import found_school
    from zoufang.ground.org.queries import classes_of

    now, school = timezone.now(), found_school(name=school_name)
    klass = next((each for each in classes_of(school) if each.name == "小（1）班"), school)
    posts = {
        "leading": [
            ("wang", "王园长", Role.PRINCIPAL, school),
            ("qian", "钱副园长", Role.LEADER, school),
            ("zhou", "周干事", Role.CLERK, school),
        ],
        "teaching": [("zhang", "张老师", Role.TEACHER, klass), ("li", "李老师", Role.TEACHER, klass)],
    }
    secrets = {}
    for username, name, role, unit in posts[who]:
        words = PersonWords(name=name, username=username)
        user, token = add_person(words=words, role=role, unit=unit, since=timezone.localdate(), by=SYSTEM, at=now)
        accept_invitation(token=token, password=PASSWORD, at=now)
        if role in WITH_SECOND_FACTOR:
            secrets[username] = generate_totp_secret()
            TOTP.activate(user, secrets[username])
    print(json.dumps(secrets))


if __name__ == "__main__":
    main(*sys.argv[1:])
