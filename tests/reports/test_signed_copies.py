"""Signed copies taken back: what each kind of change comes to, who confirms it, and that nothing changes later."""

import json
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from inspections.papers.uploads import reading as uploads
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.steps import publish, submit
from reports.documents.layout import lay_out
from reports.documents.press.render import pdf_of
from reports.documents.signatures import reading, texts
from reports.documents.signatures.acts import add_signed, attach_signed
from reports.documents.signatures.judging import doubts_about, read_copy
from reports.models import SignedCopy, TrustedCertificate
from tests.reports.issued import DAY, NOW, READING, SIGNED, issued_by, refusal_of
from tests.reports.made_signatures import A_YEAR, DER, drawn_on, holder, signed, with_field
from tests.reports.sample_facts import sample
from workflow.records.refusals import NotYours

SIGNER = sample("conclusion-notice", "nd30")["signers"][0]["name"]


@pytest.fixture(scope="module")
def authority():
    return holder("Nơi cấp thử")


@pytest.fixture(scope="module")
def leader(authority):
    return holder(SIGNER, authority)


@pytest.fixture(scope="module")
def issued_pdf():
    return pdf_of(lay_out(sample("conclusion-notice", "nd30")))


@pytest.fixture(scope="module")
def other_pdf():
    facts = sample("conclusion-notice", "nd30")
    facts["sections"][0]["paragraphs"] = ["Câu này không có trong bản ban hành."]
    return pdf_of(lay_out(facts))


def read(issued, copy, *roots):
    certificates = [root.pem.decode() for root in roots]
    header = {"issued": len(issued), "certificates": certificates, "now": timezone.now().isoformat()}
    found = reading.read(json.dumps(header).encode() + b"\n" + issued + copy)
    assert uploads.read(copy) == {"type": "pdf", "mark": None}  # judged before, like every upload
    return found


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def with_other_signature(content):
    """Return the PDF with another last digit of the signature's value, which stands before the padding."""
    start = content.index(b"/Contents <")
    at = start + len(content[start : content.index(b">", start)].rstrip(b"0")) - 1
    return content[:at] + (b"2" if content[at : at + 1] == b"1" else b"1") + content[at + 1 :]


# --- What is recognised ----------------------------------------------------------------------------------------------
# Of each copy how it compares and what is doubtful; of each of its signatures whether it is intact, what came after.
RECOGNISED = {
    "signed": ("begins", [], [True], ["none"]),
    "signed twice": ("begins", [], [True, True], ["allowed", "none"]),
    "one byte of the paper changed": ("same_text", ["same_text", "broken"], [False], ["none"]),
    "one byte of the signature changed": ("begins", ["broken"], [False], ["none"]),
    "drawn on after signing": ("same_text", ["same_text", "changed_after"], [True], ["other"]),
    "drawn on before signing": ("same_text", ["same_text"], [True], ["none"]),
    "another text": ("differs", ["differs"], [True], ["none"]),
    "a wrong signer": ("begins", ["other_signer"], [True], ["none"]),
    "an expired certificate": ("begins", ["expired"], [True], ["none"]),
    "a foreign issuer": ("begins", ["untrusted"], [True], ["none"]),
    "not signed": ("same_text", ["same_text"], [], []),
}


@pytest.fixture(scope="module")
def copies(issued_pdf, other_pdf, authority, leader):
    expired = holder(SIGNER, authority, begins=-2 * A_YEAR, ends=-A_YEAR / 12)
    once = signed(issued_pdf, leader, box=(100, 100, 300, 160))
    return {
        "signed": once,
        "signed twice": signed(once, holder("Văn phòng", authority), "ChuKy2"),
        "one byte of the paper changed": flipped(once, 1000),
        "one byte of the signature changed": with_other_signature(once),
        "drawn on after signing": drawn_on(once),
        "drawn on before signing": signed(drawn_on(issued_pdf), leader),
        "another text": signed(other_pdf, leader),
        "a wrong signer": signed(issued_pdf, holder("Người Lạ", authority)),
        "an expired certificate": signed(issued_pdf, expired),
        "a foreign issuer": signed(issued_pdf, holder(SIGNER, holder("Nơi cấp khác"))),
        "not signed": issued_pdf,
    }


@pytest.mark.parametrize("what", RECOGNISED)
def test_each_change_is_recognised(what, copies, issued_pdf, authority):
    found = read(issued_pdf, copies[what], authority)
    seen = [[each[name] for each in found["signatures"]] for name in ("is_intact", "changes")]
    doubts = doubts_about(found, [SIGNER, "Ủy ban nhân dân tỉnh"], True)
    assert (found["match"], doubts, *seen) == RECOGNISED[what]


