"""backup: makes a backup of the database and the files, and removes old ones."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backups.backup import back_up, remove_old, site_in_use
from portal.backups.manifest import Manifest
from portal.backups.refusals import Refused


class Command(BaseCommand):
    help = _("Sao lưu cơ sở dữ liệu và các tệp, trong lúc cổng vẫn chạy; xóa các bản sao lưu cũ.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, help=_("thư mục của các bản sao lưu"))
        parser.add_argument("--keep-all", action="store_true", help=_("không xóa bản cũ nào"))

    def handle(self, *, to: Path, keep_all: bool, **options) -> None:
        try:
            made = back_up(site_in_use(), to, timezone.now())
            removed = [] if keep_all else remove_old(to, settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_MONTHS)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        manifest = Manifest.read(made)
        facts = {"made": made, "rows": sum(each.rows for each in manifest.tables.values()), "n": manifest.files}
        self.stdout.write(_("Đã sao lưu vào %(made)s: %(rows)d dòng, %(n)d tệp.") % facts)
        if manifest.missing_files:
            self.stderr.write(
                _("Cơ sở dữ liệu nhắc đến %d tệp không còn trong thư mục tệp.") % len(manifest.missing_files)
            )
        for path in removed:
            self.stdout.write(_("Đã xóa bản cũ %s.") % path.name)
