"""Numbers in registers are searched without accents: a stored column of folded words."""

from importlib import import_module

from django.db import migrations, models
from django.utils.html import strip_tags

from ground.text import fold_for_search
from ground.triggers import refuse

BATCH = 1000
frozen = import_module("reports.migrations.0004_issued_papers_are_frozen")


def rules_of_numbers(differs):
    return [rule for rule in frozen.rules(differs) if rule[1] == "reports_takennumber"]


def hold_again(apps, schema_editor):
    """SQLite makes the table anew for a column, and drops its triggers with it."""
    if schema_editor.connection.vendor == "sqlite":
        refuse("an issued document is frozen", rules_of_numbers).code(apps, schema_editor)


def fold_words(apps, schema_editor):
    rows = apps.get_model("reports", "TakenNumber")._base_manager
    batch = []
    for row in rows.annotate(own=models.F("document__facts__about")).order_by("pk").iterator(BATCH):
        own = strip_tags(row.own["html"]).strip() if isinstance(row.own, dict) else row.own
        row.search_text = fold_for_search(" ".join(filter(None, [row.printed, row.about or own])))
        batch.append(row)
    rows.bulk_update(batch, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_signed_copies_are_frozen")]
    operations = [
        migrations.AddField("takennumber", "search_text", models.TextField(default="", editable=False)),
        migrations.RunPython(fold_words, migrations.RunPython.noop),
        migrations.RunPython(hold_again, migrations.RunPython.noop),
    ]
