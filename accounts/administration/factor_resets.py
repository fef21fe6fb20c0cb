"""Pages on which two people reset somebody's second factor: one requests it, another confirms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.administration.forms import FactorResetForm
from accounts.administration.views import FORMS, account_found, page_of_account
from accounts.second_factor import acts
from accounts.second_factor.checks import why_not_closed
from accounts.second_factor.models import FactorReset
from workflow.history.views import form_page
from workflow.records.refusals import StepRefused


@require_http_methods(FORMS)
def account_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Request that an account's second factor be reset, with a reason."""
    account = account_found(request, pk)
    lead = _(
        "Cho người mất điện thoại và mã dự phòng. Kiểm tra đúng người rồi đề nghị; quản trị khác hoặc lãnh đạo duyệt "
        "thì khóa cũ mới bị xóa."
    )
    page = page_of_account(_("Đặt lại xác nhận hai bước"), account, _("Đề nghị"), lead)
    form = FactorResetForm(request.POST or None, user=request.user, instance=FactorReset())

    def ask(form: FactorResetForm) -> str:
        acts.request_reset(account, form.cleaned_data["reason"], request.user, timezone.localdate())
        messages.success(request, _("Đã đề nghị; quản trị khác và lãnh đạo được báo để duyệt."))
        return page.back

    return form_page(request, form, ask, page)


@require_http_methods(FORMS)
def factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request to its second person, who confirms or refuses it."""
    rows = FactorReset.objects.visible_to(request.user).select_related("account__person", "requested_by__person")
    reset, now, status = get_object_or_404(rows, pk=pk), timezone.now(), 200
    refusals = why_not_closed(reset, request.user, now)
    if request.method == "POST":
        try:
            return _closed(request, reset, now)
        except StepRefused as refused:
            refusals, status = refused.messages, 409
    context = {"section": "accounts", "reset": reset, "refusals": refusals}
    return render(request, "accounts/administration/factor_reset.html", context, status=status)


def _closed(request, reset, now) -> HttpResponse:
    is_confirmed = "refuse" not in request.POST
    acts.close_reset(reset.pk, request.user, now, is_confirmed)
    done = (
        _("Đã đặt lại; chủ tài khoản được báo.")
        if is_confirmed
        else _("Đã ghi là không duyệt; người đề nghị được báo.")
    )
    messages.success(request, done)
    return redirect("home")
