"""Files of a self-report one by one and as a zip: their names, photos, what is logged, and what nobody can change."""

import csv
import hashlib
import io
import zipfile
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from inspections.models import StoredFile
from inspections.papers.uploads.judge import TYPES
from reports.models import Dossier, SubmissionAttachment
from reports.submissions.attachments.zips import files_for_zip, zip_of
from tests.inspections.attachments.typed_papers import NOTICE, REPORT, kept
from tests.inspections.papers.made_evidence import photo, workbook
from tests.reports.self_reports.sent_files import chosen, file_at, files_in, removal
from workflow.models import AccessLog
from workflow.records.refusals import TakenAlready
from workflow.steps.acts import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_waits")]
ACCEPTED = "Cơ quan kiểm tra đã nhận báo cáo: không thêm được tệp nữa. Cần bổ sung thì hỏi cơ quan kiểm tra."


def picture_at(attachment):
    return reverse("dossier_picture", args=[attachment.pk])


def one(officer, path, content, name="Báo cáo.pdf", **changed):
    return officer.post(path, chosen(content, name=name, **changed), headers={"X-One-File": "1"})


def members(response):
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


def name_sent(response):
    return unquote(response["Content-Disposition"].partition("''")[2])


# --- Names -----------------------------------------------------------------------------------------------------------
def test_a_file_is_sent_under_campaign_subject_part_and_number_and_logged_under_its_own_name(
    officer, files_page, key_of, lan, at
):
    names = ["Báo cáo “cuối”.pdf", "Biên bản.pdf", "a" * 251 + ".pdf"]
    owners = [f"value-{key_of('1.4')}", f"value-{key_of('1.4')}", "text-survey"]
    for n, (name, owner) in enumerate(zip(names, owners, strict=True)):
        officer.post(files_page, chosen(REPORT + b"%%%d" % n, name=name, owner=owner))
    first, second, third = SubmissionAttachment.objects.order_by("pk")
    officer.post(removal(first))
    responses = [officer.get(file_at(each)) for each in (second, third)]
    subject = "DVCQ2026-UBND xã Cần Đước"
    assert [name_sent(each) for each in responses] == [f"{subject}-1.4-2.pdf", f"{subject}-mục I-1.pdf"]
    assert (responses[0]["Content-Type"], responses[0]["X-Content-Type-Options"]) == (TYPES["pdf"], "nosniff")
    assert b"".join(responses[0]) == REPORT + b"%1"
    logged = AccessLog.objects.filter(actor=lan, kind="downloaded").order_by("pk").values_list("label", flat=True)
    assert list(logged) == [name[:200] for name in names[1:]]
    page = officer.get(at()).content.decode()
    sha256 = hashlib.sha256(REPORT + b"%1").hexdigest()
    assert [text in page for text in ("Biên bản.pdf", f"{subject}-1.4-2.pdf", sha256)] == [True] * 3
    assert (lan.get_full_name() in page, second.file.key in page) == (True, False)


# --- Photos ----------------------------------------------------------------------------------------------------------
def test_a_photo_is_shown_as_our_own_picture_and_its_original_comes_only_as_an_attachment(
    dossier, officer, signed_in, minh, hoa, files_page, at
):
    original = photo("HEIF", (300, 200))
    assert one(officer, files_page, original, "IMG_1.HEIC").json() == {"stored": ["IMG_1.HEIC"]}
    made = SubmissionAttachment.objects.get()
    shown = officer.get(picture_at(made))
    picture = Image.open(io.BytesIO(b"".join(shown)))
    assert (shown["Content-Type"], shown["Content-Disposition"], picture.format) == ("image/jpeg", "inline", "JPEG")
    assert (dict(picture.getexif()), picture_at(made) in officer.get(at()).content.decode()) == ({}, True)
    sent = officer.get(file_at(made))
    assert (sent["Content-Disposition"].startswith("attachment"), b"".join(sent)) == (True, original)
    assert [signed_in(user).get(picture_at(made)).status_code for user in (hoa, minh)] == [404, 404]
    one(officer, files_page, REPORT)
    plain = SubmissionAttachment.objects.latest("pk")
    assert officer.get(picture_at(plain)).status_code == 404
    StoredFile.objects.filter(pk=made.file_id).update(scan_state=StoredFile.Scan.INFECTED)
    assert officer.get(picture_at(made)).status_code == 404


