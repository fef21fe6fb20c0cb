from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access, acts, reset
from accounts.forms import LONGEST_NAME, ForgottenForm, LinkPasswordForm, OwnPasswordForm, RoleForm, SignInForm
from accounts.listings import ACCESS_LOG, ORGANIZATIONS, PEOPLE
from accounts.models import Membership, Organization, OrganizationSuccession, Person, names_with_signers
from accounts.passwords import password_told
from accounts.pickers import OrganizationPick, PersonPick
from accounts.states import Role
from danvan.panels import panels_for
from danvan.web import own_path
from workflow.history import history_of
from workflow.lists import LISTED, list_page
from workflow.models import KeptForm
from workflow.views import form_page, pick_page


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = password_told(form.user, form.user.last_login)
        login(request, form.user)
        if told:
            messages.warning(request, told)
        return redirect(target)
    return render(request, "accounts/sign_in.html", {"form": form, "next": target})


def sign_in_held_back(request, response=None, credentials=None, *args, **kwargs):
    """Too many wrong tries for this name from this address, or for all names from it; other places go on."""
    typed = {"username": request.POST.get("username", "")[:LONGEST_NAME]}
    context = {
        "form": SignInForm(request, initial=typed),
        "held_back_minutes": round(settings.AXES_COOLOFF_TIME * 60),
        "is_address_held_back": getattr(request, "is_address_held_back", False),
        "next": _safe_target(request),
    }
    return render(request, "accounts/sign_in.html", context, status=429)


@login_not_required  # whose session has run out is out already, and isn't asked to sign in for it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request):
    """Ends the session first; then offers what is unsent: what the server keeps, drafts in the browser by draft.js."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGOUT_REDIRECT_URL)
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    account, kept = request.user.pk, list(KeptForm.objects.visible_to(request.user))
    logout(request)
    if not kept and "drafts" not in request.POST:
        return redirect(settings.LOGOUT_REDIRECT_URL)
    context = {"account": account, "kept": kept, "days": settings.KEEP_FORMS_DAYS}
    return render(request, "accounts/signed_out.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    """Where a first password leads before any other page, and everybody who wants another one."""
    target = _safe_target(request)
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())  # this session goes on, the account's others end
        access.record(access.Kind.PASSWORD_CHANGED, request, actor=request.user)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của tài khoản đã kết thúc."))
        return redirect(target)
    return render(request, "accounts/password.html", {"form": form, "next": target})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request):
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and settings.SENDS_MAIL and form.is_valid():
        if reset.ask(request, form.cleaned_data["account"]):
            return redirect("password_sent")
        return render(
            request, "accounts/forgotten.html", {"form": form, "sends_mail": True, "is_held_back": True}, status=429
        )
    return render(request, "accounts/forgotten.html", {"form": form, "sends_mail": settings.SENDS_MAIL})


@login_not_required
@require_safe
def password_sent(request):
    return render(request, "accounts/forgotten_sent.html", {"hours": settings.RESET_LINK_HOURS})


@login_not_required
def password_reset(request, uidb64, token):
    """Django's page of a mailed link: it takes the token out of the address before it shows the form."""
    return _ByLink.as_view()(request, uidb64=uidb64, token=token)


class _ByLink(PasswordResetConfirmView):
    form_class = LinkPasswordForm
    template_name = "accounts/password_by_link.html"
    reset_url_token = "new"  # noqa: S105, the word that stands in the address in the token's place

    def get_user(self, uidb64):
        account = super().get_user(uidb64)
        return account if account and account.is_active else None

    def form_valid(self, form):
        response = super().form_valid(form)
        reset.done(self.request, form.user)
        messages.success(self.request, _("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu ấy."))
        return response

    def get_success_url(self):
        return resolve_url("sign_in")


def _safe_target(request):
    """Where to go after sign-in: a path of this site only."""
    target = own_path(request, request.POST.get("next") or request.GET.get("next"))
    return target or resolve_url(settings.LOGIN_REDIRECT_URL)


