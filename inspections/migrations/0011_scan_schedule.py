"""Files that a scanner didn't scan at once are looked at again every minute: inspections.uploads.scanning."""

from django.db import migrations

NAME = "inspections.scan_waiting"


def add(apps, schema_editor):
    schedules = apps.get_model("django_q", "Schedule").objects
    what = {"func": "inspections.uploads.scanning.scan_waiting", "schedule_type": "I", "minutes": 1}
    schedules.get_or_create(name=NAME, defaults=what)


def remove(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0010_inspections_by_delegation"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [migrations.RunPython(add, remove)]
