"""migrate: Django's own, by one machine at a time: others that begin meanwhile wait, and then find all done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.utils.translation import gettext as _

LOCK = 0x64616E76616E  # "danvan"; advisory locks belong to one database


class Command(DjangoMigrate):
    def handle(self, *labels: Any, **options: Any) -> str | None:
        if options["plan"] or options["check_unapplied"]:
            return super().handle(*labels, **options)
        with self.alone(options["database"]):
            return super().handle(*labels, **options)

    @contextmanager
    def alone(self, alias: str) -> Iterator[None]:
        """Hold a lock in the database, which frees it by itself when this process or its machine dies. SQLite is for
        one machine.
        """
        if connections[alias].vendor != "postgresql":
            yield
            return
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stdout.write(_("Một máy khác đang chuyển cơ sở dữ liệu; chờ đến lượt."))
                self.stdout.flush()
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
