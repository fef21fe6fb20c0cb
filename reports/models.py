"""THE PAPERS: incoming ones (submissions) and outgoing ones (documents)."""

from reports.documents.models import (
    Document,
    DocumentTemplate,
    DocumentText,
    PaperSettings,
)
from reports.documents.registers.models import NumberRegister, TakenNumber, Term
from reports.documents.signatures.models import SignedCopy, TrustedCertificate
from reports.submissions.models import Dossier, DraftValue, ReturnItem, Round, SectionText, SubmissionAttachment
from reports.submissions.questions.models import Question

__all__ = [
    "Document",
    "DocumentTemplate",
    "DocumentText",
    "Dossier",
    "DraftValue",
    "NumberRegister",
    "PaperSettings",
    "Question",
    "ReturnItem",
    "Round",
    "SectionText",
    "SignedCopy",
    "SubmissionAttachment",
    "TakenNumber",
    "Term",
    "TrustedCertificate",
]
