"""Mails go out every minute: portal.mails.sending."""

from django.db import migrations

NAME = "portal.send_mails"


def add(apps, schema_editor):
    what = {"func": "portal.mails.sending.send_due", "schedule_type": "I", "minutes": 1}
    apps.get_model("django_q", "Schedule").objects.get_or_create(name=NAME, defaults=what)


def remove(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0013_mails_of_notices"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(add, remove)]
