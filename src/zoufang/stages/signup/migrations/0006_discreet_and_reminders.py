"""A talk of its own, where it is, how the family is reminded and in which language; calling off can be taken back."""

from django.db import migrations, models

import zoufang.ground.privacy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("signup", "0004_requests_of_nobody_known"),
    ]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="called_off_at",
            field=models.DateTimeField(blank=True, help_text="when the family called it off", null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="form_before",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "入户走访"),
                    ("school", "园内面谈"),
                    ("community", "社区或约定地点"),
                    ("phone", "电话"),
                    ("wechat", "微信"),
                    ("dingtalk", "钉钉"),
                    ("video", "视频"),
                ],
                default="",
                help_text="its wish, should it come back",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="is_one_to_one",
            field=models.BooleanField(
                default=False,
                help_text="at school, alone, after pick-up: known to the class's teachers and the principal only",
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="language",
            field=models.CharField(blank=True, default="", help_text="messages to the family go in it", max_length=10),
        ),
        migrations.AddField(
            model_name="signup",
            name="place",
            field=zoufang.ground.privacy.fields.PrivateTextField(
                blank=True, default="", help_text="where, when it is neither at home nor at school"
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="remind_by",
            field=models.CharField(
                choices=[("none", "不用提醒"), ("sms", "短信"), ("mail", "电子邮件"), ("teacher", "老师提醒我")],
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="remind_mail",
            field=zoufang.ground.privacy.fields.PrivateTextField(blank=True, default=""),
        ),
    ]
