"""Reads the signatures of a PDF with pyHanko. It never asks the network: a chain of trust ends at the certificates that
the administrator has loaded, or nowhere, and revocation isn't checked.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import KeyUsageConstraints, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

SIGNATURES_MAX = 20
SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
ONLY_SIGNED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
# Of older objects, by their kind, what a signing tool may change for its first signature.
MAY_CHANGE = {"/Catalog": {"/AcroForm", "/Extensions", "/DSS", "/Version", "/Perms"}, "/Page": {"/Annots"}}
ABOUT_THE_FILE = {"/ModDate", "/Producer"}
UNREADABLE = (PdfError, SignatureValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError)
COVERS = {SignatureCoverageLevel.ENTIRE_FILE: "whole", SignatureCoverageLevel.ENTIRE_REVISION: "revision"}


def signatures_of(content: bytes, roots: Iterable[str], now: datetime) -> list[dict[str, Any]]:
    """Return what is known of each signature, in the order in which they were made; [] for a file without any."""
    if b"/ByteRange" not in content:
        return []
    anchors = [Certificate.load(pem.unarmor(root.encode())[2]) for root in roots]  # PEM
    try:
        embedded = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
    except UNREADABLE:
        return [_broken()]
    return [_signature(each, anchors, now) for each in embedded[:SIGNATURES_MAX]]


def _signature(embedded: EmbeddedPdfSignature, anchors: list[Certificate], now: datetime) -> dict[str, Any]:
    try:
        certificate = embedded.signer_cert
        status = validate_pdf_signature(embedded, _trust(certificate, anchors, now), key_usage_settings=SIGNING)
    except UNREADABLE:
        return _broken()
    stamp = status.timestamp_validity
    is_stamped = bool(stamp and stamp.valid and stamp.intact)
    at = stamp.timestamp if is_stamped else status.signer_reported_dt
    return {
        **_who(certificate),
        "signed_at": at.isoformat() if at else "",
        "is_stamped": is_stamped,
        "is_intact": bool(status.intact and status.valid),
        "covers": COVERS.get(status.coverage, "part"),
        "changes": _changes(status.modification_level),
        "is_trusted": bool(status.trusted),
        "is_expired": _is_expired(certificate, at, now),
    }


def _broken() -> dict[str, Any]:
    """Return the line of a signature that can't be read: somebody changed it, or no tool wrote it like this."""
    nothing = dict.fromkeys(
        ("name", "organization", "issuer", "valid_from", "valid_until", "fingerprint", "signed_at"), ""
    )
    flags = {"is_stamped": False, "is_intact": False, "is_trusted": False, "is_expired": False}
    return {**nothing, **flags, "covers": "part", "changes": "other"}


def _who(certificate: Certificate) -> dict[str, str]:
    subject, issuer, validity = (
        certificate.subject.native,
        certificate.issuer.native,
        certificate["tbs_certificate"]["validity"],
    )
    return {
        "name": _one(subject.get("common_name")),
        "organization": _one(subject.get("organization_name")),
        "issuer": _one(issuer.get("common_name")) or _one(issuer.get("organization_name")),
        "valid_from": validity["not_before"].native.isoformat(),
        "valid_until": validity["not_after"].native.isoformat(),
        "fingerprint": certificate.sha256.hex(),
    }


def _one(value: Any) -> str:
    """Return a name as text; certificates may have several of a kind."""
    return ", ".join(value)[:300] if isinstance(value, list) else str(value or "")[:300]


def _trust(certificate: Certificate, anchors: list[Certificate], now: datetime) -> ValidationContext:
    """Return the context in which the chain is built: as on a day on which the certificate was valid, because whether
    it has expired is said apart.
    """
    validity = certificate["tbs_certificate"]["validity"]
    first, last = validity["not_before"].native, validity["not_after"].native - timedelta(seconds=1)
    moment = max(first, min(now, last))
    return ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _is_expired(certificate: Certificate, signed_at: datetime | None, now: datetime) -> bool:
    """Tell whether the certificate isn't valid now, or wasn't when it signed."""
    validity = certificate["tbs_certificate"]["validity"]
    first, last = validity["not_before"].native, validity["not_after"].native
    return any(not first <= moment <= last for moment in (now, signed_at or now))


def _changes(level: ModificationLevel | None) -> str:
    """Return "none", "allowed" (further signatures, what belongs to them) or "other"."""
    if level == ModificationLevel.NONE:
        return "none"
    return "allowed" if level in ONLY_SIGNED else "other"


# --- What was added to the issued file -------------------------------------------------------------------------------
def is_only_signed_since(issued: bytes, copy: bytes) -> bool:
    """Tell whether nothing but signatures was added to the issued file, whose bytes the copy begins with.

    Between the issued file and its first signature it is compared here, because pyHanko's own rules want a form that
    is there already; after it by pyHanko.
    """
    try:
        reader = PdfFileReader(BytesIO(copy), strict=False)
        first = next(iter(reader.embedded_regular_signatures), None)
        base = PdfFileReader(BytesIO(issued), strict=False).total_revisions
        if first is None or not base <= first.signed_revision:
            return False
        return _is_first_signing(reader, base, first.signed_revision)
    except UNREADABLE:
        return False


def _is_first_signing(reader: PdfFileReader, base: int, signed: int) -> bool:
    """Tell whether the revisions from `base` to `signed` change of older objects only what a signature needs."""
    before, after = reader.get_historical_resolver(base - 1), reader.get_historical_resolver(signed)
    if before.root_ref.idnum != after.root_ref.idnum:
        return False
    refs = set().union(*(reader.xrefs.explicit_refs_in_revision(each) for each in range(base, signed + 1)))
    older = [ref for ref in refs if reader.xrefs.get_historical_ref(ref, base - 1) is not None]
    return all(_may_change(before.get_object(ref), after.get_object(ref)) for ref in older)


def _may_change(old: Any, new: Any) -> bool:
    """Tell whether an older object may be like this in the signed file: catalogue and pages refer to the signature."""
    if isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject):
        return _are_only_added(old, new)
    if not (isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject)):
        return _bytes_of(old) == _bytes_of(new)
    if isinstance(old, generic.StreamObject):
        is_metadata = old.get("/Type") == new.get("/Type") == "/Metadata"
        return is_metadata or (_bytes_of(old) == _bytes_of(new) and old.encoded_data == new.encoded_data)
    allowed = MAY_CHANGE.get(str(old.get("/Type", "")), ABOUT_THE_FILE)
    changed = {key for key in old.keys() | new.keys() if _entry(old, key) != _entry(new, key)}
    return changed <= allowed and (
        "/Annots" not in changed or _are_only_added(old.get("/Annots", generic.ArrayObject()), new["/Annots"])
    )


def _are_only_added(old: list, new: list) -> bool:
    """Tell whether the annotations of a page are the older ones and fields of signatures."""
    before = [_bytes_of(old.raw_get(n)) for n in range(len(old))]
    added = [new[n] for n in range(len(new)) if _bytes_of(new.raw_get(n)) not in before]
    return len(new) - len(added) == len(old) and all(each.get("/FT") == "/Sig" for each in added)


def _entry(thing: generic.DictionaryObject, key: str) -> bytes:
    return _bytes_of(thing.raw_get(key)) if key in thing else b""


def _bytes_of(thing: generic.PdfObject) -> bytes:
    target = BytesIO()
    if isinstance(thing, generic.StreamObject):
        thing = generic.DictionaryObject({key: thing.raw_get(key) for key in thing})
    thing.write_to_stream(target, None)
    return target.getvalue()
