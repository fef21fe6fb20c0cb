"""Files that a scanner didn't scan at once are looked at again every minute: inspections.uploads.scanning."""

from django.db import migrations

from ground.schedules import every_minute


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0010_inspections_by_delegation"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [every_minute("inspections.scan_waiting", "inspections.uploads.scanning.scan_waiting")]
