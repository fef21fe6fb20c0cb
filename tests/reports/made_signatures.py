"""Certificates and signed PDFs as agencies' tools make them, made by the tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

A_YEAR = timedelta(days=365)
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


@dataclass(frozen=True)
class Holder:
    """Who has a certificate, with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self):
        return self.certificate.public_bytes(PEM)


def holder(name, issuer=None, begins=-A_YEAR, ends=A_YEAR):
    """Return one whose certificate `issuer` gave; without it an authority of its own."""
    key, now, is_authority = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), issuer is None
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, "Cơ quan thử"), (NameOID.COMMON_NAME, name)]
    subject = x509.Name([x509.NameAttribute(*part) for part in parts])
    built = x509.CertificateBuilder(issuer.certificate.subject if issuer else subject, subject, key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now + begins).not_valid_after(now + ends)
    built = built.add_extension(x509.BasicConstraints(is_authority, None), True)
    signs = not is_authority
    usage = x509.KeyUsage(signs, signs, False, False, False, is_authority, is_authority, False, False)
    built = built.add_extension(usage, True)
    return Holder(built.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def signed(content, by, field="ChuKy1", box=None):
    """Return the PDF with a signature appended, with a frame on its last page where `box` says."""
    private = by.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(by.certificate.public_bytes(DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    place = fields.SigFieldSpec(field, on_page=-1, box=box)
    writer = IncrementalPdfFileWriter(BytesIO(content))
    return signers.sign_pdf(writer, metadata, signer=signer, new_field_spec=place).getvalue()


def drawn_on(content, drawing=b"0 0 200 200 re f"):
    """Return the PDF with something drawn over its first page, appended like a signature is."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.find_page_for_modification(0)[0].get_object()
    added = writer.add_object(generic.StreamObject(stream_data=drawing))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)
    return written(writer)


def with_field(content):
    """Return the PDF with a box to be filled in beside its signatures."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    kind, name = generic.pdf_name("/FT"), generic.pdf_name("/T")
    box = generic.DictionaryObject({kind: generic.pdf_name("/Tx"), name: generic.pdf_string("x")})
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(box))
    writer.update_container(form["/Fields"])
    return written(writer)


def written(writer):
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
