"""What a unit has sent is changed by nobody: held by the database itself, whoever holds the connection.

Of a round only its opening and its withdrawal are written afterwards, and each once.
"""

from django.db import migrations

SENT = ["dossier_id", "n", "facts", "sha256", "submitted_at", "submitted_by_id", "due_on"]
ONCE = ["opened_at", "opened_by_id", "withdrawn_at"]
SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON reports_round WHEN {condition}
BEGIN SELECT RAISE(ABORT, 'a sent round is frozen'); END;
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN RAISE EXCEPTION 'a sent round is frozen'; END IF;
    RETURN {row};
END $$;
"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON reports_round FOR EACH ROW EXECUTE FUNCTION {name}();"


def rules(is_not, text):
    """Return (name, verb, condition) of each trigger; `is_not`: how the database compares with NULL."""
    sent = [f"OLD.{column}{text(column)} {is_not} NEW.{column}{text(column)}" for column in SENT]
    once = [f"(OLD.{column} IS NOT NULL AND OLD.{column} {is_not} NEW.{column})" for column in ONCE]
    return [("round_frozen", "UPDATE", " OR ".join(sent + once)), ("round_stays", "DELETE", "TRUE")]


def hold(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, verb, condition in rules("IS DISTINCT FROM", lambda column: "::text" if column == "facts" else ""):
            row = "OLD" if verb == "DELETE" else "NEW"
            schema_editor.execute(POSTGRESQL_FUNCTION.format(name=name, condition=condition, row=row))
            schema_editor.execute(POSTGRESQL.format(name=name, verb=verb))
    else:
        for name, verb, condition in rules("IS NOT", lambda column: ""):
            schema_editor.execute(SQLITE.format(name=name, verb=verb, condition=condition))


def release(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("round_frozen", "round_stays"):
        schema_editor.execute(f"DROP TRIGGER {name} ON reports_round" if is_postgresql else f"DROP TRIGGER {name}")
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_self_reports_in_rounds")]
    operations = [migrations.RunPython(hold, release, elidable=False)]
