"""Views of the files of self-reports: added, removed, sent one by one and as a zip."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ground.storage import CannotStore
from ground.web import as_busy, zip_response
from inspections.campaigns.models import Campaign
from inspections.papers.uploads.several import ONE_BY_ONE
from inspections.papers.views import send_file, send_picture
from reports.submissions.attachments.names import names_of_files
from reports.submissions.attachments.zips import files_for_zip, zip_of
from reports.submissions.contents.written import questions_of
from reports.submissions.files import SameFile, add_files, owners_in, remove_file, why_closed
from reports.submissions.forms import FilesForm
from reports.submissions.models import Dossier, SubmissionAttachment
from reports.submissions.pages.files import find_dossier, names_of
from reports.submissions.querysets import SubmissionFileQuerySet
from workflow.history import access
from workflow.records import drafts, tokens
from workflow.records.refusals import StepRefused

SECTION = "inspections"


def _writes(request: HttpRequest, dossier: Dossier) -> bool:
    return "officer" in dossier.roles_of(request.user, timezone.localdate())


def _attachment(request: HttpRequest, pk: int) -> SubmissionAttachment:
    rows = SubmissionAttachment.objects.visible_to(request.user)
    return get_object_or_404(rows.for_names(), pk=pk)


# --- Adding, removing ------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Add files to a part of the report: the one named in the address, or chosen in the form."""
    dossier = find_dossier(request.user, reference)
    if not _writes(request, dossier):
        raise PermissionDenied
    form = _form(request, dossier)
    refusal = []
    if form.is_bound and form.is_valid():
        try:
            return _added(request, dossier, form)
        except StepRefused as refused:
            refusal = refused.messages
        except CannotStore as fault:
            form.add_error("files", str(fault))
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    if request.method == "POST" and ONE_BY_ONE in request.headers:
        return as_busy(JsonResponse({"fault": form.first_fault(refusal)}, status=status), form.busy)
    context = {"section": SECTION, "dossier": dossier, "form": form, "refusal": refusal, **names_of(dossier)}
    context["closed"] = why_closed(dossier, owner=None)
    return as_busy(render(request, "reports/submissions/files.html", context, status=status), form.busy)


def _form(request: HttpRequest, dossier: Dossier) -> FilesForm:
    owners, wanted = owners_in(questions_of(dossier)), request.GET.get("for", "")
    if request.method != "POST" and why_closed(dossier, owners[-1]):
        owners = owners[:1]
    known = {owner.key for owner in owners}
    files = request.FILES if request.method == "POST" else None
    initial = {"owner": wanted if wanted in known else ""}
    return FilesForm(drafts.typed(request), files, owners=owners, account=request.user.pk, initial=initial)


def _added(request: HttpRequest, dossier: Dossier, form: FilesForm) -> HttpResponse:
    made = _add_files_once(request, dossier, form)
    form.received()
    if ONE_BY_ONE in request.headers:
        return drafts.received(request, JsonResponse({"stored": [each.file.original_name for each in made]}))
    messages.success(request, _("Đã lưu tệp."))
    at = dossier.get_absolute_url()
    return drafts.received(request, redirect(f"{at}#{form.chosen_owner.key or 'files'}"))


def _add_files_once(request: HttpRequest, dossier: Dossier, form: FilesForm) -> list[SubmissionAttachment]:
    """Store the files; the same submission again, by a double click or a reload, stores nothing and isn't refused."""
    token = tokens.token_of(dossier.pk, tokens.digest_of(request))
    try:
        with transaction.atomic():
            made = add_files(dossier, form.chosen_owner, form.cleaned_data["files"], request.user)
            if not tokens.earlier_page(request.user, token):
                tokens.store(request.user, token, dossier.get_absolute_url())
            return made
    except SameFile:
        if not tokens.earlier_page(request.user, token):
            raise
        return []


@require_POST
def dossier_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of the report that is being written."""
    rows = SubmissionAttachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(rows.filter(dossier__in=Dossier.objects.own(request.user)), pk=pk)
    dossier = find_dossier(request.user, attachment.dossier.inspection.reference)
    if not _writes(request, dossier):
        raise PermissionDenied
    try:
        remove_file(attachment)
        messages.success(request, _("Đã bỏ tệp “%s”.") % attachment.file)
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
    return redirect(f"{dossier.get_absolute_url()}#files")


# --- Sent to readers -------------------------------------------------------------------------------------------------
@require_safe
def dossier_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file of a report, as an attachment under its name in the dossier."""
    attachment = _attachment(request, pk)
    if not attachment.may_be_opened_by(request.user):
        raise Http404
    return send_file(request, attachment, attachment.file, names_of_files([attachment])[pk])


@require_safe
def dossier_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a photo of a report: the portal's own JPEG of it."""
    attachment = _attachment(request, pk)
    return send_picture(request, attachment, attachment.file)


@require_safe
def dossier_zip(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Send all files of a report that the reader may open as one zip."""
    dossier = find_dossier(request.user, reference)
    rows = SubmissionAttachment.objects.visible_to(request.user).filter(dossier=dossier)
    return _zip(request, rows, reference, has_folders=False)


@require_safe
def campaign_zip(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the files of all reports of a campaign that the reader may open as one zip, a folder each."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    rows = SubmissionAttachment.objects.visible_to(request.user).of_campaign(campaign)
    return _zip(request, rows, code, has_folders=True)


def _zip(request: HttpRequest, rows: SubmissionFileQuerySet, name: str, has_folders: bool) -> HttpResponseBase:
    files = files_for_zip(rows)
    if not files:
        raise Http404

    def make() -> HttpResponseBase:
        return zip_response(zip_of(files, has_folders), f"{name}.zip")

    return access.export(request, _("Tệp của báo cáo %s") % name, "", make)
