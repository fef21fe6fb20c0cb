"""Files of a self-report: who adds and removes them, what is stored, who opens them, and what is refused."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from inspections.models import Campaign
from inspections.papers.uploads.judge import TYPES
from reports.models import Dossier, SubmissionAttachment
from reports.submissions.files import remove_file
from reports.submissions.pages.files import current_files, file_rows
from tests.inspections.attachments.typed_papers import NOTICE, REPORT, kept
from tests.inspections.papers.made_files import docx
from tests.reports.self_reports.sent_files import chosen, file_at, files_in, removal
from workflow.models import AccessLog
from workflow.records.refusals import TakenAlready
from workflow.steps.acts import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_waits")]
CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]
OF_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SECRET = "Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật."
AGAIN = "Trang không giữ tệp đã chọn: chọn lại tệp."
INSIDE = ["minh", "ngoc", "binh", "son", "van"]


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def sent(dossier, lan, officer, at, typed):
    """Lan has sent her report."""
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    take(Dossier.objects.get(pk=dossier.pk), "send", lan)
    dossier.refresh_from_db()
    return dossier


def read(user, attachment):
    return SubmissionAttachment.objects.visible_to(type(user).objects.get(pk=user.pk)).filter(pk=attachment.pk).exists()


# --- Adding ----------------------------------------------------------------------------------------------------------
def test_lan_adds_two_files_to_a_section_and_one_to_a_figure(officer, files_page, dossier, key_of, at, lan):
    answer = officer.post(files_page, chosen(REPORT, NOTICE, owner="text-survey"))
    assert (answer.status_code, answer["Location"]) == (302, at("#text-survey"))
    officer.post(files_page, chosen(docx(), name="Sổ.docx", owner=f"value-{key_of('1.4')}"))
    rows = list(SubmissionAttachment.objects.select_related("file").order_by("pk"))
    assert [row.key for row in rows] == ["text-survey"] * 2 + [f"value-{key_of('1.4')}"]
    assert {row.added_by for row in rows} == {lan}
    first = rows[0].file
    assert (first.original_name, first.size, first.content_type) == ("Báo cáo.pdf", len(REPORT), TYPES["pdf"])
    assert first.sha256 == hashlib.sha256(REPORT).hexdigest()
    assert default_storage.open(first.key).read() == REPORT
    assert rows[2].file.content_type == TYPES["docx"]
    page = officer.get(at()).content.decode()
    assert [file_at(row) in page for row in rows] == [True] * 3


def test_the_form_offers_the_part_from_which_it_was_opened_and_no_unknown_one(officer, files_page):
    for wanted, offered in (("text-survey", "text-survey"), ("value-999999", ""), ("", "")):
        form = officer.get(files_page, {"for": wanted}).context["form"]
        assert form["owner"].value() == offered
    assert [field.name for field in form.visible_fields()] == ["owner", "files", "is_not_secret"]


def test_who_writes_adds_files_who_reads_gets_403_and_strangers_what_doesnt_exist(cast, signed_in, files_page, dossier):
    readers = {name: signed_in(user) for name, user in cast.items()}
    answers = {name: reader.get(files_page).status_code for name, reader in readers.items()}
    assert answers == {**dict.fromkeys(INSIDE, 403), "lan": 200, "khoa": 200, "hoa": 404, "tuyet": 404, "thu": 404}
    outside = {name: code for name, code in answers.items() if code != 200}
    sent = {name: readers[name].post(files_page, chosen(REPORT)).status_code for name in outside}
    assert (sent, files_in(dossier)) == (outside, [])


def test_nobody_is_sent_to_sign_in_without_a_token_nothing_is_taken_other_methods_are_refused(
    client, officer, lan, files_page, attached, dossier
):
    made = attached(REPORT)
    assert client.get(files_page)["Location"] == f"/sign-in/?next={files_page}"
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(lan, backend="accounts.sign_in.backends.NameBackend")
    assert [careful.post(path, chosen(NOTICE)).status_code for path in (files_page, removal(made))] == [403] * 2
    assert [getattr(officer, method)(files_page).status_code for method in ("put", "patch", "delete")] == [405] * 3
    assert (officer.post(file_at(made)).status_code, officer.get(removal(made)).status_code) == (405, 405)
    assert len(files_in(dossier)) == 1


def test_where_nobody_writes_any_more_no_file_comes_in(officer, files_page, dossier, ngoc, attached, lan):
    made = attached(REPORT)
    for body in (dossier.reporting_organization, dossier.inspection.campaign.inspecting_organization):
        Organization.objects.filter(pk=body.pk).update(closed_on=timezone.localdate())
        assert officer.post(files_page, chosen(NOTICE)).status_code == 403
        Organization.objects.filter(pk=body.pk).update(closed_on=None)
    take(Campaign.objects.get(pk=dossier.inspection.campaign_id), "cancel", ngoc, reason="Đợt dừng.")
    answers = [officer.post(files_page, chosen(NOTICE)), officer.post(removal(made))]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (len(files_in(dossier)), officer.get(file_at(made)).status_code) == (1, 200)


# --- Twice -----------------------------------------------------------------------------------------------------------
def test_a_double_click_stores_one_file_and_is_no_refusal(officer, files_page, dossier):
    answers = [officer.post(files_page, chosen(REPORT)).status_code for _n in range(2)]
    assert (answers, len(files_in(dossier))) == ([302, 302], 1)


def test_the_same_bytes_are_refused_at_the_same_part_and_taken_elsewhere(officer, files_page, dossier, hoa, signed_in):
    """At another part, and in another unit's report."""
    officer.post(files_page, chosen(REPORT))
    before = kept()
    page = officer.post(files_page, chosen(REPORT, name="khac.pdf"))
    assert (page.status_code, kept()) == (409, before)
    assert page.context["refusal"] == ["Tệp “khac.pdf” đã có ở mục này; không gửi lại lần nữa."]
    assert officer.post(files_page, chosen(REPORT, owner="text-survey")).status_code == 302
    theirs = Dossier.objects.own(hoa).exclude(pk=dossier.pk).first()
    assert signed_in(hoa).post(f"{theirs.get_absolute_url()}files/", chosen(REPORT)).status_code == 302


