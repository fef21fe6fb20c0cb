"""What a paper that comes in meets where there is no room: a busy portal, a full disk, fifty versions."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.attachments.acts import attach_notice
from inspections.models import StoredFile
from inspections.papers.uploads.judge import TYPES, AcceptedFile
from tests.full_disk import full_after
from tests.inspections.papers.made_files import pdf
from workflow.records.refusals import StepRefused

TITLE, NOTICE = "Kết luận gõ sẵn", pdf()


@pytest.fixture
def attach(signed_in, minh, for_decision, today):
    """Minh's form of the notice, filled and sent."""

    def send(content=NOTICE):
        file = SimpleUploadedFile("thong bao.pdf", content)
        dated_on = f"{today:%d/%m/%Y}"
        form = {"title": TITLE, "number": "1-TB", "dated_on": dated_on, "is_not_secret": "on", "file": file}
        return signed_in(minh).post(f"/inspections/{for_decision.reference}/steps/attach/", form)

    return send


def stored():
    return StoredFile.objects.count(), sorted(default_storage.listdir("")[1])


def test_an_upload_to_a_busy_portal_stores_nothing_and_leaves_what_minh_typed(settings, attach):
    settings.HEAVY_PER_PROCESS, before = 0, stored()
    answer = attach()
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], TITLE in page, stored()) == (503, "5", True, before)
    assert "Cổng đang xử lý nhiều tệp cùng lúc. Chờ ít giây rồi làm lại." in page


def test_a_notice_that_the_disk_does_not_take_leaves_nothing_behind_and_what_minh_typed_stays(attach):
    before = stored()
    with full_after(2_000):
        answer = attach()
    page = answer.content.decode()
    assert (answer.status_code, TITLE in page, stored()) == (200, True, before)
    assert "Máy chủ không còn chỗ hoặc không ghi được tệp; chưa lưu gì." in page


def file_of(n):
    return AcceptedFile(pdf() + b"%%%d" % n, "thong bao.pdf", TYPES["pdf"], StoredFile.Scan.CLEAN)


def printed(n, today):
    return {"number": f"{n}-TB", "dated_on": today, "title": "Văn bản"}


def test_a_notice_has_no_more_versions_than_set(settings, for_decision, minh, ngoc, today, signed_in, attach):
    settings.PAPER_VERSIONS_MAX = 2
    for n in range(2):
        attach_notice(for_decision, minh, file_of(n), **printed(n, today))
    before = stored()
    with pytest.raises(StepRefused) as refused:
        attach_notice(for_decision, minh, file_of(3), **printed(3, today))
    answer = attach()
    message = "Văn bản này đã có 2 bản, cổng không nhận thêm. Cần thay nữa thì báo quản trị hệ thống."
    assert (refused.value.messages, answer.status_code, stored()) == ([message], 409, before)
    assert message in answer.content.decode()
    pages = [
        signed_in(user).get(f"/inspections/{for_decision.reference}/steps/{step}/")
        for user, step in ((minh, "attach"), (ngoc, "conclude"))
    ]
    assert [page.status_code for page in pages] == [409, 200]  # the one that waits can still be published
