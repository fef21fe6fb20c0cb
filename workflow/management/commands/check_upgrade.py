"""Before an update: what this code would migrate, and whether it may; before the way back: what stands in it."""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.health import wait_for_database
from ground.upgrades.checks import applied, known, read, refusals, written
from ground.upgrades.way_back import in_the_way
from workflow.models import Event

WAITS_FOR_DATABASE = 20  # seconds; then the unit tries again


class Command(BaseCommand):
    help = _("Cho biết bản này sẽ chuyển đổi gì trong cơ sở dữ liệu và có được phép không; không thay đổi gì.")
    requires_system_checks = []  # deploy/update reads every line

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--migrate", action="store_true", help=_("chuyển đổi, chỉ khi còn thiếu bước nào"))
        what.add_argument("--known", action="store_true", help=_("in các bước chuyển đổi mà bản này biết"))
        what.add_argument("--back-to", type=Path, help=_("tệp do --known của bản trước in ra: có quay lại được không"))
        what.add_argument(
            "--written-since", type=datetime.fromisoformat, help=_("các việc đã ghi từ lúc ấy, sẽ mất khi phục hồi")
        )

    def handle(self, **options) -> None:
        if options["migrate"]:
            self.migrate_what_is_missing()
        elif options["known"]:
            self.say(written(known()))
        elif options["back_to"]:
            self.check_way_back(options["back_to"])
        elif options["written_since"]:
            self.say(self.acts_since(options["written_since"]))
        else:
            self.check_way_on()

    def say(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def migrate_what_is_missing(self) -> None:
        """Migrate unless all is done: `migrate` itself takes longer over nothing than all else of a start. The
        machine's database may be starting at this moment.
        """
        wait_for_database(WAITS_FOR_DATABASE)
        if known() - applied():
            call_command("migrate", interactive=False, stdout=self.stdout, skip_checks=False)

    def check_way_on(self) -> None:
        """Print the migrations to come, one a line; refuse where the database is too old, or newer than this code."""
        for error in refusals("default"):
            raise CommandError(f"{error.msg} {error.hint}")
        there, here = applied(), known()
        ours = {app for app, _name in here}
        if newer := {name for name in there - here if name[0] in ours}:
            refusal = _("Cơ sở dữ liệu mới hơn bản này: %s. Chưa thay đổi gì; để quay lại hãy dùng deploy/go_back.")
            raise CommandError(refusal % ", ".join(written(newer)))
        self.say(written(here - there))

    def check_way_back(self, names: Path) -> None:
        if blocking := in_the_way(read(names.read_text())):
            refusal = _("Bản trước không chạy được trên cơ sở dữ liệu này, vì: %s.")
            raise CommandError(refusal % ", ".join(written(blocking)))

    def acts_since(self, moment: datetime) -> list[str]:
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        by_act = Event.objects.filter(at__gte=moment).values_list("act").annotate(n=Count("pk")).order_by("-n", "act")
        return [f"{act}: {n}" for act, n in by_act]