def test_a_file_that_was_removed_may_come_back(officer, files_page, dossier):
    officer.post(files_page, chosen(REPORT))
    officer.post(removal(SubmissionAttachment.objects.get()))
    assert officer.post(files_page, chosen(REPORT)).status_code == 302
    assert SubmissionAttachment.objects.current().filter(dossier=dossier).count() == 1


def test_of_two_files_one_of_which_is_refused_none_is_stored(officer, files_page, dossier):
    officer.post(files_page, chosen(REPORT))
    before = kept()
    assert officer.post(files_page, chosen(NOTICE, REPORT)).status_code == 409
    assert (kept(), len(files_in(dossier))) == (before, 1)


# --- Sent, removed ---------------------------------------------------------------------------------------------------
def test_once_it_is_sent_only_files_of_the_whole_report_are_added_and_they_go_with_its_last_round(
    sent, officer, files_page, lan
):
    page = officer.post(files_page, chosen(REPORT, owner="text-survey"))
    said = "Báo cáo đã gửi: chỉ thêm được tệp của cả báo cáo, như bản ký."
    assert (page.status_code, page.context["refusal"], files_in(sent)) == (409, [said], [])
    assert officer.post(files_page, chosen(REPORT, name="ban ky.pdf")).status_code == 302
    made = SubmissionAttachment.objects.get()
    assert list(made.rounds.values_list("n", flat=True)) == [1]
    assert officer.post(removal(made)).status_code == 302
    made.refresh_from_db()
    assert made.removed_at is None  # what was sent stays as it was sent


def test_a_removed_file_leaves_the_report_and_stays_in_the_round_that_had_it(
    dossier, attached, officer, signed_in, minh, lan, at, typed
):
    first, dropped = attached(REPORT, "text-survey"), attached(NOTICE)
    assert officer.post(removal(dropped))["Location"] == at("#files")
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    dossier.refresh_from_db()
    for step, actor in (("send", lan), ("read", minh)):
        take(dossier, step, actor)
    take(dossier, "return", minh, due_on=timezone.localdate())
    assert officer.post(removal(first)).status_code == 302
    take(dossier, "send", lan)
    rounds = [[each.pk for each in sent.files.all()] for sent in dossier.rounds.order_by("n")]
    assert rounds == [[first.pk], []]
    assert officer.post(removal(first)).status_code == 302  # again: nothing happens
    assert [signed_in(minh).get(file_at(each)).status_code for each in (first, dropped)] == [200, 404]
    assert file_at(first) in signed_in(minh).get(at("1/")).content.decode()


