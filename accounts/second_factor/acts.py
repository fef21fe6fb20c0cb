"""Acts on a second factor: setting it up, checking a code, new recovery codes, switching off, resetting by two."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.second_factor import codes, notices
from accounts.second_factor.checks import is_enrolled, why_no_request, why_not_closed
from accounts.second_factor.models import FactorReset, RecoveryCode, SecondFactor
from accounts.second_factor.sealing import Unreadable, digests_of, seal, unseal
from workflow.history import states
from workflow.history.access import Kind, record
from workflow.jobs.clock import AHEAD
from workflow.models import AccessLog, Event
from workflow.records.refusals import StepRefused


class CodeRefused(StepRefused):
    """A code is wrong or was used, or too many were wrong; `is_held_back` says the latter."""

    def __init__(self, message: str, is_held_back: bool = False) -> None:
        self.is_held_back = is_held_back
        super().__init__([message])


def start_grace(user: User, today: date) -> None:
    """Write on which day the account signed in first while a second factor is required of it."""
    factor, _is_new = SecondFactor.objects.get_or_create(user=user, defaults={"required_on": today})
    if factor.required_on is None:
        factor.required_on = today
        factor.save(update_fields=["required_on", "changed_at"])
    user.second_factor = factor


# --- Setting up ------------------------------------------------------------------------------------------------------
@transaction.atomic
def enrol(user: User, key: str, step: int, now: datetime) -> list[str]:
    """Store the app's key, from which the code of `step` came, and return new recovery codes. All other sessions of
    the account end.
    """
    factor, _is_new = SecondFactor.objects.select_for_update().get_or_create(user=user)
    is_repeated = is_same_key(factor, key)
    if not is_repeated:
        factor.secret, factor.enrolled_at, factor.last_step = seal(key), now, step
        factor.reset_at = None
        factor.save(update_fields=["secret", "enrolled_at", "last_step", "reset_at", "changed_at"])
        Event.objects.create(act=states.FACTOR_ENROLLED, subject=user, actor=user)
    user.second_factor = factor
    return _replace_recovery_codes(factor)


def is_same_key(factor: SecondFactor | None, key: str) -> bool:
    """Tell whether it is the key in use: then its form was sent twice."""
    try:
        return factor is not None and bool(factor.secret) and unseal(factor.secret) == key
    except Unreadable:
        return False


def _replace_recovery_codes(factor: SecondFactor) -> list[str]:
    made = codes.new_recovery_codes()
    factor.recovery_codes.all().delete()
    digests = [digests_of(codes.digits_of(code))[0] for code in made]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=digest) for digest in digests)
    return made


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes; the former are void."""
    factor = SecondFactor.objects.select_for_update().get(user=user)
    Event.objects.create(act=states.RECOVERY_CODES_RENEWED, subject=user, actor=user)
    return _replace_recovery_codes(factor)


@transaction.atomic
def switch_off(user: User) -> None:
    _forget(SecondFactor.objects.select_for_update().get(user=user))
    Event.objects.create(act=states.FACTOR_SWITCHED_OFF, subject=user, actor=user)


def _forget(factor: SecondFactor, reset_at: datetime | None = None) -> None:
    factor.recovery_codes.all().delete()
    factor.secret, factor.enrolled_at, factor.reset_at = "", None, reset_at
    factor.save(update_fields=["secret", "enrolled_at", "reset_at", "changed_at"])


