"""Tell what the source doesn't say from what there is none of, and both from what isn't entered yet."""

from django.db import migrations, models

CHOICES = [("unstated", "Không nêu trong nguồn"), ("none", "Không có")]
COLUMNS = [
    ("delegation", "head_absence", "Trưởng đoàn, khi không nhập"),
    ("inspection", "dates_absence", "ngày làm việc, khi không nhập"),
    ("inspection", "strengths_absence", "ưu điểm, khi không nhập"),
    ("inspection", "shortcomings_absence", "hạn chế, khi không nhập"),
    ("inspection", "recommendations_absence", "đề nghị, khi không nhập"),
]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0021_remind_of_due_recommendations")]

    operations = [
        migrations.AddField(
            model,
            name,
            models.CharField(blank=True, choices=CHOICES, default="", max_length=10, verbose_name=label),
        )
        for model, name, label in COLUMNS
    ]
