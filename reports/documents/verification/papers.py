"""What the check page says of a paper: kind, number, date, issuer, whether it is in force, hashes; nothing else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from reports.documents.compose import kind_of
from reports.documents.models import Document
from reports.documents.states import FROZEN, DocumentState
from reports.documents.verification.codes import read_code

# Without the facts and the page, which weigh a hundred times as much; a delegation's paper reads its own name there.
READ = (
    *("kind", "state", "issued_on", "issuer_role", "delegation", "check_code", "sha256"),
    *("taken_number__printed", "taken_number__document", "issuing_organization", "pdf__content_type"),
    "signed_file__sha256",
)


@dataclass(frozen=True)
class PublicPaper:
    """A paper as anybody sees it; `shape`: of its state; `is_archive`: issued as one archive of several PDFs."""

    code: str
    kind: str
    number: str
    day: date
    issuer: str
    state: str
    shape: str
    sha256: str
    signed_sha256: str
    is_archive: bool

    def match(self, sha256: str) -> str:
        """Return "issued" or "signed" for the hash of one of its files, "other" for any other."""
        if sha256 == self.sha256:
            return "issued"
        return "signed" if sha256 == self.signed_sha256 else "other"


def find_paper(typed: str) -> PublicPaper | None:
    """Return the paper of that code. None alike for a code that nobody has and for a paper that isn't public: one
    query, the same for both.
    """
    newer = Document.objects.filter(replaces=OuterRef("pk"), replaces_how="correction", state__in=FROZEN)
    rows = Document.objects.public().exclude(check_code="").filter(check_code=read_code(typed))
    rows = rows.select_related("taken_number", "issuing_organization", "pdf", "signed_file").only(*READ)
    document = rows.annotate(is_corrected=Exists(newer)).first()
    return _public(document, document.is_corrected) if document is not None else None


def _public(document: Document, is_corrected: bool) -> PublicPaper:
    kind, signed = kind_of(document.kind), document.signed_file
    state, shape = _state(document, is_corrected)
    taken = getattr(document, "taken_number", None)
    return PublicPaper(
        code=document.check_code,
        kind=str(kind.name) if kind else document.kind,
        number=taken.printed if taken else "",
        day=document.issued_on,
        issuer=document.issuer_name,
        state=state,
        shape=shape,
        sha256=document.sha256,
        signed_sha256=signed.sha256 if signed else "",
        is_archive=document.pdf.content_type == "application/zip",
    )


def _state(document: Document, is_corrected: bool) -> tuple[str, str]:
    if document.state == DocumentState.REPLACED:
        return _("Đã được thay thế"), "stop"
    if is_corrected:
        return _("Có hiệu lực, đã được đính chính"), "warn"
    return _("Có hiệu lực"), "done"