def test_who_signed_and_what_it_covers_is_read_also_without_a_trusted_issuer(copies, issued_pdf, authority):
    first = read(issued_pdf, copies["signed twice"], authority)["signatures"][0]
    assert (first["name"], first["organization"], first["issuer"]) == (SIGNER, "Cơ quan thử", "Nơi cấp thử")
    assert (first["covers"], first["is_trusted"], first["is_stamped"]) == ("revision", True, False)
    assert first["signed_at"]
    alone = read(issued_pdf, copies["signed"])
    assert (alone["signatures"][0]["is_trusted"], doubts_about(alone, [SIGNER], False)) == (False, [])


def test_differences_are_words_and_breaks_are_none(issued_pdf, other_pdf):
    found = read(issued_pdf, other_pdf)
    assert "Câu này không có" in " ".join(each["after"] for each in found["differences"])
    assert texts.differences(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"]) == (
        [{"before": "b", "after": "x"}, {"before": "", "after": "e"}],
        False,
    )
    many = [str(n) for n in range(200)]
    shown, is_cut = texts.differences(many, [word if int(word) % 2 else "x" for word in many])
    assert (len(shown), is_cut) == (60, True)


def test_a_scan_has_no_text_and_a_form_to_fill_in_is_refused(issued_pdf, leader):
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    target = BytesIO()
    blank.write(target)
    assert read(issued_pdf, target.getvalue())["match"] == "no_text"
    assert read(b"PK zip", issued_pdf)["match"] == "not_compared"
    with pytest.raises(reading.Fault) as refused:
        read(issued_pdf, with_field(signed(issued_pdf, leader)))
    assert refused.value.code == "fields"


# --- Pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def notice(inspection, minh, ngoc):
    draft = start_draft("conclusion-notice", inspection, minh, DAY, today=DAY)
    submit(draft, minh, now=NOW)
    return issued_by(ngoc, draft)


def bytes_of(file):
    with default_storage.open(file.key) as opened:
        return opened.read()


def sent(content, **typed):
    return {"kind": "digital", "is_not_secret": "on", "file": SimpleUploadedFile("TB ký.pdf", content), **typed}


def shown_again(page):
    """What the page sends back of the file that waits."""
    return {key: page.context["form"][key].value() for key in ("waiting_file", "seen")}


@pytest.mark.django_db
def test_minh_attaches_a_signed_copy_and_confirms_what_is_doubtful(notice, authority, minh, signed_in):
    issued, address = bytes_of(notice.pdf), reverse("document_step", args=[notice.pk, "sign"])
    minhs = signed_in(minh)
    assert minhs.post(address, sent(issued)).context["form"].errors["file"][0].startswith("Tệp không có chữ ký số")
    copy = signed(issued, holder("Người Lạ", authority))
    page = minhs.post(address, sent(copy))
    assert (page.status_code, list(page.context["form"].errors), page.context["form"].doubts) == (
        422,
        ["is_confirmed"],
        ["Không chữ ký nào mang tên người ký hay cơ quan ghi trên văn bản."],
    )
    assert "Người Lạ" in page.content.decode()
    shown = shown_again(page)
    other = signed(issued, holder("Người Khác", authority))
    swapped = minhs.post(address, sent(other, is_confirmed="on", seen=shown["seen"]))  # not the one that was shown
    assert (swapped.status_code, SignedCopy.objects.count()) == (422, 0)
    typed = {"kind": "digital", "is_not_secret": "on", "is_confirmed": "on", **shown}
    assert minhs.post(address, typed).status_code == 302
    row = notice.signed_copies.get()
    notice.refresh_from_db()
    assert (notice.state, notice.signed_file, row.added_by) == ("signed", row.file, minh)
    assert (row.reading["doubts"], bytes_of(row.file)) == (["other_signer"], copy)


