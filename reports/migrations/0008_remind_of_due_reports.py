"""Reminders of self-reports are sent every morning: reports.submissions.following.ladder."""

from django.db import migrations

from ground.schedules import every_morning


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_reports_handed_in_become_rounds"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [every_morning("reports.remind_of_due", "reports.submissions.following.ladder.remind_of_due_reports")]
