"""make_document KIND REFERENCE -o FILE: writes the PDF of a paper as it would be drafted; nothing is stored."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from inspections.models import Inspection
from reports.documents.compose import DocumentKind, kind_of, kinds
from reports.documents.compose.kinds import FactsMissing
from reports.documents.issue.printing import pdf_of, unsaved
from reports.documents.layout import RuleSetMissing
from reports.documents.press.render import EngineMissing
from reports.documents.press.render import pdf_of as press
from workflow.records.refusals import StepRefused


class Command(BaseCommand):
    help = _("Ghi văn bản của một cuộc kiểm tra ra tệp PDF.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=_("loại văn bản: %s") % ", ".join(_slugs()))
        parser.add_argument("reference", help=_("mã cuộc kiểm tra, ví dụ DVCQ2026-03721"))
        parser.add_argument("-o", "--output", type=Path, required=True, help=_("tệp PDF sẽ ghi"))

    def handle(self, *, kind: str, reference: str, output: Path, **options) -> None:
        try:
            content = pdf_of(unsaved(_kind(kind), _inspection(reference)), press)
            output.write_bytes(content)
        except (FactsMissing, RuleSetMissing, EngineMissing) as refusal:
            raise CommandError(str(refusal)) from refusal
        except StepRefused as refused:
            raise CommandError(refused.messages[0]) from refused
        except OSError as fault:
            raise CommandError(
                _("Không ghi được tệp %(file)s: %(fault)s") % {"file": output, "fault": fault}
            ) from fault
        self.stdout.write(_("Đã ghi %(file)s (%(size)d byte).") % {"file": output, "size": len(content)})


def _slugs() -> list[str]:
    return [kind.slug for kind in kinds().values() if kind.about == "inspection"]


def _kind(slug: str) -> DocumentKind:
    if slug not in _slugs():
        words = {"kind": slug, "known": ", ".join(_slugs())}
        raise CommandError(_("Không có loại văn bản “%(kind)s”. Có: %(known)s.") % words)
    return kind_of(slug)


def _inspection(reference):
    try:
        return Inspection.objects.get(reference=reference)
    except Inspection.DoesNotExist as missing:
        raise CommandError(_("Không có cuộc kiểm tra mã “%s”.") % reference) from missing
