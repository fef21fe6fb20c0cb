from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.people.models import User
from accounts.second_factor.entering import BY_PROVIDER, SIGNED_ON, enter, to_sign_in
from accounts.single_sign_on import provider
from ground.web import own_path
from workflow.history.access import Kind, record

TARGET = "single_sign_on_target"
TYPED_LENGTH = 60  # of a name in the access log
BACKEND = "accounts.sign_in.backends.NameBackend"


@login_not_required
@never_cache
@require_GET
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Redirect to the provider; 404 where the portal has none."""
    if not provider.is_on():
        raise Http404
    target = own_path(request, request.GET.get("next")) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(target)
    for key in [key for key in dict(request.session) if key.startswith("_state_provider")]:
        del request.session[key]  # of a try that wasn't finished
    request.session[TARGET] = target
    from accounts.single_sign_on import protocol  # here, and not where the portal starts: it loads slowly

    try:
        return protocol.leave_for_sign_in(request)
    except provider.Fault as fault:
        return _refused(request, str(fault), target)


@login_not_required
@never_cache
@require_GET
def single_sign_on_back(request: HttpRequest) -> HttpResponse:
    """Sign in who comes back from the provider, to the account that an administrator has linked with the identity."""
    if not provider.is_on():
        raise Http404
    target = request.session.pop(TARGET, None) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(target)
    from accounts.single_sign_on import protocol

    try:
        identity = protocol.identity_of(request)
    except provider.Fault as fault:
        return _refused(request, str(fault), target)
    return _entered(request, identity, target)


def _entered(request: HttpRequest, identity: provider.Identity, target: str) -> HttpResponse:
    user = User.objects.select_related("person", "second_factor").filter(external_id=identity.value).first()
    if user is None or not user.is_active:
        label = _("đăng nhập một lần, chưa gắn với tài khoản đang dùng nào")
        record(Kind.REFUSED, request, actor=user, typed_name=identity.value[:TYPED_LENGTH] or "?", label=label)
        words = _(
            "%s đã nhận ra bạn, nhưng chưa có tài khoản đang dùng nào của cổng gắn với bạn: hỏi quản trị hệ thống."
        )
        return _refused(request, words % provider.shown_name(), target)
    user.backend = BACKEND
    request.sign_in_way = _("đăng nhập một lần")
    remembered = {SIGNED_ON: identity.sign_out_address, BY_PROVIDER: identity.has_second_factor}
    return enter(request, user, target, timezone.now(), remembered)


def _refused(request: HttpRequest, words: str, target: str) -> HttpResponse:
    messages.error(request, words)
    return to_sign_in(target)