@pytest.mark.django_db
def test_a_newer_copy_takes_the_place_with_a_reason(notice, authority, minh, lan, signed_in):
    certificate = TrustedCertificate(name="Nơi cấp thử", pem=authority.pem.decode(), fingerprint="1" * 64)
    certificate.valid_from = certificate.valid_until = NOW
    certificate.save()
    issued, minhs = bytes_of(notice.pdf), signed_in(minh)
    first = SignedCopy.objects.count()
    attach_signed(notice, SIGNED, minh, READING, "scan", now=NOW)
    notice.refresh_from_db()
    row = notice.signed_copies.get()
    again = reverse("document_signed_add", args=[notice.pk])
    better = signed(issued, holder(notice.facts["signers"][0]["name"], authority))
    assert "reason" in minhs.post(again, sent(better)).context["form"].errors
    assert minhs.post(again, sent(better, reason="Ký nhầm")).status_code == 302
    notice.refresh_from_db()
    newer = notice.signed_copies.first()
    assert (SignedCopy.objects.count(), notice.signed_file, newer.reason) == (first + 2, newer.file, "Ký nhầm")
    assert (newer.reading["match"], newer.reading["doubts"]) == ("begins", [])
    words = minhs.get(notice.get_absolute_url()).content.decode()
    assert [text in words for text in ("đúng tệp cổng ban hành", "Bản trước", "tin cậy", "thu hồi")] == [True] * 4
    publish(notice, minh, now=NOW)
    lans = signed_in(lan)
    files = [reverse("document_signed_file", args=[notice.pk, each.pk]) for each in (newer, row)]
    assert [lans.get(file).status_code for file in files] == [200, 404]
    assert b"".join(minhs.get(files[0]).streaming_content) == better
    assert [lans.get(again).status_code, lans.get(reverse("certificate_list")).status_code] == [404, 404]
    refusal_of(lambda: add_signed(notice, SIGNED, lan, {}, "digital", "x"), NotYours)


@pytest.mark.django_db
def test_a_signed_copy_stays_as_it_came(notice, authority, minh, signed_in):
    issued = bytes_of(notice.pdf)
    scan = sent(issued, kind="scan")
    address = reverse("document_step", args=[notice.pk, "sign"])
    minhs = signed_in(minh)
    page = minhs.post(address, scan)
    minhs.post(address, {"kind": "scan", "is_not_secret": "on", "is_confirmed": "on", **shown_again(page)})
    row = notice.signed_copies.get()
    assert "bản chụp của bản giấy đã ký" in minhs.get(notice.get_absolute_url()).content.decode()
    columns = ("key", "shown_key", "sha256", "size", "content_type", "original_name")
    for statement, pk in (
        ("UPDATE reports_signedcopy SET reason = 'x' WHERE id = %s", row.pk),
        ("DELETE FROM reports_signedcopy WHERE id = %s", row.pk),
        *((f"UPDATE inspections_storedfile SET {name} = '7' WHERE id = %s", row.file_id) for name in columns),
        ("UPDATE reports_document SET signed_file_id = NULL WHERE id = %s", notice.pk),
        ("UPDATE reports_document SET signed_file_id = pdf_id WHERE id = %s", notice.pk),
    ):
        with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [pk])
        assert "a signed copy is frozen" in str(refusal.value)


@pytest.mark.django_db
def test_thu_alone_says_whom_to_trust(authority, thu, minh, signed_in):
    thus, new = signed_in(thu), reverse("certificate_new")
    for content in (b"no certificate", b"-----BEGIN x", b"\x30\x82", b"#" * 300_000 + b"\n" + authority.pem):
        assert thus.post(new, {"file": SimpleUploadedFile("ca.cer", content)}).status_code == 422
    der = authority.certificate.public_bytes(DER)
    assert thus.post(new, {"file": SimpleUploadedFile("ca.cer", der)}).status_code == 302
    row = TrustedCertificate.objects.get()
    assert row.name in thus.get(reverse("certificate_list")).content.decode()
    trust = reverse("certificate_trust", args=[row.pk])
    minhs = signed_in(minh)
    assert [minhs.post(trust).status_code, minhs.get(new).status_code] == [404, 404]
    assert thus.post(trust).status_code == 302
    row.refresh_from_db()
    assert (row.is_trusted, TrustedCertificate.objects.visible_to(minh).exists()) == (False, False)
    assert thus.post(new, {"file": SimpleUploadedFile("ca.pem", authority.pem)}).status_code == 302  # the same again
    row.refresh_from_db()
    assert (row.is_trusted, TrustedCertificate.objects.count()) == (True, 1)


@pytest.mark.django_db
def test_only_issuers_that_are_trusted_now_count(notice, authority, minh):
    former = holder("Nơi cấp cũ")
    for n, (issuer, is_trusted) in enumerate([(authority, True), (former, False)], start=1):
        columns = {"pem": issuer.pem.decode(), "fingerprint": str(n) * 64, "valid_from": NOW, "valid_until": NOW}
        TrustedCertificate.objects.create(name=f"Nơi cấp {n}", issuer="", is_trusted=is_trusted, **columns)
    issued, name = bytes_of(notice.pdf), notice.facts["signers"][0]["name"]
    copies = [signed(issued, holder(name, issuer)) for issuer in (authority, former)]
    readings = [read_copy(notice, copy, "digital", minh.pk) for copy in copies]
    assert [reading["doubts"] for reading in readings] == [[], ["untrusted"]]
