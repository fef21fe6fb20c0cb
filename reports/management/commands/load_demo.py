from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from localities.models import LocalitySpell
from reports.demo.advance import advance
from reports.demo.load import facts_of, load_facts, make_account
from reports.demo.notices import record_notices
from reports.demo.papers import record_terms
from reports.documents.press.render import engine_missing

FILES = ["can_duoc_2019.json", "tay_ninh_2026.json"]  # in this order: 2026's Board succeeds 2019's


class Command(BaseCommand):
    help = "Loads the country, the case of 2019 and a campaign of 2026 with its cast. Safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the demo accounts, where they are in")

    def handle(self, *args, accounts: bool, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Dữ liệu mẫu có tài khoản với mật khẩu ai cũng biết: chỉ nạp khi DEBUG bật, không nạp trên máy chủ."
            )
        files = [facts_of(name) for name in FILES]
        cast = files[-1]["accounts"]
        if not accounts:
            self.load(files, cast)
        self.print_accounts(cast)

    def load(self, files: list[dict], cast: list[dict]) -> None:
        if not LocalitySpell.objects.exists():
            call_command("import_localities", stdout=self.stdout, stderr=self.stderr)
        for facts in files:
            load_facts(facts)
        for row in cast:
            make_account(row, settings.DEMO_PASSWORD)
        missing = engine_missing()
        for facts in files:
            record_terms(facts)
            if missing:
                record_notices(facts)
            advance(facts, with_papers=not missing)
        if missing:
            self.stderr.write(self.style.WARNING(missing))

    def print_accounts(self, cast: list[dict]) -> None:
        """Print the demo accounts, unless the portal has none: a province's own account may have a name of the cast."""
        active = dict(User.objects.filter(is_active=True).values_list("username", "password"))
        standing = [row for row in cast if row["username"] in active]
        # Verifying one password takes a tenth of a second, so only the first account is tried.
        if not any(check_password(settings.DEMO_PASSWORD, active[row["username"]]) for row in standing):
            return
        self.stdout.write(f"Tài khoản dùng thử, mật khẩu chung: {settings.DEMO_PASSWORD}")
        for row in standing:
            self.stdout.write(f"  {row['username']:<6} {row['person']:<20} {row['is']}")
