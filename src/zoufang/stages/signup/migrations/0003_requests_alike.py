"""Requests are kept by the number's keyed hash; a link remembers when it was given out and disowned."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import zoufang.ground.privacy.fields


def keep_who_waits(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who still waits, waits on; what was done is gone, as the link's own time would say."""
    requests = apps.get_model("signup", "LinkRequest")
    requests.objects.filter(done_at__isnull=False).delete()
    for request in requests.objects.select_related("guardian"):
        request.phone_hash = request.guardian.phone_hash
        request.save(update_fields=["phone_hash"])


class Migration(migrations.Migration):
    dependencies = [("signup", "0002_sessions_and_requests")]

    operations = [
        migrations.AddField(
            model_name="familylink",
            name="shown_at",
            field=models.DateTimeField(blank=True, help_text="when it was last given to somebody to send", null=True),
        ),
        migrations.AddField(
            model_name="familylink",
            name="disowned_at",
            field=models.DateTimeField(blank=True, help_text="a browser said: this was not meant for me", null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="told_note",
            field=zoufang.ground.privacy.fields.PrivateTextField(
                blank=True, default="", help_text="what a teacher wrote down for the family"
            ),
        ),
        migrations.AddField(
            model_name="linkrequest",
            name="phone_hash",
            field=models.CharField(db_index=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(keep_who_waits, migrations.RunPython.noop),
    ]
