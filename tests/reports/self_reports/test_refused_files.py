"""Files of a self-report that are refused: each fault has its message, and nothing is stored."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.full_disk import full_after
from tests.inspections.attachments.typed_papers import NOTICE, REPORT, kept
from tests.inspections.papers.made_evidence import old_excel, workbook
from tests.inspections.papers.made_files import encrypted_pdf, scanned_pdf
from tests.reports.self_reports.sent_files import chosen, files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_waits")]
OF_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SECRET = "Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật."
GONE = "Có tệp chờ quá lâu nên cổng không còn giữ. Chọn lại các tệp."
AGAIN = "Trang không giữ tệp đã chọn: chọn lại tệp."


NO_PASSWORD = "Tệp có mật khẩu hoặc hạn chế quyền. Mở tệp, bỏ mật khẩu rồi lưu lại, hoặc in ra PDF mới."


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"files": None}, {"files": ["Chưa chọn tệp nào."]}),
        ({"files": None, "waiting_files": "0b5f4f8e-0000-4000-8000-000000000000"}, {"files": [GONE]}),
        ({"files": None, "waiting_files": "../1/x"}, {"files": ["Chưa chọn tệp nào."]}),
        ({"files": [SimpleUploadedFile("rong.pdf", b"")]}, {"files": ["Tệp rỗng. Chọn lại tệp có nội dung.", AGAIN]}),
        ({"files": [SimpleUploadedFile("khoa.pdf", encrypted_pdf())]}, {"files": [f"khoa.pdf: {NO_PASSWORD}", AGAIN]}),
    ],
    ids=["nothing", "nothing waits", "no token", "empty", "locked"],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(officer, files_page, dossier, changed, wrong):
    before = kept()
    page = officer.post(files_page, chosen(REPORT, owner="text-survey", **changed))
    assert (page.status_code, page.context["form"].errors) == (422, wrong)
    assert page.context["form"]["owner"].value() == "text-survey"
    assert (kept(), files_in(dossier)) == (before, [])


FAULTS_SAID = {
    "empty": (b"", "a.pdf", "Tệp rỗng. Chọn lại tệp có nội dung."),
    "not taken": (b"MZ" + b"0" * 99, "a.pdf", "Cổng không nhận loại nội dung này, dù tên tệp ghi thế nào."),
    "another ending": (scanned_pdf(), "a.docx", "không khớp nội dung .pdf"),
    "a password": (old_excel(more=[(0x2F, bytes(6))]), "a.xls", NO_PASSWORD),
    "damaged": (b"\xff\xd8\xff\xe0" + b"0" * 99, "anh.jpg", "Không mở được ảnh: ảnh hỏng hoặc thiếu phần cuối."),
    "cut off": (scanned_pdf()[:-40], "a.pdf", "Tệp PDF bị thiếu phần cuối"),
    "active": (workbook(main=OF_MACROS).made(), "a.xlsx", "Tệp chứa macro hoặc mã lệnh. Mở tệp, in ra PDF mới."),
    "secret": (workbook("MẬT").made(), "a.xlsx", "Tệp mang dấu “MẬT”. Cổng không nhận tài liệu bí mật nhà nước"),
    "a secret name": (scanned_pdf(), "12_MẬT.pdf", "Tệp mang dấu “MẬT”. Cổng không nhận tài liệu bí mật nhà nước"),
}


@pytest.mark.parametrize(("content", "name", "said"), FAULTS_SAID.values(), ids=FAULTS_SAID)
def test_the_content_is_judged_and_marks_of_secrecy_are_refused(officer, files_page, content, name, said):
    before = kept()
    page = officer.post(files_page, chosen(content, name=name))
    assert (page.status_code, kept()) == (422, before)
    assert said in page.context["form"].errors["files"][0]


def test_a_file_larger_than_a_form_or_than_a_file_may_be_is_refused(officer, files_page, settings, lan, client):
    settings.UPLOAD_MAX_BYTES = 500
    page = officer.post(files_page, chosen(REPORT))
    assert (page.status_code, "cổng nhận tối đa" in page.context["form"].errors["files"][0]) == (422, True)
    widget = page.context["form"].fields["files"].widget
    words = json.loads(widget.attrs["data-words"])
    assert (widget.attrs["data-max-bytes"], "{name}" in words["large"]) == ("500", True)
    settings.UPLOAD_BODY_MAX_BYTES = 10_000
    client.force_login(lan, backend="accounts.sign_in.backends.NameBackend")
    page = client.post(files_page, chosen(b"%PDF-1.7" + b"0" * 20_000))
    assert (page.status_code, [template.name for template in page.templates][:1]) == (413, ["413.html"])


def test_a_busy_portal_and_a_full_disk_store_nothing(officer, files_page, settings, dossier):
    before, most = kept(), settings.HEAVY_PER_PROCESS
    settings.HEAVY_PER_PROCESS = 0
    page = officer.post(files_page, chosen(REPORT, owner="text-survey"))
    assert (page.status_code, page["Retry-After"], kept()) == (503, "5", before)
    assert "Cổng đang xử lý nhiều tệp cùng lúc. Chờ ít giây rồi làm lại." in page.content.decode()
    settings.HEAVY_PER_PROCESS = most
    with full_after(2_000):
        page = officer.post(files_page, chosen(REPORT, owner="text-survey"))
    assert (page.status_code, page.context["form"]["owner"].value()) == (422, "text-survey")
    assert "Máy chủ không còn chỗ hoặc không ghi được tệp; chưa lưu gì." in page.content.decode()
    assert (kept(), files_in(dossier)) == (before, [])


def test_a_missed_tick_and_a_wrong_part_keep_the_chosen_files(officer, signed_in, khoa, files_page, dossier):
    page = officer.post(files_page, chosen(REPORT, is_not_secret=None, owner="value-999999"))
    form = page.context["form"]
    assert (page.status_code, form.errors["is_not_secret"]) == (422, [SECRET])
    assert set(form.errors) == {"is_not_secret", "owner"}
    assert "Đang giữ tệp “Báo cáo.pdf”" in page.content.decode()
    waits = chosen(waiting_files=form["waiting_files"].value())
    stolen = signed_in(khoa).post(files_page, waits)  # it waits for its sender alone
    assert (stolen.status_code, files_in(dossier)) == (422, [])
    assert officer.post(files_page, waits).status_code == 302
    assert files_in(dossier) == [("Báo cáo.pdf", "")]
    assert officer.post(files_page, chosen(waiting_files=form["waiting_files"].value())).status_code in (302, 422)
    assert len(files_in(dossier)) == 1


def test_files_that_wait_can_be_dropped_or_replaced(officer, files_page, dossier):
    def refused():
        form = officer.post(files_page, chosen(REPORT, is_not_secret=None)).context["form"]
        return {"waiting_files": form["waiting_files"].value()}

    page = officer.post(files_page, chosen(drop_files="on", **refused()))
    assert page.context["form"].errors == {"files": ["Chưa chọn tệp nào."]}
    assert officer.post(files_page, chosen(NOTICE, name="khac.pdf", **refused())).status_code == 302
    assert files_in(dossier) == [("khac.pdf", "")]


def test_there_are_no_more_files_and_bytes_than_set(officer, files_page, dossier, settings):
    officer.post(files_page, chosen(REPORT))
    before = kept()
    settings.REPORT_FILES_MAX = 2
    page = officer.post(files_page, chosen(NOTICE, scanned_pdf()))
    words = "Một báo cáo có nhiều nhất 2 tệp. Gộp các tệp, hoặc bỏ tệp không cần."
    assert (page.status_code, page.context["refusal"], kept()) == (409, [words], before)
    settings.REPORT_BYTES_MAX = len(REPORT) + len(NOTICE) - 1
    page = officer.post(files_page, chosen(NOTICE))
    assert (page.status_code, kept()) == (409, before)
    assert page.context["refusal"][0].startswith("Các tệp của báo cáo sẽ quá ")
    settings.REPORT_BYTES_MAX += 1
    assert officer.post(files_page, chosen(NOTICE)).status_code == 302
    page = officer.post(files_page, chosen(*[scanned_pdf() + b"%%%d" % n for n in range(4)]))
    assert page.context["form"].errors["files"] == ["Nhiều nhất 3 tệp một lần.", AGAIN]
