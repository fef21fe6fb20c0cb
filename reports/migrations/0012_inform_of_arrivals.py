"""Staff are informed every morning of reports that came in: reports.submissions.following.arrivals."""

from django.db import migrations

from ground.schedules import every_morning


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_files_of_rounds_are_frozen"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [every_morning("reports.inform_of_arrivals", "reports.submissions.following.arrivals.inform_of_arrivals")]
