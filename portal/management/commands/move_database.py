"""move_database: moves everything from SQLite to PostgreSQL."""

import os
import subprocess
import sys

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.backups.databases import database_in_use, database_of
from portal.backups.moving import move
from portal.backups.refusals import Refused


class Command(BaseCommand):
    help = _("Chuyển mọi dữ liệu từ SQLite sang một cơ sở dữ liệu PostgreSQL trống, so từng dòng.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", help=_("DATABASE_URL của PostgreSQL, như postgres:///danvan?host=/var/run/postgresql")
        )

    def handle(self, *, address: str, **options) -> None:
        source, target = database_in_use(), database_of(environ.Env.db_url_config(address))
        try:
            if (source.vendor, target.vendor) != ("sqlite", "postgresql"):
                raise Refused(_("Chỉ chuyển được từ SQLite sang PostgreSQL."))
            if target.has_portal():
                raise Refused(_("Cơ sở dữ liệu PostgreSQL ấy đã có dữ liệu của một cổng. Chưa chuyển gì."))
            self.migrate(address)
            contents = move(source, target)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        rows = sum(table.rows for table in contents.tables.values())
        facts = {"tables": len(contents.tables), "rows": rows}
        self.stdout.write(_("Đã chuyển %(tables)d bảng, %(rows)d dòng; hai bên giống nhau từng dòng.") % facts)
        self.stdout.write(_("Ghi DATABASE_URL=… ấy vào /etc/danvan.env rồi khởi động danvan-web và danvan-worker."))

    def migrate(self, address: str) -> None:
        """Run in a process of its own: migrations that fill tables may write to the default database, the source."""
        command = [sys.executable, sys.argv[0], "migrate", "--noinput", "--verbosity=0"]
        done = subprocess.run(  # noqa: S603  this very command
            command, env=os.environ | {"DATABASE_URL": address}, cwd=settings.BASE_DIR, capture_output=True, text=True
        )
        if done.returncode:
            raise Refused(done.stderr.strip())
