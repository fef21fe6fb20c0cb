"""All measures on one database, chosen by DATABASE_URL; SQLite in a temporary folder where there is none.

A line: name, database, ms (median; only told), queries, ratio to the baseline measured in the same run and at_most,
the limit of that ratio. Exit code 1 when a ratio is over its limit.
"""

import json
import os
import sys
import tempfile

HOME = tempfile.TemporaryDirectory(prefix="danvan-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "danvan.settings",
    "SECRET_KEY": "not-a-secret-and-long-enough-for-the-measures-of-danvan-0123456789",
    "DEBUG": "1",
    "ALLOWED_HOSTS": "testserver",
    "DANVAN_DATA": HOME.name,
    "LOG_LEVEL": "ERROR",
}


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    create_database(connection)
    call_command("migrate", verbosity=0)
    from bench import documents, pages, places

    over = 0
    for measures in (places.measures, documents.measures, pages.measures):
        for line in measures():
            line = {"name": line.pop("name"), "database": connection.vendor, **line}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            over += bool(line.get("at_most") and line["ratio"] > line["at_most"])
    return 1 if over else 0


def create_database(connection) -> None:
    """A fresh cluster has no database of our name yet."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}"')


if __name__ == "__main__":
    sys.exit(main())
