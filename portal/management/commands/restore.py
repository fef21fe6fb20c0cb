"""restore: puts a backup in the place of the database and the files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.text import instant_text
from portal.backups.backup import site_in_use
from portal.backups.refusals import Refused
from portal.backups.restore import Restored, restore


class Command(BaseCommand):
    help = _("Phục hồi từ một bản sao lưu: dựng và kiểm tra bên cạnh rồi mới thay; không được thì mọi thứ như cũ.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help=_("thư mục của bản sao lưu, danvan-…"))
        parser.add_argument("--replace", action="store_true", help=_("thay dữ liệu đang có; bản cũ được giữ bên cạnh"))

    def handle(self, *, backup: Path, replace: bool, **options) -> None:
        connection.close()
        try:
            restored = restore(site_in_use(), backup.resolve(), timezone.now(), is_replacing=replace)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.report(restored)

    def report(self, restored: Restored) -> None:
        made_at = instant_text(restored.manifest.made_at)
        facts = {"at": made_at, "tables": len(restored.manifest.tables), "n": restored.manifest.files}
        self.stdout.write(
            _("Đã phục hồi bản của %(at)s; %(tables)d bảng giống từng dòng, %(n)d tệp giống từng byte.") % facts
        )
        if restored.is_older:
            self.stdout.write(_("Bản này của phiên bản cũ hơn: chạy manage.py migrate, hoặc khởi động danvan-web."))
        for old in filter(None, [restored.old_database, restored.old_files]):
            self.stdout.write(_("Dữ liệu cũ được giữ ở %s; xem cổng chạy đúng rồi hãy xóa.") % old)
