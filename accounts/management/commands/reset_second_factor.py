"""reset_second_factor: deletes the second factor of an account, run on the server where no two people can do it in the
portal, or of all accounts whose keys the server can no longer read (decisions/0033).
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.second_factor.acts import reset_by
from accounts.second_factor.models import REASON_LENGTH, SecondFactor
from accounts.second_factor.sealing import Unreadable, unseal
from workflow.records.refusals import StepRefused


class Command(BaseCommand):
    help = _("Xóa xác nhận hai bước của một tài khoản; chủ tài khoản và những người giám sát được báo.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="", help=_("tên đăng nhập"))
        parser.add_argument("--unreadable", action="store_true", help=_("mọi tài khoản có khóa không còn đọc được"))
        parser.add_argument("--reason", required=True, help=_("vì sao; đứng mãi trong lịch sử"))

    def handle(self, *, username: str, unreadable: bool, reason: str, **options) -> None:
        if bool(username) == unreadable:
            raise CommandError(_("Ghi tên đăng nhập, hoặc --unreadable."))
        accounts = unreadable_accounts() if unreadable else self.named(username)
        try:
            for account in accounts:
                reset_by(account, None, reason[:REASON_LENGTH], timezone.now())
        except StepRefused as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        names = ", ".join(account.username for account in accounts)
        self.stdout.write(_("Đã đặt lại xác nhận hai bước: %s.") % (names or _("không có tài khoản nào")))

    def named(self, username: str) -> list[User]:
        account = User.objects.filter(username__iexact=username).first()
        if account is None:
            raise CommandError(_("Không có tài khoản “%s”.") % username)
        return [account]


def unreadable_accounts() -> list[User]:
    factors = SecondFactor.objects.exclude(enrolled_at=None).select_related("user__person")
    return [factor.user for factor in factors.order_by("user__username") if not _is_readable(factor)]


def _is_readable(factor: SecondFactor) -> bool:
    try:
        return bool(unseal(factor.secret))
    except Unreadable:
        return False
