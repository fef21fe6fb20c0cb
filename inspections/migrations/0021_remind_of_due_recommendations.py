"""Reminders of recommendations are sent every morning: inspections.recommendations.ladder."""

from django.db import migrations

from ground.schedules import every_morning


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0020_words_of_screens"),
        ("django_q", "0018_task_success_index"),
    ]

    operations = [every_morning("inspections.remind_of_due", "inspections.recommendations.ladder.remind_of_due")]
