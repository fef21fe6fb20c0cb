"""Runs all measurements on one database server, chosen by DATABASE_URL; on SQLite files where it is not set.

First on a fresh database with the demo, then on the bulk data. A line: name, database, ms (median; reported only), then
what is held to a limit: ratio to the baseline measured in the same run (at_most), queries (queries_at_most, and equal
to queries_on_demo), bytes (bytes_at_most). Exit code 1 when a line is over its limit.
"""

import json
import os
import sys
import tempfile

from bench.bulk import ENVIRONMENT, bulk_database, create_database, in_postgres

HOME = tempfile.TemporaryDirectory(prefix="danvan-bench-")
LIMITS = {"ratio": "at_most", "queries": "queries_at_most", "bytes": "bytes_at_most", "peak_mb": "peak_mb_at_most"}


def main() -> int:
    import django

    os.environ |= {**ENVIRONMENT, "DANVAN_DATA": HOME.name}
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    make_afresh(connection)
    call_command("migrate", verbosity=0)
    from bench import desk, documents, inout, lists, many_papers, pages, places, report_requests, workbooks, zips

    over = report(connection, places.measures()) + report(connection, documents.measures())
    over += report(connection, inout.measures()) + report(connection, workbooks.measures())
    over += report(connection, report_requests.measures())
    over += report(connection, zips.measures(connection)) + report(connection, many_papers.measures(connection))
    settings.ALLOWED_HOSTS = ["testserver"]
    over += report(connection, pages.check_page())
    on_demo = pages.queries_of_pages(pages.DEMO)
    with bulk_database(connection):
        over += report(connection, pages.measures(on_demo)) + report(connection, lists.measures())
        over += report(connection, inout.exports(connection)) + report(connection, desk.measures())
    return 1 if over else 0


def report(connection, measures) -> int:
    """Prints the lines; gives how many are over a limit."""
    over = 0
    for measure in measures:
        line = {"name": measure.pop("name"), "database": connection.vendor, **measure}
        print(json.dumps(line, ensure_ascii=False), flush=True)
        over += is_over(line)
    return over


def is_over(line: dict) -> bool:
    grown = line.get("queries_on_demo", line.get("queries")) != line.get("queries")
    return grown or any(line[what] > line[limit] for what, limit in LIMITS.items() if limit in line)


def make_afresh(connection) -> None:
    if connection.vendor == "postgresql":  # a cluster that is kept has the one of the run before
        name = connection.settings_dict["NAME"]
        in_postgres(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    create_database(connection)


if __name__ == "__main__":
    sys.exit(main())
