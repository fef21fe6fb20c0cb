"""Lists read their rows in order, from an index, and stop after a page of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_words_by_trigrams")]

    operations = [
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["campaign", "reference"], name="inspection_by_reference"),
        ),
        migrations.AddIndex(
            model_name="officialpaper", index=models.Index(fields=["sort_key", "id"], name="paper_by_title")
        ),
        migrations.AddIndex(model_name="session", index=models.Index(fields=["held_on"], name="session_by_day")),
        migrations.AlterField(
            model_name="measuredvalue",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="inspections.measuredvalue",
                verbose_name="thay bằng",
            ),
        ),
        migrations.AddIndex(
            model_name="measuredvalue",
            index=models.Index(
                condition=models.Q(("superseded_by__isnull", False)),
                fields=["superseded_by"],
                name="value_by_its_successor",
            ),
        ),
    ]
