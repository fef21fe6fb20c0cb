"""What a unit has asked and what it was answered is changed by nobody: held by the database itself."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON reports_question
BEGIN SELECT RAISE(ABORT, 'a question stays as it is'); END;
"""
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {verb} ON reports_question FOR EACH ROW EXECUTE FUNCTION question_stays();
"""
FUNCTION = """
CREATE FUNCTION question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a question stays as it is'; END $$;
"""
VERBS = {"question_frozen": "UPDATE", "question_kept": "DELETE"}


def hold(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION)
    for name, verb in VERBS.items():
        schema_editor.execute((POSTGRESQL if is_postgresql else SQLITE).format(name=name, verb=verb))


def release(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in VERBS:
        schema_editor.execute(f"DROP TRIGGER {name} ON reports_question" if is_postgresql else f"DROP TRIGGER {name}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION question_stays()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_questions_of_units")]
    operations = [migrations.RunPython(hold, release, elidable=False)]
