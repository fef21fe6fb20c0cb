"""The list of mails, for administrators: what goes out, and what a server doesn't take."""

from django.utils import timezone
from django.utils.translation import gettext, npgettext
from django.utils.translation import gettext_lazy as _

from ground.listing import Column, Filter, Listing, choices_of, words_of
from ground.text import instant_text
from inspections.campaigns.filters import YES
from workflow.models import Mail

SHAPES = {"waiting": "todo", "sending": "going", "sent": "done", "dropped": "lock", "failed": "error"}


def _mails(user):
    return Mail.objects.visible_to(user).select_related("recipient__person")


def _sent(mail: Mail) -> str:
    return instant_text(mail.sent_at) if mail.sent_at else ""


def _kind(mail: Mail) -> str:
    return gettext("gửi ngay") if mail.is_urgent else gettext("thư trong ngày")


def _fault(mail: Mail) -> str:
    return gettext(mail.fault) if mail.fault else ""


def _not_getting_out(rows, value):
    return rows.not_getting_out(timezone.localdate())


MAILS = Listing(
    name="mail_list",
    title=_("Thư nhắc việc"),
    noun=lambda n: npgettext("counted", "thư", "thư", n),
    section="accounts",
    rows=_mails,
    columns=(
        Column("person", _("Người nhận"), lambda mail: mail.recipient.get_full_name()),
        Column("account", _("Tài khoản"), lambda mail: mail.recipient.username),
        Column("address", _("Thư điện tử"), lambda mail: mail.recipient.email),
        Column("day", _("Ngày"), lambda mail: mail.day, sort="pk"),
        Column("kind", _("Loại"), _kind),
        Column(
            "state",
            _("Trạng thái"),
            words_of("state", Mail.State.choices),
            shape=lambda mail: SHAPES[mail.state],
        ),
        Column("sent", _("Gửi lúc"), _sent),
        Column("tries", _("Số lần không gửi được"), lambda mail: mail.tries or None),
        Column("fault", _("Lỗi của lần thử sau cùng"), _fault, is_as_written=True),
    ),
    filters=(
        Filter("state", _("Trạng thái"), **choices_of("state", Mail.State.choices)),
        Filter("fault", _("Lỗi"), lambda user: [(YES, _("chưa gửi được"))], _not_getting_out),
    ),
    default_sort="-day",
    search_label=_("Người nhận, tài khoản"),
    search_example=_("lan… không cần dấu"),
    empty=(_("Chưa có thư nào."), _("Mỗi người có thư điện tử nhận mỗi ngày nhiều nhất một thư, khi có việc.")),
)
