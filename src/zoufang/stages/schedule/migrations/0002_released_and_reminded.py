"""What a family gave back is seen by its teachers; each time is reminded of once."""

import django.db.models.deletion
from django.db import migrations, models

import zoufang.web.tables


class Migration(migrations.Migration):
    dependencies = [
        ("schedule", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("family", "家长要改期"),
                    ("teacher", "教师来不了"),
                    ("weather", "天气不好"),
                    ("mistake", "约错了"),
                    ("not_reached", "去了没见到"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="is_released",
            field=models.BooleanField(default=False, help_text="the family itself gave this time back"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="release_seen_at",
            field=models.DateTimeField(blank=True, help_text="when a teacher took note of that", null=True),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=zoufang.web.tables.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("none", "不用提醒"),
                            ("sms", "短信"),
                            ("mail", "电子邮件"),
                            ("teacher", "老师提醒我"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "for_time",
                    models.DateTimeField(help_text="the time that it speaks of; another time is reminded of anew"),
                ),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="schedule.appointment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("appointment", "for_time"), name="a_time_is_reminded_of_once")
                ],
            },
        ),
    ]
