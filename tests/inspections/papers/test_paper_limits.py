"""What a paper that comes in meets where there is no room: a busy portal, a full disk, fifty versions."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.attachments.acts import attach_notice, hand_in_report
from inspections.models import StoredFile
from inspections.papers.uploads.judge import TYPES, AcceptedFile
from tests.full_disk import full_after
from tests.inspections.papers.made_files import pdf
from workflow.records.refusals import StepRefused

TITLE, REPORT = "Báo cáo gõ sẵn", pdf()


@pytest.fixture
def hand_in(signed_in, lan, notified, today):
    """Lan's form, filled and sent."""

    def send(content=REPORT):
        file = SimpleUploadedFile("bao cao.pdf", content)
        form = {"title": TITLE, "dated_on": f"{today:%d/%m/%Y}", "is_not_secret": "on", "file": file}
        return signed_in(lan).post(f"/inspections/{notified.reference}/report/", form)

    return send


def stored():
    return StoredFile.objects.count(), sorted(default_storage.listdir("")[1])


def test_an_upload_to_a_busy_portal_stores_nothing_and_leaves_what_lan_typed(settings, hand_in):
    settings.HEAVY_PER_PROCESS, before = 0, stored()
    answer = hand_in()
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], TITLE in page, stored()) == (503, "5", True, before)
    assert "Cổng đang xử lý nhiều tệp cùng lúc. Chờ ít giây rồi làm lại." in page


def test_a_report_that_the_disk_does_not_take_leaves_nothing_behind_and_what_lan_typed_stays(hand_in):
    before = stored()
    with full_after(2_000):
        answer = hand_in()
    page = answer.content.decode()
    assert (answer.status_code, TITLE in page, stored()) == (200, True, before)
    assert "Máy chủ không còn chỗ hoặc không ghi được tệp; chưa lưu gì." in page


def file_of(n):
    return AcceptedFile(pdf() + b"%%%d" % n, "bao cao.pdf", TYPES["pdf"], StoredFile.Scan.CLEAN)


def printed(n, today):
    return {"number": f"{n}-BC", "dated_on": today, "title": "Văn bản"}


def test_a_report_has_no_more_versions_than_set(settings, hand_in, notified, lan, today):
    settings.PAPER_VERSIONS_MAX = 2
    for n in range(2):
        hand_in_report(notified, lan, file_of(n), **printed(n, today))
    before = stored()
    with pytest.raises(StepRefused) as refused:
        hand_in_report(notified, lan, file_of(3), **printed(3, today))
    answer = hand_in()
    message = "Văn bản này đã có 2 bản, cổng không nhận thêm. Cần thay nữa thì báo quản trị hệ thống."
    assert (refused.value.messages, answer.status_code, stored()) == ([message], 409, before)
    assert message in answer.content.decode()


def test_a_notice_has_no_more_versions_than_set(settings, for_decision, minh, ngoc, today, signed_in):
    settings.PAPER_VERSIONS_MAX = 2
    for n in range(2):
        attach_notice(for_decision, minh, file_of(n), **printed(n, today))
    with pytest.raises(StepRefused):
        attach_notice(for_decision, minh, file_of(3), **printed(3, today))
    pages = [
        signed_in(user).get(f"/inspections/{for_decision.reference}/steps/{step}/")
        for user, step in ((minh, "attach"), (ngoc, "conclude"))
    ]
    assert [page.status_code for page in pages] == [409, 200]  # the one that waits can still be published
