"""Issue: a submitted paper gets its number and its bytes, once, and takes its inspection's step with it."""

import hashlib
from datetime import date

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from inspections.models import Inspection, OfficialPaper, PaperLink, Session, StoredFile
from reports.documents.compose import kinds
from reports.documents.issue.drafts import discard, recompose, replace, start_draft
from reports.documents.issue.issuing import issue, issued_bytes, resume
from reports.documents.issue.steps import publish, send_back, submit
from reports.documents.registers.acts import propose, reserve
from reports.documents.signatures.acts import attach_signed
from reports.documents.texts import write_slot
from reports.models import Document, TakenNumber, Term
from tests.made_work import make_body, make_user
from tests.reports.issued import DAY, NOW, READING, SERIES, SIGNED, TODAY, issued_by, quick, refusal_of, those_who_see
from workflow.history.acts import restore
from workflow.models import Event, Notice
from workflow.records.refusals import NotYours, TakenAlready
from workflow.steps.acts import open_steps, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(inspection, minh):
    return start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)


@pytest.fixture
def submitted(draft, minh):
    submit(draft, minh, now=NOW)
    return draft


def taken_numbers():
    return TakenNumber.objects.filter(register__series=SERIES)


def words_of(html):
    """Without the marks that bind words to a line."""
    return html.replace("\u2060", "").replace("\xa0", " ")


def test_the_notice_is_issued_with_number_bytes_paper_and_the_conclusion(submitted, inspection, ngoc):
    done = issued_by(ngoc, submitted)
    assert (done.state, done.issued_on, done.effective_on, done.facts["number"]) == ("issued", DAY, DAY, 1)
    content = issued_bytes(done)
    assert (content[:4], hashlib.sha256(content).hexdigest()) == (b"%PDF", done.sha256)
    assert ("Số 01-TB/BTGDVTU" in words_of(done.html), len(done.check_code)) == (True, 19)
    taken = done.taken_number
    assert (taken.use, taken.printed, taken.dated_on) == ("used", "01-TB/BTGDVTU", DAY)
    paper = OfficialPaper.objects.get(file=done.pdf)
    assert (paper.paper_type, paper.number, paper.dated_on, paper.is_internal) == ("TB", "01-TB/BTGDVTU", DAY, False)
    assert PaperLink.objects.get(paper=paper).role == "result"
    inspection.refresh_from_db()
    assert (inspection.state, inspection.is_withheld) == ("concluded", True)
    for record, act in ((done, "issue"), (inspection, "conclude")):
        event = Event.objects.about(record).get(act=act)
        assert (event.actor, event.at) == (ngoc, NOW)


def test_until_it_is_published_those_outside_see_nothing_of_it(
    submitted, inspection, minh, ngoc, binh, lan, hoa, tuyet
):
    cast = (minh, ngoc, binh, lan, hoa, tuyet)
    document = issued_by(ngoc, submitted)
    paper = OfficialPaper.objects.get(file=document.pdf)
    record_of = Event.objects.about(inspection).filter(act="conclude").get()
    shown = [document, paper, paper.links.get(), StoredFile.objects.get(pk=document.pdf_id), record_of]
    assert [those_who_see(record, *cast) for record in shown] == [["minh", "ngoc", "binh"]] * 5
    assert those_who_see(inspection, tuyet, hoa) == []
    publish(document, minh, now=NOW)
    assert [those_who_see(record, *cast) for record in shown] == [["minh", "ngoc", "binh", "lan", "tuyet"]] * 5
    assert those_who_see(inspection, tuyet, hoa) == ["tuyet"]
    words = "Thông báo kết luận đã được công bố (DVCQ2026-28138)."
    people = Notice.objects.filter(text=words).values_list("recipient__username", flat=True)
    assert sorted(people) == sorted(acting_for(inspection))


def acting_for(inspection):
    from accounts.models import Membership

    acting = Membership.objects.acting_for([inspection.subject_organization_id], TODAY)
    ids = {user for users in acting.values() for user in users}
    return User.objects.filter(pk__in=ids).values_list("username", flat=True)


def test_a_step_that_goes_with_an_open_paper_has_no_button_and_is_refused(inspection, minh, ngoc):
    def names(user):
        return [offer.step.name for offer in open_steps(inspection, user) if offer.may]

    assert names(ngoc) == ["send_back", "attach", "conclude", "cancel"]
    document = start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)
    assert names(ngoc) == ["send_back", "cancel"]
    assert "“Thông báo kết luận” đang mở" in refusal_of(lambda: take(inspection, "conclude", ngoc))
    submit(document, minh, now=NOW)
    assert names(ngoc) == ["cancel"]
    send_back(document, ngoc, "Bổ sung căn cứ", now=NOW)
    inspection.refresh_from_db()
    assert (document.state, document.draft_number, inspection.state) == ("draft", 2, "drafting")
    assert Event.objects.about(inspection).get(act="send_back").reason == "Bổ sung căn cứ"
    discard(document, minh, "Làm ngoài cổng")
    assert not Document.objects.filter(pk=document.pk).exists()
    assert Event.objects.about(inspection).first().act == "removed"


