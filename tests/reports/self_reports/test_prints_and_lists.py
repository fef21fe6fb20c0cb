"""What is printed of a round, who may print it, and where reports stand in lists and on home."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.home.tasks import tasks_of
from reports.models import Dossier
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
TICKED = {"is_not_secret": "on"}


@pytest.fixture
def sent(signed_in, lan, at, typed, dossier):
    """Lan has sent a text and a figure."""
    officer = signed_in(lan)
    officer.post(at(), typed({"1.4": {"numerator": "15", "denominator": "20"}}, survey="Xã có 11 ấp."))
    officer.post(at("send/"), TICKED)
    return dossier.rounds.get()


def words_of(pdf):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def test_the_report_prints_in_its_bodys_name_and_the_receipt_in_the_boards(sent, signed_in, lan, at):
    officer = signed_in(lan)
    report, receipt = (officer.get(at(f"1/{name}.pdf")) for name in ("report", "receipt"))
    assert [answer["Content-Type"] for answer in (report, receipt)] == ["application/pdf"] * 2
    words = words_of(report.content)
    for piece in ("XÃ CẦN ĐƯỚC", "BÁO CÁO", "Xã có 11 ấp.", "15/20", "Dự thảo"):
        assert (piece in words) == (piece != "Dự thảo"), piece
    words = words_of(receipt.content)
    for piece in ("BAN TUYÊN GIÁO", sent.receipt, sent.sha256[:16], sent.sha256[-16:], "chưa nhập", "15/20"):
        assert piece in words, piece


def test_a_round_is_printed_for_those_who_may_read_it(sent, signed_in, cast_of_readers, minh, at):
    def answers():
        return {name: signed_in(user).get(at("1/receipt.pdf")).status_code for name, user in cast_of_readers.items()}

    outside = {"hoa": 404, "tuyet": 404, "thu": 404}
    assert answers() == {"lan": 200, "khoa": 200, "minh": 404, "binh": 404, **outside}
    signed_in(minh).post(at("check/"), {"open": "1"})
    assert answers() == {"lan": 200, "khoa": 200, "minh": 200, "binh": 200, **outside}


@pytest.fixture
def cast_of_readers(lan, khoa, minh, binh, hoa, tuyet, thu):
    return {"lan": lan, "khoa": khoa, "minh": minh, "binh": binh, "hoa": hoa, "tuyet": tuyet, "thu": thu}


# --- Home and list ---------------------------------------------------------------------------------------------------
def titles(user):
    return [task.title for task in tasks_of(user, timezone.localdate())]


def test_the_task_goes_from_lan_to_minh_and_back(dossier, signed_in, lan, minh, at, typed):
    mine, theirs = "Gửi báo cáo tự kiểm tra: UBND xã Cần Đước", "Kiểm tra báo cáo tự kiểm tra: UBND xã Cần Đước"
    assert (mine in titles(lan), theirs in titles(minh)) == (True, False)
    officer = signed_in(lan)
    officer.post(at(), typed(survey="Xã có 11 ấp."))
    officer.post(at("send/"), TICKED)
    assert (mine in titles(lan), theirs in titles(minh)) == (False, True)
    staff, day = signed_in(minh), f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
    staff.post(at("check/"), {"open": "1"})
    staff.post(
        at("check/"), {"verdict-text-survey": "return", "code-text-survey": "unclear", "due_on": day, "return": ""}
    )
    assert ("Bổ sung báo cáo tự kiểm tra: UBND xã Cần Đước" in titles(lan), theirs in titles(minh)) == (True, False)


def test_khoa_is_led_to_what_waits_for_his_word(dossier, signed_in, lan, khoa, at, typed, campaign):
    campaign.is_confirmation_asked = True
    campaign.save()
    assert "Xác nhận báo cáo tự kiểm tra" not in titles(khoa)
    signed_in(lan).post(at(), typed(survey="Xã có 11 ấp."))
    assert "Xác nhận báo cáo tự kiểm tra" in titles(khoa)
    assert signed_in(khoa).post(at("steps/confirm/")).status_code == 302
    assert "Xác nhận báo cáo tự kiểm tra" not in titles(khoa)


def listed(client, **filters):
    page = client.get(reverse("dossier_list"), {"columns": "reference", **filters})
    return sorted(row.inspection.reference for row in page.context["page"].rows)


def test_the_list_is_scoped_and_filters_what_home_counts(dossier, signed_in, minh, lan, hoa, tuyet):
    own = dossier.inspection.reference
    assert own in listed(signed_in(minh), state="requested")
    assert own in listed(signed_in(lan))
    assert own not in listed(signed_in(hoa))
    assert listed(signed_in(tuyet)) == []
    Dossier.objects.filter(pk=dossier.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert own in listed(signed_in(minh), due="late")


def test_a_cancelled_inspection_waits_for_no_report(dossier, lan, ngoc):
    take(dossier.inspection, "cancel", ngoc, reason="Trùng đợt khác.")
    assert [title for title in titles(lan) if title.startswith("Gửi báo cáo")] == []
