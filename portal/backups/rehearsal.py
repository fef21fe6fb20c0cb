"""Migrates a copy of a backup's database: how long an update will take, and whether it goes well with these rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from portal.backups.databases import Database


def rehearse(database: Database, backup: Path) -> float:
    """Return how many seconds the migrations of this code took on a copy, which is gone afterwards.

    Raises Refused where none can be made, else what a migration raises.
    """
    beside = database.fill_beside(backup / database.file)
    try:
        with _in_place_of_ours(beside):
            began = time.monotonic()
            call_command("migrate", verbosity=0, interactive=False)
            return time.monotonic() - began
    finally:
        beside.drop()


@contextmanager
def _in_place_of_ours(database: Database) -> Iterator[None]:
    ours = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
