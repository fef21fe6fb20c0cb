"""check_server: looks at all that may be amiss; exit status 1 where something is."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.server.files import SAFE_AGE_HOURS, sweep
from portal.server.findings import Finding, Health
from portal.server.full import check_all

MARKS = {Health.WELL: "+", Health.DOUBTFUL: "?", Health.UNWELL: "!"}


class Command(BaseCommand):
    help = _(
        "Kiểm tra máy chủ: cơ sở dữ liệu, tệp, việc nền, thư, máy quét, đồng hồ, sao lưu. Mã thoát 1: có chỗ hỏng."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("in ra cho máy đọc"))
        parser.add_argument(
            "--sweep", action="store_true", help=_("xóa các tệp không dữ liệu nào nhắc đến, cũ hơn --older-than giờ")
        )
        parser.add_argument(
            "--older-than", type=float, default=SAFE_AGE_HOURS, help=_("số giờ, mặc định 24, ít nhất 1")
        )

    def handle(self, *, sweep: bool, older_than: float, **options) -> None:
        if sweep:
            self.sweep(max(older_than, 1))
        findings = check_all(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(found) for found in findings], ensure_ascii=False, indent=1))
        else:
            self.show(findings)
        if any(found.health == Health.UNWELL for found in findings):
            raise SystemExit(1)

    def sweep(self, older_than: float) -> None:
        try:
            removed = sweep(older_than)
        except OSError as fault:
            raise CommandError(_("không đọc được thư mục tệp: %s") % fault) from fault
        for key in removed:
            self.stdout.write(_("Đã xóa %s") % key)

    def show(self, findings: list[Finding]) -> None:
        for found in findings:
            self.stdout.write(f"{MARKS[found.health]} {found.label}: {found.words}")
            if found.to_do:
                self.stdout.write(f"    {found.to_do}")
