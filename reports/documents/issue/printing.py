"""What a document prints: a draft from its facts and texts, an issued one from what was frozen; its copy for Word."""

from django.utils import timezone

from inspections.models import Inspection
from reports.documents.compose import DocumentKind
from reports.documents.issue.composing import compose
from reports.documents.issue.drafts import issuing_body
from reports.documents.issue.issuing import Press, issued_bytes
from reports.documents.layout import lay_out
from reports.documents.models import Document
from reports.documents.press import render
from reports.documents.texts import with_own_texts
from reports.documents.wording import newest

# In the properties of the file, in Vietnamese like the paper itself.
NOTE_OF_ISSUED = "Văn bản có giá trị là bản PDF đã ban hành. Tệp Word này chỉ để đọc và chép lời văn."
NOTE_OF_DRAFT = "Dự thảo lần {n}, chưa có giá trị. Sửa xong, lấy lại ở trang dự thảo trên cổng."


def page_of(document: Document) -> str:
    """Return the document as an HTML page; raises RuleSetMissing for a draft."""
    if document.is_frozen:
        return document.html
    return render.html_of(sheet_of(document))


def pdf_of(document: Document, press: Press = render.pdf_apart) -> bytes:
    """Return the document's PDF. Raises RuleSetMissing, EngineMissing, process.TooLong for a draft; Altered for an
    issued one whose stored file was changed.
    """
    if document.is_frozen:
        return issued_bytes(document)
    return press(sheet_of(document))


def unsaved(kind: DocumentKind, inspection: Inspection) -> Document:
    """Return a draft about the inspection for the day of its last session, composed and not stored. Raises
    FactsMissing, RuleSetMissing, StepRefused.
    """
    days = [session.held_on for session in inspection.sessions.all() if session.held_on]
    day = max(days, default=timezone.localdate())
    document = Document(kind=kind.slug, inspection=inspection, delegation=inspection.delegation, effective_on=day)
    document.issuing_organization = issuing_body(document, day)
    document.template = newest(document.kind, document.issuing_organization_id)
    document.facts = compose(document, document.template)
    return document


def sheet_of(document: Document) -> dict:
    """Return the laid-out sheet of a draft, of final facts once it is being issued; raises RuleSetMissing."""
    return lay_out(document.facts if document.is_being_issued else with_own_texts(document.facts, document))


def word_of(document: Document) -> bytes:
    """Return the document as one Word file, a paper in parts too, since Word numbers its pages itself: a draft's can be
    taken back, an issued one's names the PDF as what holds. Raises RuleSetMissing.
    """
    from reports.documents.word.writing import docx_of  # python-docx takes longer to load than most rooms

    sheet = lay_out(document.facts) if document.is_frozen else sheet_of(document)
    author = document.issuing_organization.full_name_at(document.issued_on or document.effective_on)
    if document.is_frozen:
        return docx_of(sheet, author, NOTE_OF_ISSUED)
    return docx_of(sheet, author, NOTE_OF_DRAFT.format(n=document.draft_number), document.pk)
