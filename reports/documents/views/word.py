"""A document as a Word file, and a draft's Word file taken back."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ground.processes.heavy import count_export, turn
from ground.web import as_busy
from inspections.criteria.pages import sent
from inspections.papers.uploads import pending
from inspections.papers.uploads.judge import TYPES
from reports.documents.forms import FromWordForm
from reports.documents.issue.from_word import BackSlot, NotOurs, Returned, Standing, compare, read_word, take_from_word
from reports.documents.issue.printing import word_of
from reports.documents.layout import RuleSetMissing
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document
from reports.documents.views.changes import Piece, changed_pieces
from reports.documents.views.drafts import document_of, page_of_document, writable, writing
from reports.documents.views.prints import refused_page
from workflow.history import access
from workflow.records.pages import FormPage
from workflow.records.refusals import NotYours, StepRefused


@require_GET
def document_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the Word file: of a draft to be finished in Word, of an issued document to be read and quoted."""
    document = document_of(request, pk)
    try:
        with turn():
            count_export(request.user.pk)
            content = word_of(document)
    except RuleSetMissing as refusal:
        return refused_page(request, document, refusal, status=409)
    label = " ".join(filter(None, [kind_name(document.kind), number_of(document)]))
    access.record(access.Kind.DOWNLOADED, request, actor=request.user, subject=document, label=f"{label[:193]} (Word)")
    return _response(content, document, label)


def _response(content: bytes, document: Document, label: str) -> HttpResponse:
    """Return the file, its name in ASCII for old programs and in Vietnamese for others (RFC 6266)."""
    words = _("%s (bản Word, không thay bản PDF)") if document.is_frozen else _("%s (dự thảo)")
    name = words % label.replace("/", "-")
    response = HttpResponse(content, content_type=TYPES["docx"])
    plain = f"{document.kind}-{document.pk}.docx"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}.docx"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- Taken back ------------------------------------------------------------------------------------------------------
@writing
def document_from_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft's Word file; one that is this draft's leads on to the comparison, another is refused with the way
    for papers made outside of the portal.
    """
    document = writable(request, pk)
    form = FromWordForm(sent(request), request.FILES if request.method == "POST" else None, account=request.user.pk)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                compare(document, read_word(file.content, request.user.pk))
                token = pending.keep(request.user.pk, file.name, file.content)
                return redirect("document_compare_word", pk, token)
            except NotOurs as refused:
                refusal = refused.messages[0]
            except (RuleSetMissing, ValidationError) as refused:
                form.add_error("file", _words_of(refused))
    context = {"form": form, "not_ours": refusal, "document": document, **vars(_page(document))}
    return as_busy(render(request, "documents/screens/from_word.html", context, status=status), form.busy)


def _words_of(refused: Exception) -> list[str]:
    return refused.messages if isinstance(refused, StepRefused | ValidationError) else [str(refused)]


def _page(document: Document) -> FormPage:
    return page_of_document(document, _("Lấy lại bản Word đã sửa"), _("So sánh"))


@dataclass(frozen=True)
class ComparedSlot:
    """A slot that differs, for the screen: its words with what changed, and why it can't be chosen, "" if it can."""

    slot: BackSlot
    pieces: list[Piece]
    reason: str


@writing
def document_compare_word(request: HttpRequest, pk: int, token: UUID) -> HttpResponse:
    """Show what the Word file changes, slot by slot; POST takes those that were ticked."""
    document = writable(request, pk)
    file = pending.find(request.user.pk, token)
    if file is None:
        messages.info(request, _("Tệp Word này đã được lấy, hoặc đã quá hạn giữ. Gửi lại nếu cần."))
        return redirect(document)
    status, refusal = 200, ""
    try:
        found = read_word(file.read(), request.user.pk)
        returned = compare(document, found)
    except (RuleSetMissing, StepRefused, ValidationError) as refused:
        return refused_page(request, document, StepRefused(_words_of(refused)), status=409)
    if request.method == "POST":
        try:
            return _taken(request, document, returned, token)
        except NotYours as refused:
            raise PermissionDenied from refused
        except StepRefused as refused:
            returned, status, refusal = compare(document, found), 409, refused.messages[0]
    context = {"file_name": file.name, "refusal": refusal, "document": document, **vars(_page(document))}
    context |= {"rows": [_compared(slot) for slot in returned.slots], "returned": returned, "notes": _notes(returned)}
    context["outside"] = _changed_lines(returned.before.split("\n"), returned.outside.split("\n"))
    return render(request, "documents/screens/compare_word.html", context, status=status)


def _taken(request: HttpRequest, document: Document, returned: Returned, token: UUID) -> HttpResponse:
    keys = request.POST.getlist("slot")
    if not keys:
        raise StepRefused([_("Chưa chọn phần nào. Đánh dấu phần muốn lấy.")])
    count = take_from_word(document, returned, keys, request.user)
    pending.drop(request.user.pk, token)
    messages.success(request, _("Đã lấy %d phần từ bản Word.") % count)
    return redirect(f"{document.get_absolute_url()}#slots")


def _compared(slot: BackSlot) -> ComparedSlot:
    return ComparedSlot(slot, changed_pieces(slot.before, slot.after), reason_of(slot))


def reason_of(slot: BackSlot) -> str:
    """Return why a slot can't be chosen; "" for one that can."""
    return {
        Standing.OFFERED: "",
        Standing.LATE: _("Phần này đã đổi trên cổng sau khi tải tệp Word: chép phần cần lấy vào ô này trên cổng."),
        Standing.EMPTY: _("Trong tệp, phần này trống: cổng giữ nguyên. Muốn bỏ lời văn riêng thì làm ở trang dự thảo."),
        Standing.GONE: _("Trong tệp không còn phần này: cổng giữ nguyên."),
        Standing.UNKNOWN: _("Dự thảo không còn phần này: lời văn trong tệp không có chỗ lấy về."),
        Standing.REFUSED: slot.refusal,
    }[slot.standing]


def _changed_lines(before: list[str], after: list[str]) -> list[list[Piece]]:
    """Return of the lines outside of slots those that differ, each group as its pieces."""
    runs = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(before[a:b], after[c:d]) for tag, a, b, c, d in runs if tag != "equal"]
    return [changed_pieces("\n".join(old), "\n".join(new)) for old, new in changed]


def _notes(returned: Returned) -> list[str]:
    """Return what of the file isn't taken as it stands there."""
    left = {
        "footnote": _("Chú thích cuối trang không lấy về được."),
        "picture": _("Hình trong lời văn không lấy về được."),
        "box": _("Chữ trong khung, hộp văn bản không lấy về được."),
    }
    notes = [left[what] for what in returned.left]
    if returned.changes:
        notes.append(_("Tệp còn theo dõi thay đổi: cổng đọc như đã chấp nhận mọi thay đổi."))
    if returned.comments:
        notes.append(_("Tệp có bình luận: bình luận không lấy về."))
    return notes
