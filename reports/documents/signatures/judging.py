"""Judges a signed copy before it is stored: what was read in the child process, and what a person has to look at."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.processes.apart import read_apart
from ground.processes.heavy import upload_turn
from ground.text import fold
from inspections.papers.uploads.judge import FAULTS
from reports.documents.models import Document
from reports.documents.signatures.models import SignedCopy, TrustedCertificate

Reading = dict[str, Any]
UNDOUBTED = "begins"


def read_copy(document: Document, content: bytes, kind: str, account: int) -> Reading:
    """Return what was read in a copy that was judged like every upload, with "doubts": the codes of what a person has
    to confirm. Raises ValidationError where it can't be the document's signed copy, and Busy.
    """
    with default_storage.open(document.pdf.key) as opened:
        issued = opened.read()
    roots = list(TrustedCertificate.objects.filter(is_trusted=True).values_list("pem", flat=True))
    header = {"issued": len(issued), "certificates": roots, "now": timezone.now().isoformat()}
    framed = json.dumps(header).encode() + b"\n" + issued + content
    with upload_turn(account) as held:
        module = "reports.documents.signatures.reading"
        found = read_apart(module, framed, settings.SIGNATURE_READ_SECONDS, held)
    if "fault" in found:
        raise ValidationError(_fault(found["fault"]))
    if kind == SignedCopy.Kind.DIGITAL and not found["signatures"]:
        raise ValidationError(
            _("Tệp không có chữ ký số nào. Ký tệp PDF của cổng bằng công cụ của cơ quan; bản chụp thì chọn “bản chụp”.")
        )
    return {**found, "has_roots": bool(roots), "doubts": doubts_about(found, names_on(document), bool(roots))}


def _fault(code: str) -> str:
    if code == "fields":
        return _("Tệp có ô để điền, không chỉ chữ ký. Ký lại từ tệp PDF của cổng.")
    return str(FAULTS[code])


def names_on(document: Document) -> list[str]:
    """Return the names that a certificate may have: of who signs the paper, or of its issuer, as agencies' seals do."""
    named = [signer.get("name", "") for signer in document.facts.get("signers", [])]
    return [*named, document.facts.get("issuer", ""), document.issuing_organization.full_name_at(document.issued_on)]


def doubts_about(found: Reading, names: list[str], has_roots: bool) -> list[str]:
    """Return the codes of what a person has to confirm, in the order of `shown.DOUBTS`; [] for a copy that begins with
    the issued bytes and is signed by whom the paper names.
    """
    signatures = found["signatures"]
    doubts = [] if found["match"] == UNDOUBTED else [found["match"]]
    if any(not each["is_intact"] for each in signatures):
        doubts.append("broken")
    if any(each["is_intact"] and each["changes"] == "other" for each in signatures):
        doubts.append("changed_after")
    if signatures and not any(_is_of(each, names) for each in signatures):
        doubts.append("other_signer")
    if any(each["is_expired"] for each in signatures):
        doubts.append("expired")
    if has_roots and any(each["is_intact"] and not each["is_trusted"] for each in signatures):
        doubts.append("untrusted")
    return doubts


def _is_of(signature: dict[str, Any], names: list[str]) -> bool:
    words = f" {fold(signature['name'])} "
    return any(f" {fold(name)} " in words for name in names if name)
