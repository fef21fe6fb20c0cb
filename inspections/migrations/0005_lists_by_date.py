from django.db import migrations, models


class Migration(migrations.Migration):
    """The lists of recommendations and papers begin in the order of these."""

    dependencies = [("inspections", "0004_paper_sort_key")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["due_on"], name="assignment_by_due_date"),
        ),
        migrations.AddIndex(
            model_name="officialpaper",
            index=models.Index(fields=["dated_on"], name="paper_by_date"),
        ),
    ]
