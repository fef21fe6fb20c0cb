"""The editor of a template: the words of each place, the list of placeholders, and how a paper would read."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from inspections.criteria.pages import sent
from reports.documents.compose import DocumentKind, kind_of
from reports.documents.compose.kinds import COMPOSED
from reports.documents.models import DocumentTemplate
from reports.documents.views.numbers import writing
from reports.documents.views.wording.forms import TemplateForm
from reports.documents.views.wording.preview import Preview, preview_of
from reports.documents.wording import newest, write
from workflow.history.views import form_page, show_form
from workflow.records.pages import FormPage
from workflow.records.refusals import NotYours


@dataclass(frozen=True, kw_only=True)
class TemplatePage(FormPage):
    """The editor: `version` that is changed, 0 for the portal's own words; `preview` of what stands in the form."""

    kind: DocumentKind
    body: Organization
    version: int
    versions_url: str
    preview: Preview
    composed: str = COMPOSED


@writing
def template_edit(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show and store a body's wording for one kind of paper; with `preview`, show what is typed and store nothing."""
    body, kind = body_of(request, code), kind_or_404(slug)
    template = newest(kind.slug, body.pk)
    form = TemplateForm(sent(request), kind=kind, template=template)
    page = _page(request, form, body, template)
    if request.method == "POST" and "preview" in request.POST:
        if request.htmx:
            return render(
                request, "documents/screens/wording/_preview.html", {"preview": page.preview, "composed": COMPOSED}
            )
        return show_form(request, form, page)

    def save(form: TemplateForm) -> str:
        typed = form.cleaned_data
        try:
            new = write(kind, body, form.contents, request.user, typed["base"], typed["reason"])
        except NotYours as refused:
            raise PermissionDenied from refused
        messages.success(
            request, _("Đã lưu bản %d. Dự thảo đang mở được báo; văn bản đã ban hành không đổi.") % new.version
        )
        return page.versions_url

    return form_page(request, form, save, page)


def _page(
    request: HttpRequest, form: TemplateForm, body: Organization, template: DocumentTemplate | None
) -> TemplatePage:
    kind, today = form.kind, timezone.localdate()
    address = [body.short_code, kind.slug]
    return TemplatePage(
        section="papers",
        title=_("Mẫu câu chữ: %s") % kind.name,
        lead=body.full_name_at(today),
        back=f"{reverse('paper_settings_show')}#templates-{body.short_code}",
        back_words=_("Trình bày và ký văn bản"),
        button=_("Lưu bản mới"),
        template="documents/screens/wording/editor.html",
        kind=kind,
        body=body,
        version=template.version if template else 0,
        versions_url=reverse("template_versions", args=address),
        preview=preview_of(kind, body, form.contents, request.user, today, request.POST.get("about", "")),
    )


def body_of(request: HttpRequest, code: str) -> Organization:
    """Return an inspecting body that the user leads or works in; 404 else."""
    rows = Organization.objects.filter(pk__in=request.user.reach.board).prefetch_related("names")
    return get_object_or_404(rows, short_code=code)


def kind_or_404(slug: str) -> DocumentKind:
    kind = kind_of(slug)
    if kind is None:
        raise Http404
    return kind
