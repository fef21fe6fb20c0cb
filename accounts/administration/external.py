"""The page on which an administrator links an account with an identity of the single sign-on."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.administration import acts
from accounts.administration.views import FORMS, account_found, page_of_account
from accounts.people.models import User
from accounts.single_sign_on import provider
from workflow.history.views import form_page
from workflow.records.forms import RecordForm


class ExternalIdForm(RecordForm):
    class Meta:
        model = User
        fields = ["external_id"]
        labels = {"external_id": gettext_lazy("Mã người dùng ở nơi đăng nhập một lần")}
        help_texts = {"external_id": gettext_lazy("Chép đúng từ nơi ấy. Để trống: không đăng nhập một lần được nữa.")}
        widgets = {"external_id": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})}

    def clean_external_id(self) -> str:
        return provider.normal(self.cleaned_data["external_id"])


@require_http_methods(FORMS)
def account_external(request: HttpRequest, pk: int) -> HttpResponse:
    """Write which identity of the provider signs in to the account; 404 where the portal has no provider."""
    account = account_found(request, pk)
    if not provider.is_on():
        raise Http404
    lead = _(
        "Người có mã này ở %s vào được tài khoản mà không cần mật khẩu của cổng. "
        "Chủ tài khoản, quản trị khác và lãnh đạo được báo."
    )
    page = page_of_account(_("Đăng nhập một lần"), account, _("Lưu"), lead % provider.shown_name())
    form = ExternalIdForm(request.POST or None, user=request.user, instance=account)

    def link(form: ExternalIdForm) -> str:
        acts.link_to_identity(form.instance, form.cleaned_data["revision"], request.user)
        messages.success(request, _("Đã lưu."))
        return page.back

    return form_page(request, form, link, page)