@require_safe
def organization_show(request, short_code):
    """One body: its names through time, whom it succeeded and who succeeded it; what it does is in panels."""
    today = timezone.localdate()
    rows = Organization.objects.visible_to(request.user).select_related("parent").with_place_name(today)
    organization = get_object_or_404(rows, short_code=short_code)
    successions = OrganizationSuccession.objects.of(organization)
    bodies = [organization, organization.parent, *(other for row in successions for other in (row.old, row.new))]
    prefetch_related_objects(list(filter(None, bodies)), names_with_signers())
    context = {
        "section": "organizations",
        "organization": organization,
        "names": sorted(organization.names.all(), key=lambda name: name.starts_on),
        "title": organization.full_name_at(organization.closed_on or today),
        "parent": organization.parent.full_name_at(today) if organization.parent else "",
        "predecessors": named(successions, organization, "old"),
        "successors": named(successions, organization, "new"),
        "panels": panels_for("organization", request, organization),
        "history": history_of(organization, request.user),
        "gives_roles": _leads(request.user, organization),
    }
    return render(request, "accounts/organization.html", context)


def named(successions, organization, side):
    """Pairs of a succession and the name on the day of the other body, which stands on that side of it."""
    rows = [row for row in successions if getattr(row, f"{side}_id") != organization.pk]
    return [(row, getattr(row, side).full_name_at(row.effective_on - timedelta(days=side == "old"))) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request, short_code):
    """A leader gives the portal's administrator a role in the leader's own body."""
    rows = Organization.objects.visible_to(request.user).prefetch_related("names")
    organization = get_object_or_404(rows, short_code=short_code)
    if not _leads(request.user, organization):
        raise PermissionDenied
    membership = Membership(organization=organization, starts_on=timezone.localdate())
    form = RoleForm(request.POST or None, user=request.user, instance=membership)
    page = {
        "section": "organizations",
        "title": _("Giao vai trò cho quản trị hệ thống"),
        "lead": _(
            "Quản trị không tự giao cho mình vai trò xem hay làm hồ sơ: lãnh đạo giao, và mọi quản trị được báo."
        ),
        "back": organization.get_absolute_url(),
        "back_words": organization.full_name_at(timezone.localdate()),
        "button": _("Giao vai trò"),
    }

    def give(form):
        acts.give_role(form.instance, request.user)
        messages.success(request, _("Đã giao vai trò."))
        return page["back"]

    return form_page(request, form, give, page)


def _leads(user, organization) -> bool:
    return f"{Role.LEADER} {organization.pk}" in user.reach.hats


@require_safe
def organization_pick(request):
    return pick_page(request, OrganizationPick())


@require_safe
def person_pick(request):
    return pick_page(request, PersonPick())


@require_http_methods(LISTED)
def organization_list(request):
    return list_page(request, ORGANIZATIONS)


# --- People ------------------------------------------------------------------------------------------------------
@require_http_methods(LISTED)
def person_list(request):
    return list_page(request, PEOPLE)


@require_http_methods(LISTED)
def access_log(request):
    """Who came in, who downloaded what: for administrators alone."""
    if not request.user.is_administrator:
        raise Http404
    return list_page(request, ACCESS_LOG)


@require_safe
def person_show(request, pk):
    """Somebody of the trade: position and body; what he or she does is in panels."""
    rows = Person.objects.visible_to(request.user).select_related("organization")
    person = get_object_or_404(rows.prefetch_related("organization__names"), pk=pk)
    body = person.organization.full_name_at(timezone.localdate()) if person.organization else ""
    context = {"section": "people", "person": person, "body": body}
    own = Organization.objects.visible_to(request.user).filter(pk=person.organization_id)
    context |= {"sees_body": own.exists(), "panels": panels_for("person", request, person)}
    context["history"] = history_of(person, request.user)
    return render(request, "accounts/person.html", context)
