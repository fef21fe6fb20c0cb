"""Triggers by which the database itself refuses a change, whoever holds the connection: the same on both databases.

For migrations: what is made of the same rules must stay the same for good.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.migrations import RunPython

Differs = Callable[..., str]  # (columns, json=columns of JSON): whether any of them is changed, with NULL as a value
Rule = tuple[str, str, str, str]  # name, table, verb, condition on OLD and NEW

SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{message}'); END;
"""
# A condition of a trigger may hold no subquery on PostgreSQL: the function asks it.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;
    RETURN {row};
END $$;
"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"


def refuse(message: str, rules: Callable[[Differs], list[Rule]]) -> RunPython:
    """Return the operation that makes the triggers of these rules, which refuse with the message."""

    def hold(apps: Any, schema_editor: Any) -> None:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        templates = [POSTGRESQL_FUNCTION, POSTGRESQL] if is_postgresql else [SQLITE]
        for name, table, verb, condition in rules(_differs_on_postgresql if is_postgresql else _differs_on_sqlite):
            words = {"name": name, "table": table, "verb": verb, "condition": condition, "message": message}
            row = "OLD" if verb == "DELETE" else "NEW"
            for template in templates:
                schema_editor.execute(template.format(row=row, **words))

    def release(apps: Any, schema_editor: Any) -> None:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for name, table, _verb, _condition in rules(_differs_on_sqlite):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
            if is_postgresql:
                schema_editor.execute(f"DROP FUNCTION {name}()")

    return RunPython(hold, release, elidable=False)


def _differs_on_sqlite(columns: Collection[str], json: Collection[str] = ()) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _differs_on_postgresql(columns: Collection[str], json: Collection[str] = ()) -> str:
    typed = [f"{column}::text" if column in json else column for column in columns]
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in typed)
