"""give_role: assigns a role in contents to the administrator, run on the server where nobody could assign it in the
portal (decisions/0014).
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.organizations.models import Organization
from accounts.people.acts import give_role
from accounts.people.models import Membership, User
from accounts.people.states import CONTENT_ROLES
from workflow.records.refusals import StepRefused


class Command(BaseCommand):
    help = _("Giao vai trò cho quản trị của cơ quan chỉ có một người; có người khác thì người ấy giao trong cổng.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help=_("tên đăng nhập"))
        parser.add_argument("role", choices=sorted(role.value for role in CONTENT_ROLES))
        parser.add_argument("organization", help=_("mã ngắn của cơ quan"))
        parser.add_argument("--reason", required=True, help=_("vì sao; đứng mãi trong lịch sử"))

    def handle(self, *, username: str, role: str, organization: Organization, reason: str, **options) -> None:
        account = self.found(User.objects.filter(username__iexact=username, is_active=True), username)
        body = self.found(Organization.objects.filter(short_code=organization), organization)
        self.refuse_where_others_are(account, body)
        membership = Membership(user=account, organization=body, role=role, starts_on=timezone.localdate())
        try:
            membership.full_clean()
            give_role(membership, None, reason)
        except (ValidationError, StepRefused) as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        params = {"account": account.username, "role": membership.get_role_display(), "body": body}
        self.stdout.write(_("Đã giao cho %(account)s vai trò %(role)s ở %(body)s.") % params)

    def found(self, rows: QuerySet, words: str) -> Model:
        row = rows.first()
        if row is None:
            raise CommandError(_("Không có “%s” nào đang dùng.") % words)
        return row

    def refuse_where_others_are(self, account: User, body: Organization) -> None:
        others = User.objects.overseers([body.pk], timezone.localdate()).exclude(person=account.person_id)
        if others:
            names = ", ".join(f"{each.get_full_name()} ({each.username})" for each in others.select_related("person"))
            raise CommandError(_("Có người khác giao được vai trò này trong cổng: %s. Không thay đổi gì.") % names)
