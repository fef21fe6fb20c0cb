"""For migrations: an index for words in the midst of text, where the database supports it.

PostgreSQL has it in its extension pg_trgm, which the owner of a database may create. Where it is not installed, and on
SQLite, searches scan the folded columns up to the first rows that are shown.
"""

from functools import partial

from django.db import DatabaseError, migrations, transaction

INDEX = "CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (search_text gin_trgm_ops)"


def trigrams(*tables: str) -> migrations.RunPython:
    """Return an operation that creates the trigram index on `search_text` of these tables."""
    return migrations.RunPython(partial(_make, tables), partial(_drop, tables), elidable=False)


def _make(tables, apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql" and _has_trigrams(schema_editor):
        for table in tables:
            schema_editor.execute(INDEX.format(name=_name(table), table=table))


def _has_trigrams(schema_editor) -> bool:
    try:
        with transaction.atomic(schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return False
    return True


def _drop(tables, apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in tables:
            schema_editor.execute(f"DROP INDEX IF EXISTS {_name(table)}")


def _name(table: str) -> str:
    return f"{table}_words"
