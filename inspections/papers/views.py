from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ground.storage import CannotStore
from ground.web import as_busy
from inspections.papers.models import OfficialPaper, StoredFile
from inspections.papers.uploads import pending
from inspections.papers.uploads.several import OneFileForm
from workflow.history.access import Kind, record
from workflow.models import Record


@require_safe
def paper_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file of a paper as an attachment to users who may see the paper, and log the download."""
    paper = get_object_or_404(OfficialPaper.objects.visible_to(request.user).select_related("file"), pk=pk)
    if not paper.download_url:
        raise Http404
    return send_file(request, paper, paper.file)


def send_file(request: HttpRequest, owner: Record, file: StoredFile, name: str = "") -> FileResponse:
    """Send the bytes as an attachment under `name`, else the name that people know, and log the download of `owner`."""
    content = default_storage.open(file.key)
    record(Kind.DOWNLOADED, request, actor=request.user, subject=owner, label=file.original_name[:200])
    response = FileResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or file.original_name)}"
    response["Content-Length"] = file.size
    response["X-Content-Type-Options"] = "nosniff"
    return response


def send_picture(request: HttpRequest, owner: Record, file: StoredFile) -> FileResponse:
    """Show our own JPEG of a picture, and log it as a download of `owner`: it has no location and no foreign bytes.
    Raises Http404 for what is no picture or can't be opened yet.
    """
    if not (file.may_be_opened and file.shown_key):
        raise Http404
    content = default_storage.open(file.shown_key)
    record(Kind.DOWNLOADED, request, actor=request.user, subject=owner, label=file.original_name[:200])
    response = FileResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def hold_file(request: HttpRequest) -> HttpResponse:
    """Judge a file that came alone, and let it wait for its sender's form, which names it by the token in the answer.
    The caller has found that the sender may send that form.
    """
    form = OneFileForm(request.POST, request.FILES, account=request.user.pk)
    if not form.is_valid():
        return as_busy(JsonResponse({"fault": form.first_fault()}, status=422), form.busy)
    [file] = form.cleaned_data["files"]
    try:
        token = pending.keep(request.user.pk, file.name, file.content)
    except CannotStore as fault:
        return JsonResponse({"fault": str(fault)}, status=422)
    return JsonResponse({"stored": [file.name], "token": str(token)})
