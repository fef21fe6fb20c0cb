"""Staff are informed every morning of reports that came in: reports.submissions.following.arrivals."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

NAME = "reports.inform_of_arrivals"
HOUR = 6  # before the mails of the day and the offices


def add(apps, schema_editor):
    next_run = timezone.localtime().replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    what = {
        "func": "reports.submissions.following.arrivals.inform_of_arrivals",
        "schedule_type": "D",
        "next_run": next_run,
    }
    apps.get_model("django_q", "Schedule").objects.get_or_create(name=NAME, defaults=what)


def remove(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_files_of_rounds_are_frozen"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(add, remove)]
