from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils.translation import gettext as _

from localities.changes.acts import Refused, load_register
from localities.changes.plan import Plan, plan_from
from localities.changes.rows import Fault

SHIPPED = Path(__file__).resolve().parent.parent.parent / "data"
MOST_PRINTED = 50


class Command(BaseCommand):
    help = "Loads the official lists of places: all or nothing; run again it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="another folder with the three files")

    def handle(self, *, folder: Path, **options) -> None:
        plan = plan_from(folder)
        if plan.faults:
            title = _("Không nạp gì: có %(n)d lỗi.") % {"n": len(plan.faults)}
            raise CommandError("\n".join([title, *fault_lines(plan.faults)]))
        spells, links = self.load(plan)
        if plan.warnings:
            title = _("%(n)d điểm cần xem, vẫn nạp:") % {"n": len(plan.warnings)}
            self.stdout.write("\n".join([title, *fault_lines(plan.warnings)]))
        done = _("Đã nạp %(spells)d thời kỳ của địa bàn, %(links)d liên kết.")
        done = done if spells or links else _("Danh mục địa bàn đã đủ, không có gì thay đổi.")
        self.stdout.write(done % {"spells": spells, "links": links})

    def load(self, plan: Plan) -> tuple[int, int]:
        try:
            return load_register(plan)
        except Refused as refused:
            raise CommandError(_("Không nạp gì. %(reason)s") % {"reason": refused}) from refused
        except IntegrityError as error:
            reason = _("Không nạp gì: tệp mâu thuẫn với danh mục đang có (%(error)s).")
            raise CommandError(reason % {"error": error}) from error


def fault_lines(faults: list[Fault]) -> list[str]:
    lines = [str(fault) for fault in faults[:MOST_PRINTED]]
    more = len(faults) - MOST_PRINTED
    return [*lines, _("… và %(n)d dòng nữa.") % {"n": more}] if more > 0 else lines
