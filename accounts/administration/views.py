from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.administration import acts
from accounts.administration.forms import (
    AccountForm,
    ConfirmForm,
    EndRoleForm,
    NewAccountForm,
    NewRoleForm,
    OwnerForm,
    ReasonForm,
)
from accounts.administration.listings import ACCOUNTS, state_of
from accounts.administration.states import SHAPES, AccountState
from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.organizations.querysets import FOREVER
from accounts.people.acts import give_role
from accounts.people.checks import is_own
from accounts.people.models import Membership, User
from accounts.second_factor.checks import factor_state, is_enrolled, is_over
from accounts.second_factor.models import FactorReset
from accounts.single_sign_on import provider
from ground.text import short_date
from workflow.history.kinds import History, history_of
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page, record_page, show_form
from workflow.models import AccessLog
from workflow.records.pages import FormOutcome, FormPage
from workflow.records.refusals import StepRefused

FORMS = ["GET", "HEAD", "POST"]
SECTIONS = "inspections/criteria/form.html"
SIGN_INS = 10  # of the account that its page shows


def administered(request: HttpRequest) -> None:
    """Raise 404 for everybody but administrators, as if there were no such page."""
    if not request.user.is_administrator:
        raise Http404


def account_found(request: HttpRequest, pk: int) -> User:
    administered(request)
    rows = User.objects.visible_to(request.user).select_related("person__organization", "second_factor")
    return get_object_or_404(rows, pk=pk)


def address_of_account(account: User) -> str:
    return reverse("account_show", args=[account.pk])


def page_of_account(title: str, account: User, button: str, lead: str = "", **more: str) -> FormPage:
    back = {"back": address_of_account(account), "back_words": f"{account.get_full_name()} ({account.username})"}
    return FormPage(section="accounts", title=title, button=button, lead=lead, **back, **more)


@require_http_methods(LISTED)
def account_list(request: HttpRequest) -> HttpResponseBase:
    administered(request)
    return list_page(request, ACCOUNTS)


@dataclass(frozen=True)
class RoleLine:
    """A role with the name of its body; `period` in words; `state`: its shape and word; `is_over`: it has ended."""

    membership: Membership
    body: str
    period: str
    state: tuple[str, str]
    is_over: bool


@dataclass(frozen=True)
class AccountPage:
    """An account; `state`: its shape and word; `factor`: the word of its second factor, `factor_at`: since when it
    has one, `factor_reset`: the request that waits for a second person; `accesses`: its last lines in the access log.
    """

    account: User
    state: tuple[str, str]
    is_locked: bool
    is_own: bool
    has_password: bool
    factor: str
    factor_at: datetime | None
    factor_reset: FactorReset | None
    has_single_sign_on: bool
    roles: list[RoleLine]
    accesses: list[AccessLog]
    history: History


@require_safe
def account_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account: its person, roles through time, last sign-ins and history."""
    account = account_found(request, pk)
    state = state_of(account)
    accesses = AccessLog.objects.visible_to(request.user).filter(actor=account)
    roles, today = _role_lines(account, request.user), timezone.localdate()
    held = {line.membership.role for line in roles if line.membership.starts_on <= today and not line.is_over}
    page = AccountPage(
        account=account,
        state=(SHAPES[state], str(state.label)),
        is_locked=state == AccountState.LOCKED,
        is_own=is_own(account, request.user),
        has_password=account.has_usable_password(),
        factor=str(factor_state(account, held, today).label),
        factor_at=account.second_factor.enrolled_at if is_enrolled(account) else None,
        factor_reset=_waiting_reset(account) if is_enrolled(account) else None,
        has_single_sign_on=provider.is_on(),
        roles=roles,
        accesses=list(accesses.order_by("-at", "-pk")[:SIGN_INS]),
        history=history_of(account.person, request.user),
    )
    return render(request, "accounts/administration/account.html", {"section": "accounts", **vars(page)})


def _waiting_reset(account: User) -> FactorReset | None:
    reset = account.factor_resets.filter(closed_at=None).first()
    return reset if reset and not is_over(reset, timezone.now()) else None


def _role_lines(account: User, user: User) -> list[RoleLine]:
    """Return the account's roles, the newest first; two queries."""
    rows = Membership.objects.visible_to(user).filter(user=account).select_related("organization")
    rows = list(rows.order_by("-starts_on", "-pk"))
    names = BodyNames([row.organization for row in rows])
    today = timezone.localdate()
    return [_role_line(row, names.at(row.organization_id, min(today, row.ends_on - timedelta(1)))) for row in rows]


def _role_line(membership: Membership, body: str) -> RoleLine:
    today = timezone.localdate()
    is_over, is_ahead = membership.ends_on <= today, membership.starts_on > today
    if is_over:
        state = ("lock", _("đã kết thúc"))
    else:
        state = ("todo", _("chưa bắt đầu")) if is_ahead else ("done", _("đang giữ"))
    return RoleLine(membership, body, _period(membership), state, is_over)


def _period(membership: Membership) -> str:
    since = short_date(membership.starts_on) if membership.starts_on.year > 1 else ""
    if membership.ends_on == FOREVER:
        return _("từ %(day)s") % {"day": since} if since else ""
    return f"{since} – {short_date(membership.ends_on - timedelta(1))}".strip()