def test_a_file_more_or_less_voids_the_leaders_word(dossier, attached, officer, khoa, campaign, at, typed):
    campaign.is_confirmation_asked = True
    campaign.save()
    made = attached(REPORT)
    officer.post(at(), typed(survey="Xã có 11 ấp."))

    def confirmed():
        return Dossier.objects.get(pk=dossier.pk).confirmed_at is not None

    for change in (lambda: officer.post(removal(made)), lambda: attached(NOTICE)):
        take(Dossier.objects.get(pk=dossier.pk), "confirm", khoa)
        assert confirmed()
        change()
        assert not confirmed()


def test_the_act_itself_refuses_what_is_late(sent, lan, attached):
    before = kept()
    with pytest.raises(TakenAlready):
        attached(REPORT, "text-survey")
    assert kept() == before


# --- Opening ---------------------------------------------------------------------------------------------------------
def test_a_file_is_the_units_until_its_round_is_opened_and_each_download_leaves_a_line(
    dossier, attached, officer, cast, signed_in, lan, minh, at, typed
):
    made = attached(REPORT, "text-survey")
    readers = {name: signed_in(user) for name, user in cast.items()}

    def opened_by():
        return [name for name, reader in readers.items() if reader.get(file_at(made)).status_code == 200]

    assert opened_by() == ["lan", "khoa"]
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    dossier.refresh_from_db()
    take(dossier, "send", lan)
    assert opened_by() == ["lan", "khoa"]
    take(dossier, "read", minh)
    assert opened_by() == [*INSIDE, "lan", "khoa"]
    logged = AccessLog.objects.filter(kind="downloaded", object_id=made.pk, label="bao cao.pdf")
    assert sorted(set(logged.values_list("actor__username", flat=True))) == sorted([*INSIDE, "lan", "khoa"])
    assert logged.count() == 2 + 2 + 7


def test_withdrawn_what_the_board_has_not_opened_stays_closed(sent, attached, lan, minh, signed_in):
    made = attached(REPORT)
    take(sent, "withdraw", lan)
    assert signed_in(minh).get(file_at(made)).status_code == 404


# --- Other people's rows ---------------------------------------------------------------------------------------------
def test_nobody_reaches_another_units_files_or_parts(dossier, attached, signed_in, hoa, minh, officer, files_page):
    made = attached(REPORT)
    browser = signed_in(hoa)
    answers = [browser.get(file_at(made)), browser.post(removal(made)), browser.post(files_page, chosen(NOTICE))]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert signed_in(minh).post(removal(made)).status_code == 404  # the Board sees nothing of it yet
    strange = officer.post(files_page, chosen(NOTICE, owner=f"value-{2**40}"))
    assert (strange.status_code, set(strange.context["form"].errors)) == (422, {"owner"})
    for path in (file_at(made), removal(made)):
        missing = path.replace(str(made.pk), str(made.pk + 1000))
        assert [officer.get(missing).status_code, officer.post(missing).status_code] in ([404, 405], [405, 404])
    assert len(files_in(dossier)) == 1


def test_who_inspects_opens_what_was_sent_and_removes_nothing(sent, attached, minh, signed_in):
    made = attached(REPORT)
    take(sent, "read", minh)
    browser = signed_in(minh)
    assert (browser.get(file_at(made)).status_code, browser.post(removal(made)).status_code) == (200, 404)


def test_the_first_file_begins_the_writing(dossier, attached):
    attached(REPORT)
    dossier.refresh_from_db()
    assert dossier.state == "writing"


def test_a_second_file_of_a_name_in_a_part_is_its_second_version(dossier, attached):
    first = attached(REPORT, "text-survey", name="số liệu.pdf")
    remove_file(first)
    attached(NOTICE, "text-survey", name="số liệu.pdf")
    attached(NOTICE, name="số liệu.pdf")
    shown = [(row.key, row.name, row.version) for row in file_rows(current_files(dossier))]
    assert sorted(shown) == [("", "số liệu.pdf", 1), ("text-survey", "số liệu.pdf", 2)]
