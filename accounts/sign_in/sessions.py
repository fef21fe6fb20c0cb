"""When a session ends. It stores two instants and the memberships with which it was begun."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import Membership, User
from accounts.second_factor.acts import start_grace
from accounts.second_factor.checks import is_enrolled, is_required, stamp_of
from accounts.second_factor.entering import STAMP
from workflow.jobs.clock import AHEAD
from workflow.models import AccessLog
from workflow.records import drafts

BEGUN, SEEN, MEMBERSHIPS = "begun_at", "seen_at", "hats"  # "hats": the key in sessions that are open
Kind = AccessLog.Kind


def begin(sender: type[User] | None, request: HttpRequest, user: User, **kwargs) -> None:
    """Store in the session, at every sign-in, the instants of its start and last request and today's memberships; with
    the first that requires a second factor its days of grace begin.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    reach = Membership.objects.reach_of(user, today)
    request.session.update({BEGUN: now.timestamp(), SEEN: now.timestamp(), MEMBERSHIPS: sorted(reach.memberships)})
    if is_required(reach.roles) and not is_enrolled(user):
        start_grace(user, today)


def sweep(sender: type[User] | None, **kwargs) -> None:
    """Delete, at every sign-in, what has expired: sessions, saved drafts, submission tokens."""
    drafts.sweep(timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def ending_of(request: HttpRequest, now: datetime) -> tuple[str, str] | None:
    """Return why a signed-in session is over, as (kind for the access log, message for the user); None while it goes
    on.

    Reads the session before the user, because Django empties the session of an account whose password has changed.
    """
    session, account = request.session, request.session.get(SESSION_KEY)
    if now.timestamp() - session.get(SEEN, 0) > settings.IDLE_MINUTES * 60:
        return Kind.TIMED_OUT, _idle_message()
    if now.timestamp() - session.get(BEGUN, 0) > settings.SESSION_HOURS * 3600:
        return Kind.TIMED_OUT, _too_old_message()
    if not request.user.is_authenticated:
        return _shut_out(account)
    if session.get(STAMP, "") != stamp_of(request.user):
        return Kind.FACTOR_CHANGED, _(
            "Xác nhận hai bước của tài khoản vừa thay đổi nên phiên đã kết thúc. Đăng nhập lại."
        )
    if set(session[MEMBERSHIPS]) - request.user.reach.memberships:
        message = _(
            "Vai trò của bạn vừa thay đổi nên phiên đã kết thúc. Đăng nhập lại để làm việc với vai trò hiện có."
        )
        return Kind.ROLE_ENDED, message
    return None


def _idle_message():
    minutes = settings.IDLE_MINUTES
    message = ngettext(
        "Phiên đã hết sau %(minutes)d phút không thao tác. Đăng nhập lại để làm tiếp.",
        "Phiên đã hết sau %(minutes)d phút không thao tác. Đăng nhập lại để làm tiếp.",
        minutes,
    )
    return message % {"minutes": minutes}


def _too_old_message():
    hours = settings.SESSION_HOURS
    message = ngettext(
        "Phiên đã hết vì kéo dài quá %(hours)d giờ. Đăng nhập lại để làm tiếp.",
        "Phiên đã hết vì kéo dài quá %(hours)d giờ. Đăng nhập lại để làm tiếp.",
        hours,
    )
    return message % {"hours": hours}


def _shut_out(account):
    if User.objects.filter(pk=account, is_active=True).exists():
        message = _("Mật khẩu của tài khoản vừa được đổi nên phiên này đã kết thúc. Đăng nhập bằng mật khẩu mới.")
        return Kind.PASSWORD_REPLACED, message
    return Kind.SWITCHED_OFF, _("Tài khoản này đã ngừng dùng. Nếu cần dùng lại, hỏi quản trị hệ thống của cơ quan.")


def keep(session: SessionBase, now: datetime) -> None:
    """Record the time of the request in the session, but not for every request, because each time is a write. One that
    a clock ahead has dated later is counted from now: it would last a day longer.
    """
    if session[BEGUN] > (now + AHEAD).timestamp():
        session[BEGUN] = now.timestamp()
    if abs(now.timestamp() - session[SEEN]) >= min(60, settings.IDLE_MINUTES * 6):  # the clock may have been put back
        session[SEEN] = now.timestamp()
