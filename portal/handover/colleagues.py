"""Pages on which an officer hands over to a colleague of the same body, and shows the colleague's slip."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.administration.forms import ConfirmForm
from accounts.administration.views import show_new_password
from accounts.handover.colleague import hand_over, may_show_slip, offices_of, refuse_many_slips
from accounts.people.models import User
from portal.handover.forms import ColleagueForm
from portal.handover.watchers import staff_for
from workflow.history.views import form_page, show_form
from workflow.records.pages import FormOutcome, FormPage
from workflow.records.refusals import StepRefused

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
def colleague_new(request: HttpRequest) -> HttpResponse:
    """Hand over to a colleague; 404 for whoever is no officer of a body."""
    if not offices_of(request.user, timezone.localdate()).exists():
        raise Http404
    form = ColleagueForm(request.POST or None, user=request.user, instance=User())
    page = FormPage(
        section="home",
        title=_("Bàn giao cho đồng nghiệp"),
        lead=_("Cho đồng nghiệp cùng cơ quan. Lịch sử giữ nguyên; cơ quan kiểm tra và cán bộ cùng cơ quan được báo."),
        back=reverse("home"),
        back_words=_("Việc cần làm"),
        button=_("Bàn giao"),
        template="inspections/criteria/form.html",
    )

    def do(form: ColleagueForm) -> str:
        now, office = timezone.now(), form.cleaned_data["office"]
        others = staff_for(office.organization_id, timezone.localdate(now))
        account = hand_over(office, form.colleague(), form.cleaned_data["last_day"], others, now)
        messages.success(request, _("Đã bàn giao cho %s.") % account.get_full_name())
        is_new = may_show_slip(request.user, account)
        return reverse("colleague_slip", args=[account.pk]) if is_new else reverse("home")

    return form_page(request, form, do, page)


@never_cache
@require_http_methods(FORMS)
def colleague_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the colleague's first password, made for this page; again only as long as it wasn't used."""
    account = get_object_or_404(User.objects.select_related("person"), pk=pk)
    if not may_show_slip(request.user, account):
        raise Http404
    if account.last_login:
        messages.info(request, _("%s đã đăng nhập, không cần phiếu nữa.") % account.get_full_name())
        return redirect("home")
    form = ConfirmForm(request.POST or None, user=request.user, instance=account)
    page = FormPage(
        section="home",
        title=_("Phiếu cho %s") % account.get_full_name(),
        lead=_("Mật khẩu lần đầu hiện một lần: in hoặc chép, trao tận tay. Hiện lại thì mật khẩu trước hết hiệu lực."),
        back=reverse("home"),
        back_words=_("Việc cần làm"),
        button=_("Hiện phiếu"),
    )
    outcome, status = FormOutcome(), 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            refuse_many_slips(request.user, timezone.now())
            return show_new_password(request, account, page)
        except StepRefused as refused:
            outcome, status = FormOutcome(refused.messages), 409
    return show_form(request, form, page, outcome, status)
