"""rehearse: tries this code's migrations on a copy of a backup's database, before deploy/update really migrates."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.backups.databases import database_in_use
from portal.backups.refusals import Refused
from portal.backups.rehearsal import rehearse


class Command(BaseCommand):
    help = _(
        "Chuyển đổi thử một bản chép của bản sao lưu và in ra số giây; không thay đổi gì ở cơ sở dữ liệu đang dùng."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help=_("thư mục của bản sao lưu, danvan-…"))

    def handle(self, *, backup: Path, **options) -> None:
        try:
            self.stdout.write(f"{rehearse(database_in_use(), backup.resolve()):.0f}")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
