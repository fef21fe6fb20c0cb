"""The schedule names its function by path, and the scan lies in another room now."""

from django.db import migrations

OLD, NEW = "inspections.uploads.scanning.scan_waiting", "inspections.papers.uploads.scanning.scan_waiting"


def rename(apps, old, new):
    apps.get_model("django_q", "Schedule").objects.filter(func=old).update(func=new)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0011_scan_schedule"), ("django_q", "0018_task_success_index")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: rename(apps, OLD, NEW),
            lambda apps, editor: rename(apps, NEW, OLD),
        )
    ]
