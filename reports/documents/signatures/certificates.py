"""Certificates that an administrator loads, at which chains of trust may end."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from accounts.people.models import User
from reports.documents.signatures.models import TrustedCertificate
from workflow.history.acts import change, create

CERTIFICATE_BYTES = 200_000
NAMES = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)
LONGEST_NAME = 300


@dataclass(frozen=True)
class Found:
    """A certificate in a file, as it is stored."""

    name: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str
    pem: str


def certificates_in(content: bytes) -> list[Found]:
    """Return the certificates of a file, PEM or DER; [] for anything else."""
    try:
        if b"-----BEGIN" in content:
            return [_found(each) for each in x509.load_pem_x509_certificates(content)]
        return [_found(x509.load_der_x509_certificate(content))]
    except ValueError:
        return []


def _found(certificate: x509.Certificate) -> Found:
    return Found(
        name=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
    )


def _name(name: x509.Name) -> str:
    """Return the most telling part of a name."""
    for part in NAMES:
        values = name.get_attributes_for_oid(part)
        if values:
            return str(values[0].value)[:LONGEST_NAME]
    return name.rfc4514_string()[:LONGEST_NAME]


def trust(found: list[Found], actor: User) -> int:
    """Store the certificates, and trust those again that were trusted before; return how many are new."""
    count = 0
    for each in found:
        row = TrustedCertificate.objects.filter(fingerprint=each.fingerprint).first()
        if row is None:
            create(TrustedCertificate(**vars(each)), actor)
            count += 1
        elif not row.is_trusted:
            set_trusted(row, True, actor)
            count += 1
    return count


def set_trusted(row: TrustedCertificate, is_trusted: bool, actor: User) -> None:
    """Trust the certificate or no longer; what was read in copies before stays as it was read."""
    row.is_trusted = is_trusted
    change(row, actor, row.revision)
