"""Handing in the self-report: who may, when, what is stored, who sees it."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Organization
from inspections.attachments.acts import SameFile, hand_in_report
from inspections.models import (
    OfficialPaper,
)
from inspections.papers.uploads.judge import TYPES
from portal.home.tasks import tasks_of
from tests.inspections.attachments.typed_papers import (
    REPORT,
    filled,
    judged,
    kept,
    printed,
    report_page,
    reports_of,
    shown_papers,
)
from tests.inspections.papers.made_files import docx, encrypted_pdf, scanned_pdf
from workflow.models import AccessLog, Event
from workflow.records.refusals import NotYours, TakenAlready
from workflow.steps.acts import take

AGAIN = "Trang không giữ tệp đã chọn: chọn lại tệp."


# --- The self-report: handing in ---------------------------------------------------------------------------------
def test_lan_hands_in_her_report(signed_in, lan, notified, today):
    response = signed_in(lan).post(report_page(notified), filled(REPORT, today))
    assert (response.status_code, response["Location"]) == (302, f"/inspections/{notified.reference}/#papers")
    (paper,) = reports_of(notified)
    assert (paper.number, paper.dated_on, paper.title) == ("175/BC-UBND", today, "Kết quả thực hiện năm 2026")
    assert (paper.paper_type, paper.is_internal) == ("BC", False)
    assert paper.issuer == notified.reporting_organization.full_name_at(today)
    assert paper.kept_by == notified.campaign.inspecting_organization
    assert paper.file.sha256 == hashlib.sha256(REPORT).hexdigest()
    assert (paper.file.original_name, paper.file.size) == ("Báo cáo.pdf", len(REPORT))
    assert default_storage.open(paper.file.key).read() == REPORT


def test_the_unit_leader_may_hand_in_too_and_a_word_file_without_a_number(signed_in, khoa, notified, today):
    sent = filled(docx(), today, name="Báo cáo.docx", number="")
    assert signed_in(khoa).post(report_page(notified), sent).status_code == 302
    assert [(paper.number, paper.file.content_type) for paper in reports_of(notified)] == [("", TYPES["docx"])]


def test_the_act_stands_in_the_history_with_who_and_when(signed_in, lan, notified, today):
    now = timezone.now()
    paper = hand_in_report(notified, lan, judged(REPORT), now, **printed(today))
    event = Event.objects.about(notified).first()
    assert (event.act, event.actor, event.at) == ("hand_in", lan, now)
    assert (event.from_state, event.to_state) == ("notified", "notified")
    assert event.changes == {"paper": [None, paper.pk], "sha256": paper.file.sha256}
    first = signed_in(lan).get(notified.get_absolute_url()).context["history"].lines[0]
    assert (first.who, first.what) == ("Lê Thị Lan", "Gửi báo cáo tự kiểm tra")


def reports_due(user, today):
    return [task.url for task in tasks_of(user, today) if task.title.startswith("Gửi báo cáo tự kiểm tra")]


def test_the_task_on_lans_home_is_done_with_it(lan, notified, session, today):
    def waiting():
        return reports_due(lan, today)

    assert waiting() == [notified.get_absolute_url()]
    hand_in_report(notified, lan, judged(REPORT), **printed(today))
    assert waiting() == []


def test_the_form_asks_with_the_titles_of_the_field(signed_in, lan, notified):
    form = signed_in(lan).get(report_page(notified)).context["form"]
    assert [field.name for field in form.visible_fields()] == ["file", "number", "dated_on", "title", "is_not_secret"]
    assert form["title"].value() == "Kết quả thực hiện công tác dân vận chính quyền năm 2026"


# --- Versions ----------------------------------------------------------------------------------------------------
def test_handed_in_again_it_is_a_new_version_and_the_older_stays_as_it_was(signed_in, lan, notified, today):
    client = signed_in(lan)
    client.post(report_page(notified), filled(REPORT, today, number="175/BC-UBND"))
    older = OfficialPaper.objects.filter(links__inspection=notified).values().get()
    client.post(report_page(notified), filled(scanned_pdf(), today, number="176/BC-UBND"))
    assert [paper.number for paper in reports_of(notified)] == ["176/BC-UBND", "175/BC-UBND"]
    assert OfficialPaper.objects.filter(pk=older["id"]).values().get() == older
    shown = [paper for paper in shown_papers(client, notified) if paper[0].endswith("UBND")]  # the Board's stand beside
    assert sorted(shown) == [("175/BC-UBND", True), ("176/BC-UBND", False)]
    assert client.get(f"/papers/{older['id']}/file").status_code == 200


def test_a_double_click_makes_one_paper(signed_in, lan, notified, today):
    client = signed_in(lan)
    answers = [client.post(report_page(notified), filled(REPORT, today)).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert (len(reports_of(notified)), Event.objects.about(notified).filter(act="hand_in").count()) == (1, 1)


def test_the_same_bytes_are_told_as_the_same_file(signed_in, lan, notified, today):
    client = signed_in(lan)
    client.post(report_page(notified), filled(REPORT, today))
    page = client.post(report_page(notified), filled(REPORT, today, number="9/BC", name="khac.pdf"), follow=True)
    expected = f"Đây chính là tệp đã gửi ngày {today:%d/%m/%Y}; không gửi lại lần nữa."
    assert [str(message) for message in page.context["messages"]][-1] == expected


def test_an_older_version_may_come_back(lan, notified, today):
    for number, content in [("1", REPORT), ("2", scanned_pdf()), ("3", REPORT)]:
        hand_in_report(notified, lan, judged(content), **printed(today, number))
    assert [paper.number for paper in reports_of(notified)] == ["3", "2", "1"]


# --- Who may, and when -------------------------------------------------------------------------------------------
def test_those_who_see_it_but_dont_write_it_get_403_and_strangers_what_doesnt_exist(signed_in, cast, notified, today):
    answers = {name: signed_in(user).get(report_page(notified)).status_code for name, user in cast.items()}
    seen_only = dict.fromkeys(["minh", "ngoc", "binh", "son", "van"], 403)
    assert answers == {**seen_only, "lan": 200, "khoa": 200, "hoa": 404, "tuyet": 404, "thu": 404}
    sent = {
        name: signed_in(user).post(report_page(notified), filled(REPORT, today)).status_code
        for name, user in cast.items()
        if name not in ("lan", "khoa")
    }
    assert sent == {name: code for name, code in answers.items() if code != 200}
    assert reports_of(notified) == []


@override_settings(DEBUG=False)
@pytest.mark.parametrize("ending", ["report/", "steps/attach/", "steps/conclude/"])
def test_a_stranger_reads_the_page_of_what_doesnt_exist(signed_in, hoa, notified, ending):
    client = signed_in(hoa)
    foreign = client.get(f"/inspections/{notified.reference}/{ending}")
    missing = client.get(f"/inspections/KHONG-CO/{ending}")
    assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_nobody_is_sent_to_sign_in(client, notified):
    assert client.get(report_page(notified))["Location"] == f"/sign-in/?next={report_page(notified)}"


def test_without_a_token_nothing_is_taken(lan, notified, today):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan, backend="accounts.sign_in.backends.NameBackend")
    assert client.post(report_page(notified), filled(REPORT, today)).status_code == 403
    assert reports_of(notified) == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(signed_in, lan, notified, method):
    assert getattr(signed_in(lan), method)(report_page(notified)).status_code == 405


def test_once_the_minutes_are_agreed_no_report_comes_in(signed_in, lan, for_decision, today):
    client = signed_in(lan)
    message = (
        "Cuộc kiểm tra hiện “Chờ quyết định”: chỉ nhận báo cáo từ khi thông báo đến trước khi thống nhất biên bản."
    )
    for response in (
        client.get(report_page(for_decision)),
        client.post(report_page(for_decision), filled(REPORT, today)),
    ):
        assert (response.status_code, response.context["refusal"]) == (409, [message])
    assert reports_of(for_decision) == []


def test_a_session_that_runs_still_takes_it(signed_in, lan, binh, notified, today):
    take(notified, "start", binh)
    assert signed_in(lan).post(report_page(notified), filled(REPORT, today)).status_code == 302


def test_a_closed_campaign_takes_none(signed_in, lan, ngoc, notified):
    take(notified.campaign, "cancel", ngoc, reason="Đợt dừng.")
    response = signed_in(lan).get(report_page(notified))
    message = ["Đợt kiểm tra không còn mở. Hồ sơ chỉ còn để xem."]
    assert (response.status_code, response.context["refusal"]) == (409, message)


@pytest.mark.parametrize("body", ["reporting_organization", "inspecting_organization"])
def test_what_an_ended_body_left_is_only_read(signed_in, lan, notified, session, today, body):
    ended = (
        notified.reporting_organization
        if body == "reporting_organization"
        else notified.campaign.inspecting_organization
    )
    Organization.objects.filter(pk=ended.pk).update(closed_on=today)
    response = signed_in(lan).get(report_page(notified))
    message = ["Cơ quan đã kết thúc hoạt động. Hồ sơ chỉ còn để xem."]
    assert (response.status_code, response.context["refusal"]) == (409, message)
    assert reports_due(lan, today) == []


def test_the_case_of_2019_is_read_only(signed_in, lan, case):
    assert signed_in(lan).get(report_page(case)).status_code == 409
    assert signed_in(lan).get(case.get_absolute_url()).context["report_act"] == ""


def test_the_act_itself_refuses_strangers_and_late_comers(lan, hoa, notified, for_decision, today):
    before = kept()
    with pytest.raises(NotYours):
        hand_in_report(notified, hoa, judged(REPORT), **printed(today))
    with pytest.raises(TakenAlready):
        hand_in_report(notified, lan, judged(REPORT), **printed(today))
    assert kept() == before


def test_the_page_offers_it_to_those_who_may(signed_in, cast, notified):
    offered = {
        name: response.context["report_act"]
        for name, user in cast.items()
        if (response := signed_in(user).get(notified.get_absolute_url())).status_code == 200
    }
    words = "Gửi báo cáo tự kiểm tra"
    assert offered == {"minh": "", "ngoc": "", "binh": "", "son": "", "van": "", "lan": words, "khoa": words}


# --- What is refused keeps what was typed and nothing else -----------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"file": None}, {"file": ["Chọn tệp."]}),
        ({"file": SimpleUploadedFile("rong.pdf", b"")}, {"file": ["Tệp rỗng. Chọn lại tệp có nội dung.", AGAIN]}),
        (
            {"file": SimpleUploadedFile("khoa.pdf", encrypted_pdf())},
            {"file": ["Tệp có mật khẩu hoặc hạn chế quyền. Mở tệp, in ra PDF mới, không đặt mật khẩu.", AGAIN]},
        ),
        (
            {"is_not_secret": None},
            {
                "is_not_secret": ["Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật."],
                "file": [AGAIN],
            },
        ),
    ],
)
def test_a_refused_form_keeps_the_words_and_stores_nothing(signed_in, lan, notified, today, changed, wrong):
    before = kept()
    page = signed_in(lan).post(report_page(notified), filled(REPORT, today, **changed))
    form = page.context["form"]
    assert (page.status_code, form.errors) == (200, wrong)
    assert [form[name].value() for name in ("number", "dated_on", "title")] == [
        "175/BC-UBND",
        f"{today:%d/%m/%Y}",
        "Kết quả thực hiện năm 2026",
    ]
    assert (kept(), reports_of(notified)) == (before, [])


def test_a_paper_of_tomorrow_is_refused(signed_in, lan, notified, today):
    sent = filled(REPORT, today, dated_on=f"{today + timedelta(days=1):%d/%m/%Y}")
    errors = signed_in(lan).post(report_page(notified), sent).context["form"].errors
    assert errors["dated_on"] == ["Ngày văn bản sau hôm nay."]


def test_a_body_larger_than_any_form_is_refused_as_too_large(lan, notified, today, settings, client):
    settings.UPLOAD_BODY_MAX_BYTES = 10_000
    client.force_login(lan, backend="accounts.sign_in.backends.NameBackend")
    page = client.post(report_page(notified), filled(b"%PDF-1.7" + b"0" * 20_000, today))
    assert (page.status_code, [template.name for template in page.templates][:1]) == (413, ["413.html"])
    assert reports_of(notified) == []


def test_an_act_that_fails_leaves_neither_row_nor_bytes(lan, notified, today):
    hand_in_report(notified, lan, judged(REPORT), **printed(today))
    before = kept()
    with pytest.raises(SameFile):
        hand_in_report(notified, lan, judged(REPORT), **printed(today))
    assert kept() == before


# --- Downloads -----------------------------------------------------------------------------------------------------
def test_the_report_is_downloaded_within_its_scope_and_each_download_leaves_a_line(
    signed_in, cast, lan, notified, today
):
    paper = hand_in_report(notified, lan, judged(REPORT), **printed(today))
    answers = {name: signed_in(user).get(f"/papers/{paper.pk}/file").status_code for name, user in cast.items()}
    inside = dict.fromkeys(["minh", "ngoc", "binh", "son", "van", "lan", "khoa"], 200)
    assert answers == {**inside, "hoa": 404, "tuyet": 404, "thu": 404}
    logged = AccessLog.objects.filter(kind="downloaded", object_id=paper.pk)
    assert sorted(logged.values_list("actor__username", flat=True)) == sorted(inside)


def test_what_is_downloaded_are_the_bytes_under_their_name(signed_in, lan, notified, today):
    client = signed_in(lan)
    client.post(report_page(notified), filled(REPORT, today, name="Báo cáo “cuối” 2026.pdf"))
    response = client.get(f"/papers/{reports_of(notified)[0].pk}/file")
    name = "B%C3%A1o%20c%C3%A1o%20%E2%80%9Ccu%E1%BB%91i%E2%80%9D%202026.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (TYPES["pdf"], "nosniff")
    assert b"".join(response) == REPORT


def test_a_name_of_255_bytes_comes_in_and_goes_out(signed_in, lan, notified, today):
    client, name = signed_in(lan), "a" * 251 + ".pdf"
    client.post(report_page(notified), filled(REPORT, today, name=name))
    response = client.get(f"/papers/{reports_of(notified)[0].pk}/file")
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert AccessLog.objects.get(actor=lan, kind="downloaded").label == name[:200]


def test_the_page_shows_kind_and_size_and_of_the_scan_only_what_keeps_the_file_closed(signed_in, lan, notified, today):
    hand_in_report(notified, lan, judged(REPORT), **printed(today))
    (link,) = signed_in(lan).get(notified.get_absolute_url()).context["papers"][:1]
    assert vars(link.file_facts) == {"kind": "PDF", "size": len(REPORT), "closed": ""}
