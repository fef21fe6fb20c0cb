"""THE PAPERS: incoming ones (submissions) and outgoing ones (documents)."""

from reports.documents.models import (
    Document,
    DocumentTemplate,
    DocumentText,
    NumberRegister,
    TakenNumber,
)
from reports.submissions.models import Dossier, ReturnItem, Round, SectionText, SubmissionAttachment

__all__ = [
    "Document",
    "DocumentTemplate",
    "DocumentText",
    "Dossier",
    "NumberRegister",
    "ReturnItem",
    "Round",
    "SectionText",
    "SubmissionAttachment",
    "TakenNumber",
]
