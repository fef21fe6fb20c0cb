import django.db.models.deletion
from django.db import migrations, models

TABLE, COLUMN = "workflow_event", "content_type_id"
AS_BEFORE = f"{TABLE}_{COLUMN}_by_itself"


def drop_index_by_table_alone(apps, schema_editor):
    """By hand: SQLite would copy the table for it, which takes long and drops the triggers that keep it append-only."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, TABLE)
    for name, index in found.items():
        if index["index"] and index["columns"] == [COLUMN]:
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def make_index_by_table_alone(apps, schema_editor):
    schema_editor.execute(f"CREATE INDEX {AS_BEFORE} ON {TABLE} ({COLUMN})")


class Migration(migrations.Migration):
    """The index by record holds the order of histories as it is, and none competes with it: SQLite, which doesn't know
    how many rows there are, read all events of a table instead.
    """

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("workflow", "0015_second_factors_in_the_access_log"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(drop_index_by_table_alone, make_index_by_table_alone, elidable=False)],
            [
                migrations.AlterField(
                    "event",
                    "content_type",
                    models.ForeignKey(
                        "contenttypes.ContentType",
                        django.db.models.deletion.PROTECT,
                        verbose_name="loại bản ghi",
                        db_index=False,
                    ),
                )
            ],
        ),
        migrations.RemoveIndex("event", "event_by_subject"),
        migrations.AddIndex("event", models.Index(fields=["content_type", "object_id", "at"], name="event_by_subject")),
    ]
