"""Statements that both databases understand."""

from collections.abc import Iterable, Sequence

MIGRATED = "django_migrations"
MIGRATIONS = f"SELECT app, name FROM {MIGRATED}"  # noqa: S608  our own words
FILE_KEYS = "SELECT key, shown_key FROM inspections_storedfile"
OF_A_PORTAL = [
    (table, f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  our own tables
    for table in ("accounts_user", "accounts_organization")
]


def quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def select(table: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}"  # noqa: S608  names that the database gave


def keys_in(found: Iterable[Sequence[str]]) -> set[str]:
    """Return the keys of stored files and of the pictures made of them."""
    return {key for row in found for key in row if key}