@require_http_methods(FORMS)
def account_new(request: HttpRequest) -> HttpResponse:
    """Open an account for a person of the register or a new one, in one form; the page of its password follows."""
    administered(request)
    form = NewAccountForm(request.POST or None, user=request.user, instance=User(), initial=_initial_body(request))
    page = FormPage(
        section="accounts",
        title=_("Lập tài khoản"),
        lead=_("Lập xong, cổng cấp mật khẩu dùng một lần để trao cho người dùng."),
        back=reverse("account_list"),
        back_words=pgettext("plural", "Tài khoản"),
        button=_("Lập tài khoản"),
        template=SECTIONS,
    )

    def open_it(form: NewAccountForm) -> str:
        account = acts.open_account(form.instance, form.owner(), form.first_role(), request.user)
        messages.success(request, _("Đã lập tài khoản %s.") % account.username)
        return reverse("account_password", args=[account.pk])

    return form_page(request, form, open_it, page)


def _initial_body(request: HttpRequest) -> dict:
    """Return the body that the address names, for the form of its page's link; {} without one."""
    code = request.GET.get("body", "")
    body = Organization.objects.visible_to(request.user).filter(short_code=code).first() if code else None
    return {"organization": body.pk} if body else {}


@require_http_methods(FORMS)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_found(request, pk)
    page = page_of_account(_("Sửa tài khoản"), account, _("Lưu"))
    return record_page(request, AccountForm(request.POST or None, user=request.user, instance=account), page)


@require_http_methods(FORMS)
def account_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the account to another person, as a file of accounts can; its roles go with it."""
    account = account_found(request, pk)
    lead = _("Vai trò, mật khẩu và lịch sử đi theo tài khoản. Sau đó cấp mật khẩu dùng một lần cho người mới.")
    page = page_of_account(_("Chuyển tài khoản cho người khác"), account, _("Chuyển"), lead, template=SECTIONS)
    form = OwnerForm(request.POST or None, user=request.user, instance=account)

    def link(form: OwnerForm) -> str:
        cleaned = form.cleaned_data
        acts.link_to_other_person(form.instance, cleaned["revision"], request.user, cleaned["reason"])
        messages.success(request, _("Đã chuyển tài khoản."))
        return page.back

    return form_page(request, form, link, page)


@never_cache
@require_http_methods(FORMS)
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a new password is set; POST sets it and shows it, this once."""
    account = account_found(request, pk)
    form = ConfirmForm(request.POST or None, user=request.user, instance=account)
    page = page_of_account(
        _("Cấp mật khẩu dùng một lần"),
        account,
        _("Cấp và hiện mật khẩu"),
        lead=_("Mật khẩu cũ hết hiệu lực, phiên đang mở kết thúc. Chủ tài khoản, quản trị khác và lãnh đạo được báo."),
    )
    outcome, status = FormOutcome(), 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return show_new_password(request, account, page)
        except StepRefused as refused:
            outcome, status = FormOutcome(refused.messages), 409
    return show_form(request, form, page, outcome, status)


@sensitive_variables()
def show_new_password(request: HttpRequest, account: User, page: FormPage) -> HttpResponse:
    """Set a new password and show it, this once; `page`: on which it was confirmed. Raises StepRefused."""
    password = acts.issue_password(account, request.user)
    shown = {"section": page.section, "account": account, "password": password, "back": page.back}
    shown |= {"address": settings.SITE_URL + reverse("sign_in"), "until": account.first_password_until}
    return render(request, "accounts/administration/password.html", shown)


@require_http_methods(FORMS)
def account_lock(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_found(request, pk)
    lead = _("Người này không đăng nhập được nữa, phiên đang mở kết thúc. Mở khóa lại được; lịch sử giữ nguyên.")
    page = page_of_account(_("Khóa tài khoản"), account, _("Khóa"), lead)
    return _reasoned(request, account, acts.lock, page, _("Đã khóa."))


@require_http_methods(FORMS)
def account_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_found(request, pk)
    lead = _("Người này lại đăng nhập được bằng mật khẩu đang có, với những vai trò còn hiệu lực.")
    return _reasoned(
        request,
        account,
        acts.unlock,
        page_of_account(_("Mở khóa tài khoản"), account, _("Mở khóa"), lead),
        _("Đã mở khóa."),
    )


def _reasoned(request: HttpRequest, account: User, act: Callable, page: FormPage, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None, user=request.user, instance=account)

    def do(form: ReasonForm) -> str:
        act(form.instance, form.cleaned_data["revision"], request.user, form.cleaned_data["reason"])
        messages.success(request, done)
        return page.back

    return form_page(request, form, do, page)


@require_http_methods(FORMS)
def account_role_new(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_found(request, pk)
    membership = Membership(user=account, starts_on=timezone.localdate())
    form = NewRoleForm(request.POST or None, user=request.user, instance=membership)
    page = page_of_account(_("Giao vai trò"), account, _("Giao vai trò"), template=SECTIONS)

    def give(form: NewRoleForm) -> str:
        give_role(form.instance, request.user)
        messages.success(request, _("Đã giao vai trò."))
        return page.back

    return form_page(request, form, give, page)


@require_http_methods(FORMS)
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role on a day; one that hasn't begun by then is removed."""
    administered(request)
    rows = Membership.objects.visible_to(request.user).select_related("user__person", "organization")
    membership = get_object_or_404(rows.prefetch_related("organization__names"), pk=pk)
    form = EndRoleForm(request.POST or None, user=request.user, instance=membership)
    words = {"role": membership.get_role_display(), "body": membership.organization.full_name_at(timezone.localdate())}
    lead = _("%(role)s, %(body)s. Từ ngày ấy người này không còn thấy phần việc của vai trò.") % words
    page = page_of_account(_("Thôi vai trò"), membership.user, _("Thôi vai trò"), lead, template=SECTIONS)

    def end(form: EndRoleForm) -> str:
        acts.end_role(form.instance, form.cleaned_data["day"], form.cleaned_data["revision"], request.user)
        messages.success(request, _("Đã ghi ngày thôi vai trò."))
        return page.back

    return form_page(request, form, end, page)
