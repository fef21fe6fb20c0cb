"""Pages on how a body lays out its papers: its choices, who signs, the terms of its committee."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organization, Signatory
from accounts.organizations.signing import Signer, signers_at
from inspections.criteria.pages import sent, theirs_to_change
from reports.documents.compose import DocumentKind, kinds
from reports.documents.forms import PaperSettingsForm, SignatoryForm, TermForm
from reports.documents.models import DocumentTemplate, PaperSettings
from reports.documents.registers.models import Term
from reports.documents.views.numbers import FORM, bodies_of, writing
from reports.documents.wording import newest_of
from workflow.history.views import delete_page, record_page
from workflow.records.models import Record
from workflow.records.pages import FormPage


@dataclass(frozen=True)
class KindRow:
    """A kind of paper with the template that the body has of it; None: the portal's own words."""

    kind: DocumentKind
    template: DocumentTemplate | None


@dataclass(frozen=True)
class BodyPapers:
    """How one body's papers are laid out, signed and numbered; `may_lead`: the user may change the first two."""

    body: Organization
    name: str
    settings: PaperSettings
    signers: list[Signer]
    others: list[Signatory]
    terms: list[Term]
    templates: list[KindRow]
    may_lead: bool


@require_safe
def paper_settings_show(request: HttpRequest) -> HttpResponse:
    today, bodies = timezone.localdate(), bodies_of(request)
    templates = newest_of(bodies)
    shown = [
        BodyPapers(
            body=body,
            name=body.full_name_at(today),
            settings=_settings_of(body),
            signers=signers_at(body, today),
            others=list(body.signatories.select_related("person")),
            terms=list(body.terms.order_by("-starts_on")),
            templates=[KindRow(kind, templates.get((body.pk, kind.slug))) for kind in kinds().values()],
            may_lead=body.pk in request.user.reach.leader,
        )
        for body in bodies
    ]
    return render(request, "documents/screens/settings.html", {"section": "papers", "bodies": shown})


@writing
def paper_settings_edit(request: HttpRequest, code: str) -> HttpResponse:
    settings = _settings_of(_body(request, code))
    _refuse_others(request, settings)
    form = PaperSettingsForm(sent(request), instance=settings, user=request.user)
    return record_page(request, form, _page(_("Cách trình bày văn bản")), _done(request))


@writing
def term_new(request: HttpRequest, code: str) -> HttpResponse:
    term = Term(organization=_body(request, code))
    _refuse_others(request, term)
    return record_page(request, TermForm(sent(request), instance=term, user=request.user), _page(_("Thêm nhiệm kỳ")))


@writing
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Term.objects.filter(organization__in=request.user.reach.board)
    term = theirs_to_change(request, rows, pk=pk)
    return record_page(request, TermForm(sent(request), instance=term, user=request.user), _page(_("Sửa nhiệm kỳ")))


@writing
def signatory_new(request: HttpRequest, code: str) -> HttpResponse:
    signatory = Signatory(organization=_body(request, code))
    _refuse_others(request, signatory)
    form = SignatoryForm(sent(request), instance=signatory, user=request.user)
    return record_page(request, form, _page(_("Thêm người được ký")))


@writing
def signatory_edit(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = theirs_to_change(request, _signatories(request), pk=pk)
    form = SignatoryForm(sent(request), instance=signatory, user=request.user)
    return record_page(request, form, _page(_("Sửa người được ký")))


@writing
def signatory_delete(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(_signatories(request), pk=pk)
    return delete_page(request, signatory, signatory.organization, _page(_("Xóa người được ký")))


def _signatories(request):
    rows = Signatory.objects.filter(organization__in=request.user.reach.board)
    return rows.select_related("person", "organization")


def _settings_of(body: Organization) -> PaperSettings:
    return PaperSettings.objects.filter(organization=body).first() or PaperSettings(organization=body)


def _body(request, code) -> Organization:
    return get_object_or_404(Organization.objects.filter(pk__in=request.user.reach.board), short_code=code)


def _refuse_others(request, record: Record) -> None:
    if not record.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied


def _done(request):
    def tell(record):
        messages.success(request, _("Đã lưu. Văn bản đã ban hành không đổi."))
        return reverse("paper_settings_show")

    return tell


def _page(title: str) -> FormPage:
    return FormPage(
        section="papers",
        title=title,
        back=reverse("paper_settings_show"),
        back_words=_("Trình bày và ký văn bản"),
        button=_("Lưu"),
        template=FORM,
    )
