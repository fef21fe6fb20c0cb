"""make_bulk_data: creates data of the country's size for measuring, in a database of its own."""

import resource
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from inspections.models import Campaign
from reports.demo.bulk import CODES, HALF_MADE, make_bulk, standing_here
from reports.demo.load import facts_of
from reports.management.commands.load_demo import FILES


class Command(BaseCommand):
    help = "Five campaigns over all communes, with 20 values and 5 findings each, on top of the demo. Made once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--communes", type=int, help="only so many, for trying it out")

    def handle(self, *args, communes: int | None, **options) -> None:
        self.refuse_real_work()
        found = standing_here(communes)
        if found == HALF_MADE:
            raise CommandError("Dữ liệu lớn ở đây dở dang hoặc của bản khác: làm lại trên cơ sở dữ liệu trống.")
        if not found:
            self.make(communes)
        self.stdout.write("Dữ liệu lớn đã đủ.")

    def make(self, communes: int | None) -> None:
        started = perf_counter()
        call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        settings.DEBUG = False  # which would keep every statement with its values
        make_bulk(communes, self.stdout.write)
        settings.DEBUG = True
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(f"{perf_counter() - started:.0f} s, {peak} MiB")

    def refuse_real_work(self) -> None:
        """Raise CommandError if there are campaigns or accounts that neither the demo nor this command created."""
        demo = [facts_of(name) for name in FILES]
        campaigns = [facts["campaign"]["code"] for facts in demo]
        accounts = [row["username"] for facts in demo for row in facts.get("accounts", [])]
        real = Campaign.objects.exclude(code__in=[*campaigns, *CODES.values()]).exists()
        if not settings.DEBUG or real or User.objects.exclude(username__in=accounts).exists():
            raise CommandError("Ở đây có dữ liệu thật: dữ liệu lớn chỉ nạp khi DEBUG bật, trên cơ sở dữ liệu riêng.")
