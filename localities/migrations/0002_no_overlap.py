"""No two spells of one place share a day, whoever writes them: form, import, shell.

Forms and imports check it too, with words for people; two writers at once get past such checks, so the database
holds it. PostgreSQL: an exclusion constraint, over a range of one id because an equality there would need an
extension; deferred, so that spells may be moved about within a transaction. SQLite knows no exclusion: triggers
(it has one writer at a time, so they can't be raced).
"""

from django.db import migrations

CLASH = """
    SELECT RAISE(ABORT, 'spells of one place overlap')
    WHERE EXISTS (
        SELECT 1 FROM localities_localityspell
        WHERE locality_id = NEW.locality_id AND id <> NEW.id
            AND valid_from < NEW.ends_on AND ends_on > NEW.valid_from
    );
"""
SQLITE = [
    f"CREATE TRIGGER spell_no_overlap_insert AFTER INSERT ON localities_localityspell BEGIN {CLASH} END",
    f"""CREATE TRIGGER spell_no_overlap_update AFTER UPDATE OF locality_id, valid_from, ends_on
        ON localities_localityspell BEGIN {CLASH} END""",
]
SQLITE_BACK = ["DROP TRIGGER spell_no_overlap_insert", "DROP TRIGGER spell_no_overlap_update"]
POSTGRESQL = [
    """ALTER TABLE localities_localityspell ADD CONSTRAINT spell_no_overlap
        EXCLUDE USING gist (int8range(locality_id, locality_id, '[]') WITH &&, daterange(valid_from, ends_on) WITH &&)
        DEFERRABLE INITIALLY DEFERRED"""
]
POSTGRESQL_BACK = ["ALTER TABLE localities_localityspell DROP CONSTRAINT spell_no_overlap"]


def run(sqlite, postgresql):
    def statements(apps, schema_editor):
        for sql in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(sql)

    return statements


class Migration(migrations.Migration):
    dependencies = [("localities", "0001_places")]
    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
