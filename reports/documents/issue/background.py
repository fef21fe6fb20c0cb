"""Long papers, which are printed in parts: their PDF is made in the background, one part after the other, and so are
their issues.

The number is reserved and the work is written in one transaction. Parts that are printed stay printed: a job that is
killed goes on with its part, a document that is issued again under its reserved number with the parts that are missing.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from reports.documents.issue.composing import kind_at
from reports.documents.issue.issuing import begin, resume
from reports.documents.issue.printing import sheet_of
from reports.documents.models import Document
from reports.documents.press import printed, process  # which is only half loaded where it sets the portal up itself
from reports.documents.press.render import EngineMissing
from workflow.jobs import batches
from workflow.models import Batch
from workflow.records.refusals import StepRefused, TakenAlready

DRAFT, ISSUE = "reports.print_draft", "reports.issue"
LAST = "issue"  # the item after the parts


def parts_of(document: Document) -> int:
    """Return in how many parts the draft is printed, 0 for one file; raises RuleSetMissing."""
    is_annex = document.facts.get("form") == "annex"  # the others need not be laid out for knowing it
    return len(sheet_of(document)["parts"]) if is_annex else 0


def work_on(document: Document) -> Batch | None:
    """Return the work on its issue, or else on its draft, that isn't finished."""
    kind = ISSUE if document.is_being_issued else DRAFT
    going_on = Batch.objects.filter(kind=kind, path=document.get_absolute_url(), finished_at=None)
    return going_on.order_by("-pk").first()


def print_draft(document: Document, actor: User) -> Batch:
    """Begin printing all parts of a draft, unless that is going on. Raises RuleSetMissing, StepRefused for a paper that
    has no parts.
    """
    count = parts_of(document)
    if not count or document.is_frozen:
        raise StepRefused([_("Văn bản này là một tệp, lập được ngay.")])
    return work_on(document) or _start(DRAFT, document, actor, count, "")


def issue_in_background(
    document: Document,
    actor: User,
    day: date,
    number: int | None = None,
    printed_number: str | None = None,
    now: datetime | None = None,
    reason: str = "",
) -> Batch:
    """Reserve the number and make the facts final, and begin printing; raises as `issue` does until then."""
    count = parts_of(document)
    return begin(
        document, actor, day, number, printed_number, now, reason,
        also=lambda: _start(ISSUE, document, actor, count, reason),
    )  # fmt: skip


def resume_in_background(document: Document, actor: User, reason: str = "") -> Batch:
    """Go on with an issue that was interrupted, unless it is going on. Raises TakenAlready where none was begun."""
    if not document.is_being_issued:
        raise TakenAlready([_("Văn bản hiện “%s”, không ban hành tiếp được.") % document.get_state_display()])
    return work_on(document) or _start(ISSUE, document, actor, parts_of(document), reason)


def _start(kind: str, document: Document, actor: User, count: int, reason: str) -> Batch:
    name = str(kind_at(document.kind).name)
    words = {DRAFT: _("Lập PDF: %s"), ISSUE: _("Ban hành: %s")}[kind]
    items = [(str(n), _("Phần %(n)d/%(count)d") % {"n": n, "count": count}) for n in range(1, count + 1)]
    if kind == ISSUE:
        items.append((LAST, _("Ban hành, sau khi in đủ các phần")))
    parameters = {"document": document.pk, "reason": reason, "back_words": _("Quay lại văn bản")}
    return batches.start(kind, actor, items, words % name, document.get_absolute_url(), **parameters)


# --- How one item is done --------------------------------------------------------------------------------------------
@batches.work(DRAFT, is_long=True)
def print_one(batch: Batch, key: str) -> str:
    """Print one part of the document as it is now."""
    document = Document.objects.get(pk=batch.parameters["document"])
    if batch.kind == ISSUE and not document.is_being_issued:
        raise StepRefused([_("Văn bản đã được trả lại, hoặc đã ban hành.")])
    sheet, n = sheet_of(document), int(key)
    try:
        is_done = n <= len(sheet["parts"]) and printed.print_part(sheet, n)
    except (EngineMissing, process.TooLong) as fault:
        raise StepRefused([str(fault)]) from fault
    if not is_done:
        raise StepRefused([_("Phần trước chưa in được, hoặc dự thảo đã đổi. Lập lại từ trang của văn bản.")])
    return _("Đã in.")


@batches.work(ISSUE, is_long=True)
def print_or_issue(batch: Batch, key: str) -> str:
    """Print one part; after the parts store them for good."""
    if key != LAST:
        return print_one(batch, key)
    document = Document.objects.get(pk=batch.parameters["document"])
    if document.is_frozen:  # by a job that was killed before it could write so
        return _("Đã ban hành.")
    resume(document, batch.actor, press=_printed_parts, reason=batch.parameters["reason"])
    return _("Đã ban hành.")


def _printed_parts(sheet: dict) -> bytes:
    pdf = printed.pdf_of(sheet)
    if pdf is None:
        raise StepRefused([_("Còn phần chưa in được. Mở lại trang ban hành để làm tiếp với số đã giữ.")])
    return pdf
