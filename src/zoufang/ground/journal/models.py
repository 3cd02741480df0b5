from django.db import models


class JournalHead(models.Model):
    """The end of one chain; locked while an entry is added."""

    chain = models.CharField(max_length=24, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    recorded_at = models.DateTimeField(null=True)


class JournalEntry(models.Model):
    """One act. Append only; people and things stand in it as salted hashes and random ids."""

    chain = models.CharField(max_length=24)
    sequence = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()
    act_at = models.DateTimeField()
    actor = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=8)
    act = models.CharField(max_length=60)
    object = models.CharField(max_length=60)
    outcome = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_chain_numbers_its_entries_once", fields=["chain", "sequence"]),
        ]
        indexes = [models.Index(name="journal_by_object", fields=["object"])]
