"""What the check page says of a paper: kind, number, date, issuer, whether it is in force, hashes; nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Organization
from reports.documents.compose import kind_of
from reports.documents.models import Document
from reports.documents.states import FROZEN, DocumentState
from reports.documents.verification.codes import read_code

# As values, a quarter cheaper than rows of five models; without the facts and the page, which weigh a hundred times as
# much.
READ = (
    *("pk", "kind", "state", "issued_on", "issuer_role", "delegation", "check_code", "sha256"),
    *("issuing_organization", "issuing_organization__short_code"),
    *("taken_number__printed", "pdf__content_type", "signed_file__sha256"),
)
Row = dict[str, Any]


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
    rows = Document.objects.public().exclude(check_code="").filter(check_code=read_code(typed)).order_by()
    found = rows.annotate(is_corrected=Exists(newer)).values("is_corrected", *READ)[:1]
    return next((_public(row) for row in found), None)


def _public(row: Row) -> PublicPaper:
    kind = kind_of(row["kind"])
    state, shape = _state(row["state"], row["is_corrected"])
    return PublicPaper(
        code=row["check_code"],
        kind=str(kind.name) if kind else row["kind"],
        number=row["taken_number__printed"] or "",
        day=row["issued_on"],
        issuer=_issuer(row),
        state=state,
        shape=shape,
        sha256=row["sha256"],
        signed_sha256=row["signed_file__sha256"] or "",
        is_archive=row["pdf__content_type"] == "application/zip",
    )


def _issuer(row: Row) -> str:
    """Return who issued it; a delegation's own name stands in the facts alone."""
    if row["issuer_role"] == "head" and row["delegation"]:
        return Document.objects.get(pk=row["pk"]).issuer_name
    body = Organization(pk=row["issuing_organization"], short_code=row["issuing_organization__short_code"])
    return body.full_name_at(row["issued_on"])


def _state(state: str, is_corrected: bool) -> tuple[str, str]:
    if state == DocumentState.REPLACED:
        return _("Đã được thay thế"), "stop"
    if is_corrected:
        return _("Có hiệu lực, đã được đính chính"), "warn"
    return _("Có hiệu lực"), "done"
