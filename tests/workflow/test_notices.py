"""Notices read in the language of their reader, whatever that of whoever caused them."""

import pytest
from django.urls import get_resolver
from django.utils import translation

from inspections.models import Inspection
from portal.campaigns.reminders import remind
from workflow.history.notices import WORDS, columns_of
from workflow.models import Notice

REPORT = {"dossiers": [1], "reference": "K0-1", "campaign": "Năm dân vận", "due": "2026-12-15"}
# Of each kind: its facts, how it reads in Vietnamese, and in English.
KINDS = {
    "accounts.password": (
        {"who": "", "account": "lan", "person": "Lan", "at": "09:00, 26/11/2026"},
        "người vận hành máy chủ đã đặt mật khẩu của tài khoản lan (Lan) lúc 09:00, 26/11/2026.",
        "the server’s operator set the password of the account lan (Lan) at 09:00, 26/11/2026.",
    ),
    "accounts.handed_over": (
        {"who": "Lan", "body": "xã", "to": "Hà", "until": "2026-12-15"},
        "Lan bàn giao việc trên cổng của xã cho Hà, làm đến hết ngày 15/12/2026.",
        "Lan hands the portal work of xã over to Hà and goes on until 15/12/2026.",
    ),
    "accounts.many": (
        {"who": "Minh", "n": 2},
        "Minh đã lập 2 tài khoản cán bộ đơn vị.",
        "Minh has opened 2 accounts of officers.",
    ),
    "accounts.slips": (
        {"who": "Thu", "n": 2, "at": "09:00, 26/11/2026"},
        "Thu đã in phiếu mật khẩu lần đầu của 2 tài khoản lúc 09:00, 26/11/2026.",
        "Thu printed the slips with the first passwords of 2 accounts at 09:00, 26/11/2026.",
    ),
    "accounts.requested": (
        {"who": "Minh", "n": 2},
        "Minh nhờ lập tài khoản cho 2 đơn vị chưa có ai đăng nhập được.",
        "Minh asks for accounts for 2 units in which nobody can sign in.",
    ),
    "accounts.role": (
        {"who": "Minh", "account": "lan", "person": "Lan", "role": "staff", "body": "btgdv"},
        "Minh đã giao cho lan (Lan) vai trò chuyên viên cơ quan kiểm tra ở btgdv.",
        "Minh gave lan (Lan) the role staff of the inspecting body in btgdv.",
    ),
    "accounts.factor_requested": (
        {"who": "Thu", "account": "lan", "person": "Lan"},
        "Thu đề nghị đặt lại xác nhận hai bước của lan (Lan): chờ người thứ hai duyệt.",
        "Thu requests that the second factor of lan (Lan) be reset: a second person is to confirm.",
    ),
    "accounts.factor_refused": (
        {"who": "Thu", "account": "lan", "person": "Lan"},
        "Thu không duyệt đặt lại xác nhận hai bước của lan (Lan).",
        "Thu refused to reset the second factor of lan (Lan).",
    ),
    "accounts.factor_reset": (
        {"who": "", "account": "lan", "person": "Lan"},
        "Xác nhận hai bước của lan (Lan) đã được đặt lại, người vận hành máy chủ duyệt. "
        "Chủ tài khoản không nhờ thì báo ngay cho lãnh đạo.",
        "The second factor of lan (Lan) was reset, confirmed by the server’s operator. "
        "If the owner didn’t ask for it, tell the leaders at once.",
    ),
    "accounts.factor_guessed": (
        {"who": "", "account": "lan", "person": "Lan"},
        "Có người biết mật khẩu của lan và nhập sai mã xác nhận nhiều lần. Nếu không phải bạn, đổi mật khẩu ngay.",
        "Somebody knows the password of lan and has entered wrong codes many times. If it wasn’t you, change the "
        "password at once.",
    ),
    "accounts.factor_spare_used": (
        {"who": "", "account": "lan", "person": "Lan"},
        "Một mã dự phòng của lan vừa được dùng. Nếu không phải bạn, đổi mật khẩu ngay.",
        "A recovery code of lan has just been used. If it wasn’t you, change the password at once.",
    ),
    "accounts.identity": (
        {"who": "Thu", "account": "lan", "person": "Lan"},
        "Thu đã đổi mã đăng nhập một lần của lan (Lan): ai có mã ấy vào được tài khoản. "
        "Chủ tài khoản không nhờ thì báo ngay cho lãnh đạo.",
        "Thu has changed the single sign-on of lan (Lan): whoever has that identity can come in. "
        "If the owner didn’t ask for it, tell the leaders at once.",
    ),
    "batches.finished": (
        {"label": "Đợt K0", "done": 95, "refused": 1},
        "Đã xong: Đợt K0. Đã xử lý 95, không xử lý được 1.",
        "Finished: Đợt K0. 95 done, 1 could not be done.",
    ),
    "campaigns.reminder": (
        {"n": 1, "due": "2026-12-15", "reference": "K0-1", "note": "Gửi sớm giúp."},
        "Đôn đốc: thực hiện 1 đề nghị, hạn 15/12/2026 (K0-1). Gửi sớm giúp.",
        "Reminder: carry out 1 recommendation, due 15/12/2026 (K0-1). Gửi sớm giúp.",
    ),
    "documents.publish": (
        {"document": "conclusion-notice", "about": "K0-1"},
        "Thông báo kết luận đã được công bố (K0-1).",
        "Conclusion notice has been published (K0-1).",
    ),
    "documents.send_back": (
        {"document": "conclusion-notice", "about": "K0-1"},
        "Thông báo kết luận được trả lại để soạn tiếp (K0-1).",
        "Conclusion notice was sent back to be drafted further (K0-1).",
    ),
    "documents.submit": (
        {"document": "conclusion-notice", "about": "K0-1"},
        "Thông báo kết luận chờ bạn ban hành (K0-1).",
        "Conclusion notice is waiting for you to issue it (K0-1).",
    ),
    "submissions.accepted": (
        {**REPORT, "due": None},
        "Cơ quan kiểm tra đã nhận báo cáo tự kiểm tra (K0-1).",
        "The inspecting body has accepted the self-report (K0-1).",
    ),
    "submissions.due": (
        {**REPORT, "days": -2},
        "Sắp đến hạn 15/12/2026: gửi báo cáo tự kiểm tra (K0-1)",
        "Due soon, 15/12/2026: send the self-report (K0-1)",
    ),
    "submissions.extended": (
        {**REPORT, "note": "Lũ lụt"},
        "Hạn gửi báo cáo tự kiểm tra đổi thành 15/12/2026 (K0-1). Lũ lụt",
        "The self-report is now due 15/12/2026 (K0-1). Lũ lụt",
    ),
    "submissions.handed_over": (
        REPORT,
        "Đơn vị bạn gửi báo cáo tự kiểm tra thay cho đơn vị trước, hạn 15/12/2026 (K0-1).",
        "Your body sends the self-report in place of the one before, due 15/12/2026 (K0-1).",
    ),
    "submissions.reminder": (
        {**REPORT, "dossiers": [1, 2], "note": "Gửi sớm giúp."},
        "Đôn đốc: gửi 2 báo cáo tự kiểm tra, hạn 15/12/2026. Gửi sớm giúp.",
        "Reminder: send 2 self-reports, due 15/12/2026. Gửi sớm giúp.",
    ),
    "submissions.requested": (
        REPORT,
        "Đơn vị cần gửi báo cáo tự kiểm tra, hạn 15/12/2026 (K0-1).",
        "Your body is to send its self-report, due 15/12/2026 (K0-1).",
    ),
    "submissions.returned": (
        {**REPORT, "note": ""},
        "Báo cáo tự kiểm tra được trả lại để bổ sung, hạn mới 15/12/2026 (K0-1).",
        "The self-report was returned for completion, now due 15/12/2026 (K0-1).",
    ),
    "submissions.answered": (
        {**REPORT, "due": None},
        "Câu hỏi của đơn vị về báo cáo tự kiểm tra đã được trả lời (K0-1).",
        "Your body’s question about the self-report was answered (K0-1).",
    ),
    "submissions.arrived": (
        {"rounds": [1], "n": 1, "name": "xã (K0-1)"},
        "Báo cáo tự kiểm tra vừa gửi đến: xã (K0-1)",
        "A self-report has come in: xã (K0-1)",
    ),
    "submissions.question": (
        {**REPORT, "due": None, "name": "xã", "is_soon": False},
        "Đơn vị hỏi về báo cáo tự kiểm tra: xã (K0-1).",
        "A body asks about its self-report: xã (K0-1).",
    ),
    "submissions.corrected": (
        {**REPORT, "due": None},
        "Cơ quan kiểm tra đã sửa số liệu đơn vị báo cáo; mở báo cáo để xem số cũ, số mới (K0-1).",
        "The inspecting body has corrected figures that your body reported; open the report to see the old and the new "
        "ones (K0-1).",
    ),
    "files.unscanned": (
        {"since": "2026-11-26T02:00:00+00:00", "n": 2},
        "Máy quét mã độc không trả lời từ 09:00, 26/11/2026: 2 tệp chờ quét, người khác chưa mở được. Xem "
        "danvan-worker và máy quét còn chạy không; máy quét trả lời thì cổng tự quét tiếp.",
        "The malware scanner hasn't answered since 09:00, 26/11/2026: 2 files wait, others can't open them yet. See "
        "whether danvan-worker and the scanner are running; once the scanner answers, the portal goes on by itself.",
    ),
    "files.infected": (
        {"name": "bao-cao.pdf"},
        "Tệp “bao-cao.pdf” có mã độc, không ai mở được. Quét máy tính của bạn, rồi gửi bản khác.",
        "The file “bao-cao.pdf” holds malware; nobody can open it. Scan your computer, then send another version.",
    ),
}


