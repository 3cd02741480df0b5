"""A request no longer says whose it is. Apart from 0003: PostgreSQL alters no table in the transaction that filled it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signup", "0003_requests_alike")]

    operations = [
        migrations.RemoveConstraint(model_name="linkrequest", name="a_guardian_waits_for_a_link_once"),
        migrations.RemoveField(model_name="linkrequest", name="guardian"),
        migrations.RemoveField(model_name="linkrequest", name="done_at"),
        migrations.AlterField(model_name="linkrequest", name="asked_at", field=models.DateTimeField(db_index=True)),
    ]