# --- One by one ------------------------------------------------------------------------------------------------------
def test_files_that_come_one_by_one_are_answered_one_by_one(officer, files_page, dossier, settings):
    assert one(officer, files_page, REPORT).json() == {"stored": ["Báo cáo.pdf"]}
    assert one(officer, files_page, REPORT).json() == {"stored": []}  # the same once more: nothing, and no fault
    before = kept()
    same = one(officer, files_page, REPORT, "khac.pdf")
    assert (same.status_code, same.json()) == (409, {"fault": "Tệp “khac.pdf” đã có ở mục này; không gửi lại lần nữa."})
    secret = one(officer, files_page, workbook("MẬT").made(), "a.xlsx")
    assert (secret.status_code, secret.json()["fault"][:19]) == (422, "Tệp mang dấu “MẬT”.")
    empty = officer.post(files_page, chosen(files=[SimpleUploadedFile("a.pdf", b"")]), headers={"X-One-File": "1"})
    assert empty.json() == {"fault": "Tệp rỗng. Chọn lại tệp có nội dung."}
    settings.HEAVY_PER_PROCESS = 0
    busy = one(officer, files_page, NOTICE)
    assert (busy.status_code, busy["Retry-After"], "Chờ ít giây" in busy.json()["fault"]) == (503, "5", True)
    assert (kept(), files_in(dossier)) == (before, [("Báo cáo.pdf", "")])


# --- The zip ---------------------------------------------------------------------------------------------------------
SUBJECT = "DVCQ2026-UBND xã Cần Đước"


def test_the_zip_has_all_files_that_its_reader_may_open_and_their_list(dossier, officer, attached, lan, at):
    assert officer.get(at("files.zip")).status_code == 404  # there is nothing yet
    attached(REPORT, "text-survey", name="=cmd.pdf")
    attached(NOTICE, scan_state=StoredFile.Scan.INFECTED)
    answer, name = officer.get(at("files.zip")), f"{SUBJECT}-mục I-1.pdf"
    with members(answer) as package:
        assert package.namelist() == ["Danh mục tệp.csv", name]
        assert package.read(name) == REPORT
        rows = list(csv.reader(io.TextIOWrapper(package.open("Danh mục tệp.csv"), "utf-8-sig"), delimiter=";"))
    said = (name, "=cmd.pdf", hashlib.sha256(REPORT).hexdigest())
    assert (rows[1][0], rows[1][1].lstrip("'"), rows[1][-1]) == said
    reference = dossier.inspection.reference
    assert answer["Content-Disposition"] == f'attachment; filename="{reference}.zip"'
    assert AccessLog.objects.filter(actor=lan, kind="exported").latest("pk").label.endswith(reference)


def test_a_zip_opens_for_those_who_inspect_once_they_opened_the_round(
    dossier, officer, signed_in, attached, cast_of_zip, at, typed
):
    attached(REPORT, "text-survey")
    readers = {name: signed_in(user) for name, user in cast_of_zip.items()}
    assert [name for name, reader in readers.items() if reader.get(at("files.zip")).status_code == 200] == [
        "lan",
        "khoa",
    ]
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    for step, name in (("send", "lan"), ("read", "minh")):
        take(Dossier.objects.get(pk=dossier.pk), step, cast_of_zip[name])
    assert readers["minh"].get(at("files.zip")).status_code == 200
    campaign = reverse("campaign_zip", args=[dossier.inspection.campaign.code])
    with members(readers["minh"].get(campaign)) as package:
        assert f"{dossier.inspection.reference} UBND xã Cần Đước/{SUBJECT}-mục I-1.pdf" in package.namelist()
    assert [readers[name].get(campaign).status_code for name in ("hoa", "tuyet")] == [404, 404]
    overview = reverse("report_overview", args=[dossier.inspection.campaign.code])
    assert campaign in readers["minh"].get(overview).content.decode()


@pytest.fixture
def cast_of_zip(minh, lan, khoa, hoa, tuyet):
    return {"minh": minh, "lan": lan, "khoa": khoa, "hoa": hoa, "tuyet": tuyet}


