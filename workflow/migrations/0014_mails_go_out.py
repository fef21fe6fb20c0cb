"""Mails go out every minute: portal.mails.sending."""

from django.db import migrations

from ground.schedules import every_minute


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0013_mails_of_notices"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [every_minute("portal.send_mails", "portal.mails.sending.send_due")]
