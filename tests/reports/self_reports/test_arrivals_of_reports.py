"""A self-report in the book of incoming papers: one number from its opening on, none for what was withdrawn."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspections.models import Arrival
from inspections.papers.arrivals.acts import cancel_arrival, enter
from reports.models import PaperSettings, Round, SectionText
from reports.submissions.acts import Verdict, return_report
from workflow.records.refusals import StepRefused
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrivals(dossier):
    """The lines of the Board's book: number, number of the paper, from whom, what."""
    body = dossier.inspection.campaign.inspecting_organization

    def read():
        columns = ("n", "paper__number", "paper__issuer", "paper__title", "note", "arrived_on")
        return list(Arrival.objects.filter(organization=body).order_by("n").values_list(*columns))

    return read


@pytest.fixture
def sent(dossier, lan):
    take(dossier, "open", None)
    SectionText.objects.create(dossier=dossier, section="survey", text="Xã có 11 ấp.", changed_by=lan)
    take(dossier, "send", lan)
    return dossier


def return_and_send_again(dossier, minh, lan):
    due_on = timezone.localdate() + timedelta(days=9)
    return_report(dossier, minh, [Verdict(section="survey", code="missing")], due_on)
    SectionText.objects.filter(dossier=dossier).update(text="Xã có 11 ấp, 9.486 hộ.")
    take(dossier, "send", lan)


def test_each_opened_round_takes_the_next_number_and_a_withdrawn_one_none(sent, lan, minh, binh, arrivals):
    take(sent, "withdraw", lan)
    take(sent, "send", lan)
    assert arrivals() == []
    take(sent, "read", binh)  # heads the delegation, and doesn't work in the Board
    return_and_send_again(sent, minh, lan)
    take(sent, "read", minh)
    with pytest.raises(StepRefused):
        take(sent, "read", minh)
    today, reference = timezone.localdate(), sent.inspection.reference
    body, theme = sent.reporting_organization.full_name_at(today), sent.inspection.campaign.theme
    assert arrivals() == [
        (n, f"{reference}-BC{at}", body, f"Báo cáo tự kiểm tra, lần {at}: {theme}", "Gửi qua cổng", today)
        for n, at in ((1, 2), (2, 3))
    ]


def test_its_number_stands_on_its_page_and_in_the_book_and_follows_the_line(sent, minh, lan, signed_in):
    take(sent, "read", minh)
    opened = Round.objects.select_related("paper").get(dossier=sent)
    line = opened.paper.arrivals.get()
    page = reverse("round_show", args=[sent.inspection.reference, 1])
    words = f"<dt>Số đến</dt><dd>{line}</dd>"
    assert [words in signed_in(who).get(page).content.decode() for who in (minh, lan)] == [True, True]
    assert opened.receipt in signed_in(minh).get(reverse("arrival_book"), follow=True).content.decode()
    assert not signed_in(lan).get(f"{reverse('paper_list')}?q={opened.receipt}").context["page"].rows
    cancel_arrival(line, "Vào sổ nhầm", minh)
    assert "không vào sổ trên cổng" in signed_in(lan).get(page).content.decode()
    again = enter(opened.paper, line.organization, timezone.localdate(), minh)
    assert f"<dd>{again}</dd>" in signed_in(lan).get(page).content.decode()


def test_none_is_taken_where_the_board_wants_none_or_what_is_brought_in_is_of_a_former_day(
    sent, minh, lan, ngoc, arrivals, signed_in
):
    take(sent, "read", minh, now=timezone.now() - timedelta(days=2))
    assert arrivals() == []
    page = reverse("round_show", args=[sent.inspection.reference, 1])
    assert "không vào sổ trên cổng" in signed_in(lan).get(page).content.decode()
    body = sent.inspection.campaign.inspecting_organization
    edit = reverse("paper_settings_edit", args=[body.short_code])
    typed = {"line_height_pt": "18", "end_mark": ".", "tone": "ỦY", "has_subject_mark": "on"}
    assert signed_in(ngoc).post(edit, typed).status_code == 302
    assert PaperSettings.objects.get(organization=body).registers_reports is False
    return_and_send_again(sent, minh, lan)
    take(sent, "read", minh)
    assert arrivals() == []
