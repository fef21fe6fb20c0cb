"""Reminders of self-reports are sent every morning: reports.submissions.following.ladder."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

NAME = "reports.remind_of_due"
HOUR = 6  # before the mails of the day and the offices


def add(apps, schema_editor):
    next_run = timezone.localtime().replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    what = {
        "func": "reports.submissions.following.ladder.remind_of_due_reports",
        "schedule_type": "D",
        "next_run": next_run,
    }
    apps.get_model("django_q", "Schedule").objects.get_or_create(name=NAME, defaults=what)


def remove(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_reports_handed_in_become_rounds"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(add, remove)]
