"""One kind of paper for a whole campaign: what there is, what is still to do, and all of it as one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from zipstream import ZipStream

from ground.sheets.writing import csv_lines
from ground.web import zip_response
from inspections.models import Campaign
from reports.documents.compose.kinds import DocumentKind
from reports.documents.issue.many import SubjectPaper, draft_many, file_of, papers_of
from reports.documents.kinds_offered import kinds_for_many, may_draft
from reports.documents.listings import number_of
from reports.documents.models import Document
from reports.documents.press.joined import joined
from workflow.history import access
from workflow.records.refusals import StepRefused

NAMED = 50  # inspections that the page names; of more the rest is counted


@dataclass(frozen=True)
class ManyPage:
    """`kind`: None until one was chosen; `ready`: papers whose file can be sent; `can`: those to draft or print."""

    campaign: Campaign
    kinds: list[DocumentKind]
    kind: DocumentKind | None
    ready: list[SubjectPaper]
    can: list[SubjectPaper]
    cannot: list[SubjectPaper]
    may_begin: bool
    most: int = NAMED


@require_http_methods(["GET", "HEAD", "POST"])
def document_many(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the papers of the chosen kind are; a POST begins to draft and print what is still to do."""
    campaign, today = _campaign(request, code), timezone.localdate()
    may_begin = may_draft(campaign, request.user, today)
    if request.method == "POST":
        if not may_begin:
            raise PermissionDenied
        return _begin(request, campaign, _kind(request.POST.get("kind", "")))
    kind = _kind(request.GET.get("kind", ""))
    page = _page(request, campaign, kind, may_begin, today)
    return render(request, "documents/screens/many.html", {"section": "papers", **vars(page)})


def _begin(request: HttpRequest, campaign: Campaign, kind: DocumentKind | None) -> HttpResponse:
    page = reverse("document_many", args=[campaign.code])
    if kind is None:
        messages.error(request, _("Chọn loại văn bản."))
        return redirect(page)
    path = f"{page}?{urlencode({'kind': kind.slug})}"
    try:
        return redirect("batch_show", draft_many(campaign, kind.slug, request.user, path).pk)
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
        return redirect(path)


def _page(
    request: HttpRequest, campaign: Campaign, kind: DocumentKind | None, may_begin: bool, today: date
) -> ManyPage:
    papers = papers_of(campaign, kind.slug, request.user, today) if kind else []
    return ManyPage(
        campaign=campaign,
        kinds=kinds_for_many(),
        kind=kind,
        ready=[each for each in papers if each.is_ready],
        can=[each for each in papers if each.is_to_do],
        cannot=[each for each in papers if each.why],
        may_begin=may_begin,
    )


def _campaign(request: HttpRequest, code: str) -> Campaign:
    return get_object_or_404(Campaign.objects.inside(request.user), code=code)


def _kind(slug: str) -> DocumentKind | None:
    return next((kind for kind in kinds_for_many() if kind.slug == slug), None)


# --- As one file -----------------------------------------------------------------------------------------------------
@require_safe
def document_many_zip(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send all papers of the kind that are issued or printed as one zip, with a list of all bodies."""
    campaign, kind, papers = _chosen(request, code)
    name = f"{kind.name} {campaign.code}"
    return access.export(request, name, "", lambda: zip_response(zip_of(papers, str(kind.name)), f"{name}.zip"))


@require_safe
def document_many_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the same papers as one PDF to print; `two-sided` lets each begin on a new sheet."""
    campaign, kind, papers = _chosen(request, code)
    name, is_two_sided = f"{kind.name} {campaign.code}", "two-sided" in request.GET

    def make() -> HttpResponseBase:
        content = joined((_content(each.document) for each in papers if each.is_ready), is_two_sided)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf")
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return access.export(request, name, "PDF", make)


def _chosen(request: HttpRequest, code: str) -> tuple[Campaign, DocumentKind, list[SubjectPaper]]:
    campaign, kind = _campaign(request, code), _kind(request.GET.get("kind", ""))
    if kind is None:
        raise Http404
    papers = papers_of(campaign, kind.slug, request.user, timezone.localdate())
    if not any(each.is_ready for each in papers):
        raise Http404
    return campaign, kind, papers


def zip_of(papers: list[SubjectPaper], kind: str) -> ZipStream:
    """Return the zip of the papers that are ready, and a list of all; `kind`: its name."""
    made, rows = ZipStream(sized=False), []
    for n, each in enumerate(papers, start=1):
        path = f"{n:03d} {each.name} ({each.inspection.reference}).pdf".replace("/", "-") if each.is_ready else ""
        rows.append(_row(n, each, path))
        if each.is_ready:
            made.add(_pieces(each.document), path)
    head = [
        _("STT"),
        _("Đơn vị"),
        _("Mã cuộc kiểm tra"),
        _("Số, ký hiệu"),
        _("Trạng thái"),
        _("Tệp"),
        _("Vì sao chưa có"),
    ]
    made.add(b"".join(csv_lines(head, rows)), _("Danh mục %s.csv") % kind)
    return made


def _row(n: int, each: SubjectPaper, path: str) -> list:
    document = each.document
    state = document.get_state_display() if document else ""
    why = each.why or ("" if each.is_ready else _("Chưa lập, chưa in hoặc đã đổi sau khi in."))
    return [n, each.name, each.inspection.reference, number_of(document) if document else "", state, path, why]


def _pieces(document: Document) -> Iterator[bytes]:
    """Read the file only when its turn comes."""
    yield _content(document)


def _content(document: Document) -> bytes:
    """Return the PDF; one that went away meanwhile breaks the answer off, so that nobody takes it for whole."""
    content = file_of(document)
    if content is None:
        raise FileNotFoundError(document.pk)
    return content
