"""Django checks every foreign key of an SQLite database after each test. Of the country's tables, whose rows are nearly
all there are, that takes as long as a short test: they are checked after tests that have written to them.
"""

from functools import partial

COUNTRY = ["locality", "localityspell", "localitychange", "changelink"]
TABLES = [f"localities_{name}" for name in COUNTRY]
ACTS = ["INSERT", "UPDATE", "DELETE"]


def watch(sender=None, *, connection, **_kwargs) -> None:
    """Let the new connection note in a table of its own which act wrote to the country's tables."""
    if not set(TABLES) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE country_written (act PRIMARY KEY)")
        for table in TABLES:
            for act in ACTS:
                cursor.execute(
                    f"CREATE TEMP TRIGGER country_{table}_{act} AFTER {act} ON {table} "
                    f"BEGIN INSERT OR IGNORE INTO country_written VALUES ('{act}'); END"
                )
    connection.check_constraints = partial(_check, connection)


def _check(connection, table_names=None):
    if table_names is not None or _is_country_written(connection) or _has_a_wrong_row(connection):
        type(connection).check_constraints(connection, table_names)


def _is_country_written(connection):
    """Whether anything was written to these tables, or the note of it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_temp_master WHERE type = 'trigger' AND name LIKE 'country_%'")
        if cursor.fetchone()[0] < len(TABLES) * len(ACTS):
            return True
        cursor.execute("SELECT count(*) FROM country_written")
        return cursor.fetchone()[0] > 0


def _has_a_wrong_row(connection):
    """Whether a row of another table refers to none; Django then finds it again and says which."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master AS tables, pragma_foreign_key_check(tables.name) "
            "WHERE tables.type = 'table' AND tables.name NOT IN (%s, %s, %s, %s)",
            TABLES,
        )
        return cursor.fetchone()[0] > 0