# --- Checking a code -------------------------------------------------------------------------------------------------
def check_code(request: HttpRequest, account: User, typed: str, now: datetime) -> None:
    """Accept a code of the app or a recovery code, each once. Raises CodeRefused; the log has the try then."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(user=account)
        refusal = _refusal_of(request, factor, codes.digits_of(typed), now)
    if refusal:
        raise refusal


def _refusal_of(request, factor, digits, now) -> CodeRefused | None:
    account, minutes = factor.user, round(settings.AXES_COOLOFF_TIME * 60)
    held_back = _("Đã nhập sai mã quá nhiều lần. Chờ %d phút rồi thử lại.") % minutes
    wrong = _wrong_since(factor, now)
    if wrong >= settings.SECOND_FACTOR_FAILURE_LIMIT:
        return CodeRefused(held_back, is_held_back=True)
    try:
        if _is_accepted(factor, digits, now):
            return None
    except Unreadable:
        return CodeRefused(
            _("Cổng không còn đọc được khóa của mã này. Nhờ quản trị hệ thống đặt lại xác nhận hai bước.")
        )
    record(Kind.FACTOR_REFUSED, request, actor=account)
    if wrong + 1 < settings.SECOND_FACTOR_FAILURE_LIMIT:
        return CodeRefused(_describe_wrong(digits))
    record(Kind.HELD_BACK, request, actor=account, label=_("mã xác nhận"))
    notices.inform([account], notices.GUESSED, reverse("password_change"), account)
    return CodeRefused(held_back, is_held_back=True)


def _describe_wrong(digits: str) -> str:
    if len(digits) == codes.RECOVERY_DIGITS:
        return _("Mã dự phòng chưa đúng, đã dùng hoặc hết hiệu lực. Xem lại từng số, hoặc nhập mã khác trên giấy.")
    return _("Mã chưa đúng hoặc đã dùng. Chờ mã mới trên điện thoại rồi nhập lại.")


def _wrong_since(factor: SecondFactor, now: datetime) -> int:
    """Count the wrong codes of the account within the cool-off time and since the last right one, from any address:
    whoever tries codes knows the password.
    """
    last_right = min(codes.began_at(factor.last_step), factor.changed_at)  # a fast phone's step begins only later
    since = max(now - timedelta(hours=settings.AXES_COOLOFF_TIME), last_right)
    return AccessLog.objects.filter(
        kind=Kind.FACTOR_REFUSED, actor=factor.user_id, at__gt=since, at__lte=now + AHEAD
    ).count()


def mend_steps(now: datetime) -> int:
    """Let the app's codes be accepted again that a clock ahead has put behind the last one; returns the number."""
    latest = int(now.timestamp()) // codes.SECONDS
    ahead = SecondFactor.objects.filter(last_step__gt=latest + AHEAD // timedelta(seconds=codes.SECONDS))
    return ahead.update(last_step=latest)


def _is_accepted(factor: SecondFactor, digits: str, now: datetime) -> bool:
    if len(digits) == codes.RECOVERY_DIGITS:
        return _is_recovery_code(factor, digits, now)
    step = codes.step_of(unseal(factor.secret), digits, now, factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    factor.save(update_fields=["last_step", "changed_at"])
    return True


def _is_recovery_code(factor: SecondFactor, digits: str, now: datetime) -> bool:
    unused = factor.recovery_codes.filter(digest__in=digests_of(digits), used_at=None)
    if not unused.update(used_at=now, changed_at=now):
        return False
    Event.objects.create(act=states.RECOVERY_CODE_USED, subject=factor.user, actor=factor.user)
    notices.inform([factor.user], notices.SPARE_USED, reverse("second_factor"), factor.user)
    return True


# --- Resetting -------------------------------------------------------------------------------------------------------
@transaction.atomic
def request_reset(account: User, reason: str, actor: User, today: date) -> FactorReset:
    """Store the request in place of an older one, and inform those who can confirm it. Raises StepRefused."""
    watching = list(User.objects.watching(account, actor, today))
    refusals = why_no_request(account, actor, watching)
    if refusals:
        raise StepRefused(refusals)
    account.factor_resets.filter(closed_at=None).update(closed_at=timezone.now(), changed_at=timezone.now())
    reset = FactorReset.objects.create(account=account, requested_by=actor, reason=reason)
    Event.objects.create(act=states.FACTOR_RESET_REQUESTED, subject=account, actor=actor, reason=reason)
    notices.inform(watching, notices.REQUESTED, reset.get_absolute_url(), account, actor)
    return reset


@transaction.atomic
def close_reset(pk: int, actor: User, now: datetime, is_confirmed: bool) -> FactorReset:
    """Confirm or refuse a request, as its second person. Raises StepRefused."""
    reset = FactorReset.objects.select_for_update().get(pk=pk)
    refusals = why_not_closed(reset, actor, now)
    if refusals:
        raise StepRefused(refusals)
    reset.closed_at, reset.confirmed_by = now, actor if is_confirmed else None
    reset.save(update_fields=["closed_at", "confirmed_by", "changed_at"])
    if is_confirmed:
        reset_by(reset.account, actor, reset.reason, now, also={reset.requested_by})
    else:
        path = reverse("account_show", args=[reset.account_id])
        notices.inform([reset.requested_by], notices.REFUSED, path, reset.account, actor)
    return reset


@transaction.atomic
def reset_by(account: User, actor: User | None, reason: str, now: datetime, also: set[User] = frozenset()) -> None:
    """Delete the key and the recovery codes, and inform the owner, those who watch and `also`; `actor` None: a command
    on the server. Whoever needs a second factor sets it up at the next sign-in, without days of grace.
    """
    factor = SecondFactor.objects.select_for_update().filter(user=account).first()
    if factor is None or not is_enrolled(account):
        raise StepRefused([_("Tài khoản này chưa bật xác nhận hai bước.")])
    _forget(factor, reset_at=now)
    Event.objects.create(act=states.FACTOR_RESET, subject=account, actor=actor, reason=reason)
    recipients = {account, *also, *User.objects.watching(account, actor, timezone.localdate(now))}
    path = reverse("person_show", args=[account.person_id])
    notices.inform(recipients, notices.RESET, path, account, actor)
