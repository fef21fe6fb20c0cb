"""Builds the bulk data for measurements in var/bench: `python -m bench.bulk`, once for each state of code and data.

A database of its own beside the one that DATABASE_URL names; without a DATABASE_URL a file of SQLite's.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"
SQLITE = FOLDER / "danvan.sqlite3"
POSTGRESQL = "danvan_bulk"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "danvan.settings",
    "SECRET_KEY": "not-a-secret-and-long-enough-for-the-measures-of-danvan-0123456789",
    "DEBUG": "1",
    "ALLOWED_HOSTS": "testserver",
    "LOG_LEVEL": "ERROR",
}


@contextmanager
def bulk_database(connection):
    """Connect the process to the bulk data; caches of ids of the other database are cleared."""
    own = connection.settings_dict["NAME"]
    use(connection, str(SQLITE) if connection.vendor == "sqlite" else POSTGRESQL)
    yield
    use(connection, own)


def use(connection, name: str) -> None:
    from django.contrib.contenttypes.models import ContentType

    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def make() -> None:
    """Build the bulk data unless it is complete; incomplete data, or data of other code, is deleted first."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    create_database(connection)
    if not is_complete():
        throw_away(connection)
        call_command("migrate", verbosity=0)
        call_command("make_bulk_data", stdout=sys.stderr, stderr=sys.stderr)
    if connection.vendor == "postgresql":  # as it does by itself, only later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def is_complete() -> bool:
    """What is no longer migrated, as of another branch, is not."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from reports.demo.bulk import standing_here

    try:
        call_command("migrate", verbosity=0)
        return standing_here(None) == "complete"
    except DatabaseError:
        return False


def throw_away(connection) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        for file in FOLDER.glob(f"{SQLITE.name}*"):
            file.unlink()
    else:
        in_postgres(connection, f'DROP DATABASE "{POSTGRESQL}" WITH (FORCE)')
        create_database(connection)


def create_database(connection) -> None:
    """A fresh cluster has no database of our name yet."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql" and (name,) not in in_postgres(connection, "SELECT datname FROM pg_database"):
        in_postgres(connection, f'CREATE DATABASE "{name}"')


def in_postgres(connection, statement: str) -> list:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ |= {**ENVIRONMENT, "DANVAN_DATA": str(FOLDER)}
    if "DATABASE_URL" in os.environ:
        os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{POSTGRESQL}").geturl()
    make()
