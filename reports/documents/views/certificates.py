"""Pages of the certificates by which signatures are trusted: administrators' alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from inspections.criteria.pages import sent
from reports.documents.signatures.certificates import set_trusted, trust
from reports.documents.signatures.models import TrustedCertificate
from reports.documents.signed_forms import CertificateForm
from reports.documents.views.drafts import FORM, writing
from workflow.history.views import form_page
from workflow.records.pages import FormPage


def _refuse_others(request: HttpRequest) -> None:
    """Raise 404 for everybody but administrators, as if there were no such page."""
    if not request.user.is_administrator:
        raise Http404


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    _refuse_others(request)
    rows = TrustedCertificate.objects.visible_to(request.user)
    return render(request, "documents/screens/certificates.html", {"section": "accounts", "rows": rows})


@writing
def certificate_new(request: HttpRequest) -> HttpResponse:
    _refuse_others(request)
    form = CertificateForm(sent(request), request.FILES if request.method == "POST" else None)
    page = FormPage(
        section="accounts",
        title=_("Nạp chứng thư tin cậy"),
        lead=_("Từ nay chữ ký có chứng thư do nơi này cấp hiện là tin cậy; bản đã đính kèm trước giữ nguyên kết quả."),
        back=reverse("certificate_list"),
        back_words=_("Chứng thư tin cậy"),
        button=_("Nạp"),
        template=FORM,
    )

    def act(form):
        count = trust(form.cleaned_data["file"], request.user)
        messages.success(request, ngettext("Đã nạp %d chứng thư.", "Đã nạp %d chứng thư.", count) % count)
        return reverse("certificate_list")

    return form_page(request, form, act, page)


@require_POST
def certificate_trust(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop trusting a certificate, or trust it again."""
    _refuse_others(request)
    row = get_object_or_404(TrustedCertificate.objects.visible_to(request.user), pk=pk)
    set_trusted(row, not row.is_trusted, request.user)
    return redirect("certificate_list")
