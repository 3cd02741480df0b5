"""What every table that people meet has: a random public id, never a sequence."""

from __future__ import annotations

import secrets

from django.db import models

# Crockford's letters without i, l, o, u: nothing to misread aloud or by hand.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16


def new_public_id() -> str:
    """80 random bits as 16 letters: says nothing of order or number."""
    number = secrets.randbits(5 * LENGTH)
    return "".join([LETTERS[number >> place & 31] for place in range(0, 5 * LENGTH, 5)])


class PublicTable(models.Model):
    """A row that pages and files name by its random `public_id`."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
