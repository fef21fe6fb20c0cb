from django.db import migrations, models

from ground.text import sort_key


def fill(apps, schema_editor):
    papers = apps.get_model("inspections", "OfficialPaper")
    rows = list(papers.objects.only("pk", "title"))
    for row in rows:
        row.sort_key = sort_key(row.title)
    papers.objects.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_empties_stand_where_told")]

    operations = [
        migrations.AddField(
            model_name="officialpaper",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=1000),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
