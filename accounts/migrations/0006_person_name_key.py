from django.db import migrations, models

from ground.text import match_key

BATCH = 1000


def fill(apps, schema_editor):
    rows = apps.get_model("accounts", "Person")._base_manager.using(schema_editor.connection.alias)
    batch = []
    for person in rows.iterator(BATCH):
        person.name_key = match_key(person.full_name)[:200]
        batch.append(person)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["name_key"])
            batch = []
    rows.bulk_update(batch, ["name_key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_fold_words_anew")]

    operations = [
        migrations.AddField(
            "person", "name_key", models.CharField(db_index=True, default="", editable=False, max_length=200)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
