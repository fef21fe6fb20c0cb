"""The reader's own account with the switch of mails, and the list of mails for administrators."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.models import User
from accounts.second_factor.checks import is_enrolled
from portal.mails.forms import MailsWantedForm
from portal.mails.listings import MAILS
from workflow.history.acts import change
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page
from workflow.jobs import heartbeat
from workflow.models import Mail
from workflow.records import drafts
from workflow.records.pages import FormPage


@dataclass(frozen=True, kw_only=True)
class OwnAccountPage(FormPage):
    """The reader's own account; `sends_mail`: whether the portal has a mail server at all."""

    account: User
    has_second_factor: bool
    sends_mail: bool


@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """Show the reader's account; POST switches the mails on or off."""
    account = User.objects.visible_to(request.user).select_related("person").get(pk=request.user.pk)
    form = MailsWantedForm(drafts.typed(request), instance=account, user=request.user)

    def save(form):
        change(form.instance, request.user, form.cleaned_data["revision"])
        messages.success(request, _("Đã lưu. Lời nhắc vẫn hiện ở trang đầu, dù có nhận thư hay không."))
        return reverse("own_account")

    page = OwnAccountPage(
        section="home", title=_("Tài khoản của tôi"), lead=account.get_full_name(), button=_("Lưu"),
        back=reverse("home"), back_words=_("Việc cần làm"), template="portal/mails/own_account.html",
        account=account, has_second_factor=is_enrolled(request.user), sends_mail=settings.SENDS_MAIL,
    )  # fmt: skip
    return form_page(request, form, save, page)


@require_http_methods(LISTED)
def mail_list(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_administrator:
        raise Http404
    if request.method == "GET" and "export" not in request.GET and _nobody_sends():
        messages.warning(request, _("Thư đang chờ, nhưng chưa có tiến trình xử lý nào chạy (danvan-worker)."))
    return list_page(request, MAILS)


def _nobody_sends() -> bool:
    """Tell whether mails wait and no background work is done; two queries at most."""
    return Mail.objects.filter(state=Mail.State.WAITING).exists() and not heartbeat.is_alive()
