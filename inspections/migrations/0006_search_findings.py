from django.db import migrations, models

from ground.text import fold

BATCH = 1000
WORDS = {"Finding": ("text", "source"), "Recommendation": ("text", "aim")}


def fold_words(apps, schema_editor):
    for name, columns in WORDS.items():
        rows = apps.get_model("inspections", name)._base_manager
        batch = []
        for row in rows.only(*columns).iterator(BATCH):
            row.search_text = fold(" ".join(filter(None, (getattr(row, column) for column in columns))))
            batch.append(row)
            if len(batch) == BATCH:
                rows.bulk_update(batch, ["search_text"])
                batch = []
        rows.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_lists_by_date")]

    operations = [
        migrations.AddField("finding", "search_text", models.TextField(default="", editable=False)),
        migrations.AddField("recommendation", "search_text", models.TextField(default="", editable=False)),
        migrations.RunPython(fold_words, migrations.RunPython.noop),
    ]
