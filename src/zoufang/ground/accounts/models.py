from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import PrivateTextField, fingerprint
from zoufang.web.tables import PublicTable


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **facts: object) -> User:
        # Small letters only: a phone's keyboard begins with a capital, and the same name twice would be two people.
        user = self.model(username=username.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(PublicTable, AbstractBaseUser, PermissionsMixin):
    """A member of staff who can sign in. Families have no account."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = PrivateTextField(blank=True, default="")
    phone_hash = models.CharField(max_length=32, blank=True, default="", db_index=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.phone_hash = fingerprint("phone", self.phone)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, *, on: date) -> Self:
        """Posts that are in force on that day."""
        return self.filter(since__lte=on).filter(models.Q(until__isnull=True) | models.Q(until__gt=on))

    def of_role(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class Post(PublicTable):
    """A role that a person holds at a unit, from `since` until (not including) `until`. A teacher holds a class."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_post_ends_after_it_begins",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
            models.UniqueConstraint(
                name="a_person_holds_a_post_once_at_a_time",
                fields=["user", "role", "unit"],
                condition=models.Q(until__isnull=True),
            ),
        ]


class Invitation(PublicTable):
    """A link by which a member of staff sets the first password. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=32, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
