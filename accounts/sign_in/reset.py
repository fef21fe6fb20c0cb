"""Forgotten passwords: a link by mail to accounts that have an address. The answer never reveals which names exist."""

from datetime import datetime, timedelta

from axes.utils import reset
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from accounts.people.models import User
from accounts.sign_in.access import typed_form
from accounts.sign_in.backends import name_of
from ground.web import address_of
from workflow.history.access import Kind, record
from workflow.jobs.clock import AHEAD
from workflow.models import AccessLog


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of mailed links. One that a clock ahead has made is void, else it would be good for as much longer."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return super().check_token(user, token) and not self._is_of_later(token)

    def _is_of_later(self, token: str) -> bool:
        made = base36_to_int(token.partition("-")[0])
        return made > self._num_seconds(self._now()) + AHEAD.total_seconds()


tokens = LinkTokens()


def ask(request: HttpRequest, typed: str, now: datetime | None = None) -> bool:
    """Have a link mailed to the accounts that `typed` names, if any; return False if this address has made too many
    requests.

    The mail is a background job, so that the answer takes as long for a name that doesn't exist.
    """
    now = now or timezone.now()
    last_hour = AccessLog.objects.filter(kind=Kind.RESET_REQUESTED, at__range=(now - timedelta(hours=1), now + AHEAD))
    if last_hour.filter(address=address_of(request)).count() >= settings.RESET_ASKS_PER_HOUR:
        return False
    for account in _accounts(typed) or [None]:
        record(Kind.RESET_REQUESTED, request, actor=account, typed_name=typed_form(typed))
        if _is_mailed(account) and last_hour.filter(actor=account).count() <= settings.RESET_MAILS_PER_HOUR:
            # Not acknowledged when it fails: a mail server that is away is tried again, five times in all.
            job = ("accounts.sign_in.reset.mail_link", account.pk, translation.get_language())
            async_task(*job, ack_failure=False)
    return True


def _accounts(typed):
    return list(User.objects.filter(Q(username__iexact=name_of(typed)) | Q(email__iexact=typed)))


def _is_mailed(account) -> bool:
    return account is not None and account.is_active and bool(account.email)


def mail_link(pk: int, language: str) -> None:
    """Mail the reset link, as a background job; the link is made here so that the queue never contains one."""
    account = User.objects.get(pk=pk)
    if not _is_mailed(account):
        return
    key = urlsafe_base64_encode(force_bytes(account.pk))
    link = settings.SITE_URL + reverse("password_reset", args=[key, tokens.make_token(account)])
    context = {"account": account, "link": link, "hours": settings.RESET_LINK_HOURS}
    with translation.override(language):
        text = render_to_string("accounts/sign_in/reset_mail.txt", context)
        send_mail(_("Đặt lại mật khẩu Cổng Dân vận"), text, None, [account.email])


def done(request: HttpRequest, account: User) -> None:
    """Log the reset and clear failed tries of the name, so that the new password isn't blocked because of them."""
    reset(username=name_of(account.username))
    record(Kind.PASSWORD_RESET, request, actor=account)
