"""The newest paper first and those without a date last: for SQLite the index by date reads so, PostgreSQL needs its own."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        columns = "dated_on DESC NULLS LAST, id DESC"
        schema_editor.execute(f"CREATE INDEX paper_by_date_undated_last ON inspections_officialpaper ({columns})")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX paper_by_date_undated_last")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_lists_in_order")]

    operations = [migrations.RunPython(add, remove)]