@pytest.fixture(autouse=True)
def all_rooms_are_loaded():
    """As in a running portal: what writes notices is loaded with its pages."""
    assert get_resolver().url_patterns


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_reads_in_its_readers_language_whoever_wrote_it(kind):
    facts, vietnamese, english = KINDS[kind]
    with translation.override("en"):
        written = Notice(**columns_of(kind, **facts))
        assert written.words == english
    assert (written.text, written.words) == (vietnamese, vietnamese)


def test_what_nobody_may_miss_is_urgent_and_other_news_is_not():
    urgent = {kind for kind, (facts, *_words) in KINDS.items() if columns_of(kind, **facts)["is_urgent"]}
    far = {"submissions.extended": columns_of("submissions.extended", **REPORT | {"due": "2099-01-01"})["is_urgent"]}
    factors = {f"accounts.factor_{name}" for name in ("guessed", "requested", "reset")}
    assert urgent - far.keys() == {
        "files.infected",
        "files.unscanned",
        "submissions.returned",
        "accounts.identity",
        *factors,
    }
    assert far == {"submissions.extended": False}


def test_every_kind_is_read_above_or_with_the_ladder():
    assert set(WORDS) == {*KINDS, "recommendations.due"}


@pytest.mark.django_db
def test_minh_reminds_in_english_and_hoa_reads_it_in_vietnamese(minh):
    with translation.override("en"):
        remind(Inspection.objects.get(reference="DVCQ2026-28114"), minh)
    assert {notice.words.split(":")[0] for notice in Notice.objects.filter(kind="campaigns.reminder")} == {"Đôn đốc"}