def test_the_delegations_report_submits_its_inspection(inspection, binh, minh):
    inspection.write_step("drafting", {})
    report = start_draft("result-report", inspection, binh, DAY, today=TODAY)
    assert (report.issuer_role, report.is_internal) == ("head", True)
    submit(report, binh, now=NOW)
    refusal_of(lambda: issued_by(minh, report), NotYours)
    assert issued_by(binh, report).taken_number.register.kind == f"bc-doan-{inspection.delegation_id}"
    inspection.refresh_from_db()
    assert inspection.state == "for_decision"
    assert OfficialPaper.objects.get(file=report.pdf).is_internal
    assert "nội bộ" in refusal_of(lambda: publish(report, minh, now=NOW))


@pytest.mark.parametrize("who", ["minh", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"])
def test_the_leader_alone_issues_the_notice(who, submitted, request):
    refusal_of(lambda: issued_by(request.getfixturevalue(who), submitted), NotYours)
    assert not taken_numbers().exists()


@pytest.mark.parametrize("who", ["van", "lan", "khoa", "hoa", "tuyet", "thu"])
def test_who_does_not_write_begins_no_draft(who, inspection, request):
    user = request.getfixturevalue(who)
    refusal_of(lambda: start_draft("conclusion-notice", inspection, user, DAY, today=TODAY), NotYours)


def test_one_draft_of_a_paper_is_open_at_a_time_and_none_is_changed_once_submitted(draft, inspection, minh):
    refusal_of(lambda: start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY), TakenAlready)
    submit(draft, minh, now=NOW)
    refusal_of(lambda: recompose(draft, minh), TakenAlready)
    refusal_of(lambda: discard(draft, minh), TakenAlready)


def test_a_typed_number_and_a_reserved_one_are_those_it_is_issued_under(submitted, minh, ngoc):
    reserve(submitted, minh, 12, "12-TB/BTGDVTU-UBMTTQ")
    assert "đã giữ số 12-TB" in refusal_of(lambda: issued_by(ngoc, submitted, number=13))
    done = issued_by(ngoc, submitted)
    assert (done.taken_number.n, done.facts["printed_number"]) == (12, "12-TB/BTGDVTU-UBMTTQ")
    assert "Số 12-TB/BTGDVTU-UBMTTQ" in words_of(done.html)


def test_a_day_that_has_not_come_and_a_missing_figure_refuse_and_take_no_number(submitted, ngoc):
    assert "chưa đến" in refusal_of(lambda: issue(submitted, ngoc, date(2026, 5, 21), now=NOW))
    submitted.facts["missing"] = [{"slot": "strengths", "text": "{2.1}"}]
    submitted.save(update_fields=["facts"])
    assert "dẫn số liệu chưa có: {2.1}" in refusal_of(lambda: issued_by(ngoc, submitted))
    assert not taken_numbers().exists()


def test_meant_for_another_day_it_gets_the_head_of_the_day_of_issue_and_keeps_its_words(submitted, ngoc, minh):
    submitted.facts["opening"] = "Lời của chuyên viên."
    submitted.effective_on = date(2026, 5, 4)
    submitted.save(update_fields=["facts", "effective_on"])
    done = issued_by(ngoc, submitted)
    assert (done.facts["opening"], done.facts["effective_on"]) == ("Lời của chuyên viên.", "2026-05-20")


def test_an_issue_that_was_interrupted_goes_on_under_its_number(submitted, inspection, ngoc, minh):
    def dies(sheet):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        issue(submitted, ngoc, DAY, now=NOW, press=dies)
    submitted.refresh_from_db()
    assert (submitted.is_being_issued, submitted.state, propose(submitted)[0]) == (True, "submitted", 1)
    assert taken_numbers().get().use == "reserved"
    done = resume(submitted, ngoc, now=NOW, press=quick)
    assert (done.state, done.taken_number.n, taken_numbers().count()) == ("issued", 1, 1)
    refusal_of(lambda: resume(submitted, ngoc, press=quick), TakenAlready)


def test_sent_back_in_between_it_keeps_the_number_for_its_next_issue(submitted, ngoc, minh):
    def dies(sheet):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        issue(submitted, ngoc, DAY, now=NOW, press=dies)
    send_back(submitted, ngoc, "Sai ngày", now=NOW)
    refusal_of(lambda: resume(submitted, ngoc, press=quick), TakenAlready)
    assert (submitted.facts["number"], submitted.facts["issued_on"]) == (None, None)
    submit(submitted, minh, now=NOW)
    submitted.inspection.write_step("for_decision", {})
    assert issued_by(ngoc, submitted).taken_number.n == 1


def test_whoever_was_sent_back_while_printing_is_not_issued_and_leaves_no_file(submitted, ngoc):
    def sends_back(sheet):
        send_back(Document.objects.get(pk=submitted.pk), ngoc, "Khoan", now=NOW)
        return quick(sheet)

    before = set(default_storage.listdir("")[1])
    refusal_of(lambda: issue(submitted, ngoc, DAY, now=NOW, press=sends_back), TakenAlready)
    assert set(default_storage.listdir("")[1]) == before
    submitted.refresh_from_db()
    assert (submitted.state, submitted.pdf) == ("draft", None)


def test_a_paper_that_replaces_another_names_it_and_takes_its_place(submitted, inspection, minh, ngoc, lan):
    first = issued_by(ngoc, submitted)
    publish(first, minh, now=NOW)
    new = replace(first, "replacement", minh, DAY, today=TODAY)
    assert new.facts["closing"] == "Thông báo này thay thế Thông báo số 01-TB/BTGDVTU ngày 20 tháng 5 năm 2026."
    submit(new, minh, now=NOW)
    state = Inspection.objects.get(pk=inspection.pk).state
    done = issued_by(ngoc, new)
    first.refresh_from_db()
    assert (done.taken_number.n, first.state) == (2, "replaced")
    assert Inspection.objects.get(pk=inspection.pk).state == state
    paper = OfficialPaper.objects.get(file=done.pdf)
    assert those_who_see(paper, lan) == []
    publish(done, minh, now=NOW)
    assert those_who_see(paper, lan) == ["lan"]
    refusal_of(lambda: replace(first, "replacement", minh, DAY, today=TODAY), TakenAlready)


def test_a_correction_leaves_the_first_in_force(submitted, minh, ngoc):
    first = issued_by(ngoc, submitted)
    new = replace(first, "correction", minh, DAY, today=TODAY)
    submit(new, minh, now=NOW)
    issued_by(ngoc, new)
    first.refresh_from_db()
    assert first.state == "issued"


def test_an_ended_body_issues_nothing_any_more(case, ngoc):
    """Of the Board of Long An: its successor's leader takes the campaign over first."""
    refusal_of(lambda: start_draft("conclusion-notice", case, ngoc), NotYours)
    take(case.campaign, "take_over", ngoc)
    case = Inspection.objects.get(pk=case.pk)
    body = case.campaign.inspecting_organization
    document = start_draft("conclusion-notice", case, ngoc, date(2019, 11, 5))
    assert document.issuing_organization == body
    case.write_step("for_decision", {})
    submit(document, User.objects.get(username="minh"))
    assert "đã kết thúc hoạt động ngày 01/07/2025" in refusal_of(lambda: issue(document, ngoc, date(2019, 11, 5)))


def test_what_an_ended_body_inspected_is_issued_by_its_successor_which_names_it(case, ngoc, minh):
    take(case.campaign, "take_over", ngoc)
    case = Inspection.objects.get(pk=case.pk)
    case.write_step("for_decision", {})
    successor = case.campaign.taken_over_by
    Term.objects.create(organization=successor, name=SERIES, starts_on=date(2026, 5, 15))
    document = start_draft("conclusion-notice", case, minh, DAY, today=TODAY)
    assert document.issuing_organization == successor
    submit(document, minh, now=NOW)
    done = issued_by(ngoc, document)
    assert done.taken_number.register.organization == successor
    assert "do Ban Dân vận Tỉnh ủy Long An tiến hành" in done.about
    paper = OfficialPaper.objects.get(file=done.pdf)
    assert (paper.issuer, paper.kept_by) == (successor.full_name_at(DAY), successor)


def test_the_signed_file_is_attached_beside_the_portals_own(submitted, minh, ngoc, lan):
    document = issued_by(ngoc, submitted)
    refusal_of(lambda: attach_signed(document, SIGNED, lan, READING, "scan"), NotYours)
    attach_signed(document, SIGNED, minh, READING, "scan", now=NOW)
    assert (document.state, document.signed_file.original_name) == ("signed", "TB-da-ky.pdf")
    assert issued_bytes(document)[:4] == b"%PDF"
    assert those_who_see(document.signed_file, minh, lan) == ["minh"]
    publish(document, minh, now=NOW)
    assert those_who_see(document.signed_file, minh, lan) == ["minh", "lan"]


def test_a_discarded_draft_comes_back_with_its_words(draft, inspection, minh):
    reserve(draft, minh)
    write_slot(draft, "opening", "Lời của chuyên viên.", minh)
    discard(draft, minh, "Nhầm")
    assert taken_numbers().get().use == "cancelled"
    removals = Event.objects.about(inspection).filter(act="removed")
    for event in removals.order_by("-pk"):
        restore(event, minh)
    assert Document.objects.get(inspection=inspection).texts.get().text == "Lời của chuyên viên."


def test_the_papers_of_one_board_are_nothing_for_another(submitted, ngoc, minh):
    board = make_body("ban-tinh-ban", "party_board", "party")
    stranger = make_user("quyen", board, "leader", "staff")
    document = issued_by(ngoc, submitted)
    paper = OfficialPaper.objects.get(file=document.pdf)
    publish(document, minh, now=NOW)
    shown = [document, paper, document.pdf, document.taken_number, document.taken_number.register]
    assert [those_who_see(record, stranger, ngoc) for record in shown] == [["ngoc"]] * 5
    refusal_of(lambda: reserve(document, stranger), NotYours)


PAPERS = {  # kind: type in the register, link, number; who drafts and who issues it
    "plan": ("KH", "basis of the campaign", "01-KH/BTGDVTU", "minh", "ngoc"),
    "delegation-decision": ("QĐ", "of the delegation", "01-QĐ/BTGDVTU", "minh", "ngoc"),
    "schedule-letter": ("CV", "issued", "01-CV/BTGDVTU", "minh", "ngoc"),
    "reminder-letter": ("CV", "issued", "01-CV/BTGDVTU", "minh", "ngoc"),
    "report-outline": ("other", "issued", "01-ĐC/BTGDVTU", "minh", "ngoc"),
    "minutes": ("BB", "issued", "", "son", "binh"),
    "result-report": ("BC", "result", "01-BC/ĐKT", "son", "binh"),
    "conclusion-notice": ("TB", "result", "01-TB/BTGDVTU", "minh", "ngoc"),
    "submission": ("other", "issued", "01-TTr/ĐKT", "binh", "binh"),
    "figures-annex": ("other", "issued", "", "son", "binh"),
    "campaign-figures": ("other", "issued of the campaign", "", "minh", "ngoc"),
    "annual-report": ("BC", "issued of the campaign", "01-BC/BTGDVTU", "minh", "ngoc"),
}
STATES = {"minutes": ("in_session", "recorded"), "result-report": ("drafting", "for_decision")}


@pytest.mark.parametrize("kind", PAPERS)
def test_every_kind_is_issued_registered_and_takes_the_step_that_is_its(kind, inspection, request):
    paper_type, link, number, writer, issuer = PAPERS[kind]
    before, after = STATES.get(kind, ("for_decision", "concluded" if kind == "conclusion-notice" else "for_decision"))
    inspection.write_step(before, {})
    about = {"campaign": inspection.campaign, "delegation": inspection.delegation}.get(kinds()[kind].about, inspection)
    document = start_draft(kind, about, request.getfixturevalue(writer), DAY, today=TODAY)
    submit(document, request.getfixturevalue(writer), now=NOW)
    line = lambda sheet: b"%PDF " + sheet["title"].encode()  # noqa: E731  printing is tested by itself
    done = issue(document, request.getfixturevalue(issuer), DAY, now=NOW, press=line)
    paper = OfficialPaper.objects.get(file=done.pdf)
    assert (paper.paper_type, paper.number, paper.dated_on) == (paper_type, number, DAY)
    body, own = paper.kept_by.full_name_at(DAY), "Đoàn Kiểm tra số 1, " if writer != "minh" else ""
    assert (linked(paper, done), paper.issuer) == (link, f"{own}{body}")
    inspection.refresh_from_db()
    assert inspection.state == after


def linked(paper, document):
    if document.delegation is not None and document.delegation.decision_paper == paper:
        return "of the delegation"
    link = paper.links.get()
    return f"{link.role} of the campaign" if link.campaign_id else link.role


def test_of_several_minutes_the_last_one_agrees(inspection, son, binh):
    inspection.write_step("in_session", {})
    days = [Session.objects.create(inspection=inspection, held_on=date(2026, 5, day)) for day in (18, 19)]
    both = [start_draft("minutes", inspection, son, DAY, session=session, today=TODAY) for session in days]
    for document, state in zip(both, ("in_session", "recorded"), strict=True):
        submit(document, son, now=NOW)
        issued_by(binh, document)
        inspection.refresh_from_db()
        assert inspection.state == state