def test_a_zip_asks_the_database_as_often_for_one_file_as_for_many(
    attached, dossier, django_assert_num_queries, django_assert_max_num_queries
):
    attached(REPORT)
    rows = SubmissionAttachment.objects.filter(dossier=dossier)
    with django_assert_max_num_queries(5) as one_file:
        zip_of(files_for_zip(rows), has_folders=True)
    for n in range(5):
        attached(REPORT + b"%%%d" % n, "text-survey")
    with django_assert_num_queries(len(one_file.captured_queries)):
        zip_of(files_for_zip(rows), has_folders=True)


# --- Accepted, frozen ------------------------------------------------------------------------------------------------
def test_once_it_is_accepted_no_file_comes_in(sent_report, officer, files_page, attached, lan, minh, at):
    take(sent_report, "read", minh)
    assert officer.post(files_page, chosen(REPORT, name="ban ky.pdf")).status_code == 302  # the signed copy
    take(Dossier.objects.get(pk=sent_report.pk), "accept", minh)
    before = kept()
    page = officer.post(files_page, chosen(NOTICE))
    assert (page.status_code, page.context["refusal"], kept()) == (409, [ACCEPTED], before)
    assert one(officer, files_page, NOTICE).json() == {"fault": ACCEPTED}
    with pytest.raises(TakenAlready):
        attached(NOTICE)
    shown = officer.get(files_page).content.decode()
    assert (ACCEPTED in shown, 'type="file"' in shown) == (True, False)
    assert files_page not in officer.get(at()).content.decode()


@pytest.fixture
def sent_report(dossier, lan, officer, at, typed, attached):
    """Lan has sent her report with a file of one section."""
    attached(REPORT, "text-survey")
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    take(Dossier.objects.get(pk=dossier.pk), "send", lan)
    dossier.refresh_from_db()
    return dossier


def refused_by_the_database(change):
    with pytest.raises(DatabaseError, match="a sent file is frozen"), transaction.atomic():
        change()
    return True


def test_the_database_itself_keeps_the_files_of_a_sent_round(sent_report, attached, minh, lan, hoa):
    made, own = sent_report.files.get(), attached(NOTICE)
    later = SubmissionAttachment.objects.filter(pk=made.pk)
    links = SubmissionAttachment.rounds.through.objects.filter(submissionattachment=made)
    bytes_of = StoredFile.objects.filter(pk=made.file_id)
    for change in (
        lambda: later.update(section="plans"),
        lambda: later.update(file=own.file),
        lambda: later.update(added_by=hoa),
        lambda: bytes_of.update(sha256="0" * 64),
        lambda: bytes_of.update(key="khac"),
        lambda: bytes_of.update(original_name="khac.pdf"),
        lambda: links.delete(),
        lambda: links.update(submissionattachment=own),
        lambda: later.delete(),
    ):
        assert refused_by_the_database(change)
    bytes_of.update(scan_state=StoredFile.Scan.CLEAN)  # which is found out later
    assert later.update(removed_at=timezone.now()) == 1
    assert refused_by_the_database(lambda: later.update(removed_at=None))


def test_the_database_itself_adds_no_file_to_a_round_withdrawn_accepted_or_of_another_body(
    sent_report, attached, minh, lan, at, typed, officer
):
    first = sent_report.rounds.get()
    take(sent_report, "withdraw", lan)
    drafted = attached(NOTICE)
    assert refused_by_the_database(lambda: drafted.rounds.add(first))
    take(Dossier.objects.get(pk=sent_report.pk), "send", lan)
    second = sent_report.rounds.get(n=2)
    stranger = Dossier.objects.exclude(pk=sent_report.pk).first()
    theirs = SubmissionAttachment.objects.create(dossier=stranger, file=drafted.file, added_by=lan)
    assert refused_by_the_database(lambda: theirs.rounds.add(second))
    for step in ("read", "accept"):
        take(Dossier.objects.get(pk=sent_report.pk), step, minh)
    late = SubmissionAttachment.objects.create(dossier=sent_report, file=drafted.file, added_by=lan, section="plans")
    assert refused_by_the_database(lambda: late.rounds.add(second))
