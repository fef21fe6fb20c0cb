"""A body's templates: versions that never change, drafts that remember theirs, and what a newer one changes in them."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Organization
from inspections.models import Inspection
from reports.documents.compose import kind_of
from reports.documents.compose.kinds import COMPOSED
from reports.documents.compose.slots import order_of
from reports.documents.compose.wording import EMPTY
from reports.documents.issue.composing import compose_anew
from reports.documents.issue.drafts import recompose, start_draft
from reports.documents.issue.issuing import issued_bytes
from reports.documents.texts import drop_text, slots_to_take_over, take_over_slot, write_slot
from reports.documents.wording import newest, newest_of, write
from reports.models import Document, DocumentTemplate, Term
from tests.reports.issued import DAY, NOW, issued_by, refusal_of
from workflow.history.acts import Outdated
from workflow.models import Event
from workflow.records.refusals import NotYours
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
NOTICE = kind_of("conclusion-notice")
ORDER = ["requests", "strengths", "shortcomings", "follow-up"]


def wording(order=(), headings=None, **texts):
    return {"order": list(order), "headings": headings or {}, "texts": texts}


@pytest.fixture
def board():
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def inspection(no_numbers_yet):
    row = Inspection.objects.get(reference="DVCQ2026-28138")
    Document.objects.filter(inspection=row).exclude(state__in=["issued", "signed", "published", "replaced"]).delete()
    Term.objects.create(organization=row.campaign.inspecting_organization, name="Khóa thử", starts_on=date(2026, 5, 15))
    return row


@pytest.fixture
def draft(inspection, minh):
    return start_draft("conclusion-notice", inspection, minh, day=DAY)


# --- Versions --------------------------------------------------------------------------------------------------------
def test_minh_writes_one_version_after_another_and_the_newest_holds(minh, ngoc, board):
    assert (newest(NOTICE.slug, board.pk), newest_of([board])) == (None, {})
    first = write(NOTICE, board, wording(opening="Ban thông báo:"), minh, 0, "theo góp ý của Văn phòng")
    second = write(NOTICE, board, wording(opening="Thông báo như sau:"), ngoc, 1)
    assert [(row.version, row.reason, row.made_by) for row in (first, second)] == [
        (1, "theo góp ý của Văn phòng", minh),
        (2, "", ngoc),
    ]
    assert newest(NOTICE.slug, board.pk) == second
    assert newest_of([board]) == {(board.pk, NOTICE.slug): second}
    assert newest("minutes", board.pk) is None
    event = Event.objects.about(first).get()
    assert (event.act, event.actor, event.reason) == ("created", minh, "theo góp ý của Văn phòng")


def test_of_two_who_edit_at_once_the_later_is_told_and_nothing_is_overwritten(minh, ngoc, board):
    write(NOTICE, board, wording(opening="Một."), minh, 0)
    assert "Minh" in refusal_of(lambda: write(NOTICE, board, wording(opening="Hai."), ngoc, 0), Outdated)
    assert DocumentTemplate.objects.filter(organization=board).count() == 1


def test_a_version_without_any_change_is_not_written(minh, board):
    assert refusal_of(lambda: write(NOTICE, board, EMPTY, minh, 0)).startswith("Chưa có gì khác")
    write(NOTICE, board, wording(opening="Một."), minh, 0)
    assert refusal_of(lambda: write(NOTICE, board, wording(opening="Một."), minh, 1)).startswith("Chưa có gì khác")


def test_only_those_who_lead_the_body_or_work_in_it_write(minh, ngoc, binh, lan, tuyet, thu, board):
    for version, user in enumerate([minh, ngoc]):
        write(NOTICE, board, wording(opening=user.username), user, version)
    for user in (binh, lan, tuyet, thu):
        refusal_of(lambda user=user: write(NOTICE, board, wording(opening="x"), user, 2), NotYours)


STATEMENTS = [
    "UPDATE reports_documenttemplate SET contents = '{}' WHERE id = %s",
    "UPDATE reports_documenttemplate SET version = 9 WHERE id = %s",
    "DELETE FROM reports_documenttemplate WHERE id = %s",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_version_is_ever_changed_or_deleted(minh, board, statement):
    first = write(NOTICE, board, wording(opening="Một."), minh, 0)
    refused = pytest.raises(DatabaseError, match="a version of a template is frozen")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [first.pk])
    first.refresh_from_db()
    assert (first.version, first.contents) == (1, wording(opening="Một."))


# --- Drafts ----------------------------------------------------------------------------------------------------------
def test_a_draft_remembers_the_version_by_which_it_was_composed(minh, board, inspection):
    first = write(NOTICE, board, wording(ORDER, {"strengths": "Kết quả"}, opening="{cơ quan ban hành} báo:"), minh, 0)
    draft = Document.objects.get(pk=start_draft("conclusion-notice", inspection, minh, day=DAY).pk)
    assert draft.template == first
    assert draft.facts["opening"] == "Ban Tuyên giáo và Dân vận Tỉnh ủy báo:"
    assert order_of(draft.facts) == ORDER
    assert draft.facts["sections"][1]["heading"] == "Kết quả"


def test_a_template_of_another_kind_or_another_body_changes_nothing(minh, board, inspection):
    own = start_draft("conclusion-notice", inspection, minh, day=DAY).facts
    Document.objects.filter(inspection=inspection, state="draft").delete()
    other = Organization.objects.exclude(pk=board.pk).first()
    for slug, body in (("minutes", board), ("conclusion-notice", other)):
        DocumentTemplate.objects.create(organization=body, kind=slug, contents=wording(opening="Khác."))
    again = start_draft("conclusion-notice", inspection, minh, day=DAY)
    assert (again.template, again.facts) == (None, own)


def test_the_round_trip_from_template_to_issued_paper(minh, ngoc, board, draft):
    """Edited → draft → facts changed → slots behind shown → taken over → issued, and never altered afterwards."""
    template = write(NOTICE, board, wording(opening="Ban báo:", grounds=f"Căn cứ Luật\n{COMPOSED}"), minh, 0)
    recompose(draft, minh)
    assert (draft.template, draft.facts["grounds"][0]) == (template, "Căn cứ Luật")
    finding = draft.inspection.findings.filter(kind="strength", is_internal=False).first()
    finding.text = "Việc mới ghi sau khi soạn"
    finding.save()
    second = write(NOTICE, board, wording(opening="Ban thông báo:"), minh, 1)
    present = compose_anew(draft)
    assert [slot.key for slot in present.reworded] == ["grounds", "opening"]
    assert [slot.key for slot in slots_to_take_over(draft, present.facts)] == ["grounds", "opening", "strengths"]
    for key, version in (("strengths", template), ("grounds", template), ("opening", second)):
        take_over_slot(draft, key, minh, present.facts, present.template)
        draft.refresh_from_db()
        assert draft.template == version, key
    take(draft, "submit", minh, now=NOW)
    issued_by(ngoc, draft)
    frozen, pdf = draft.facts, issued_bytes(draft)
    write(NOTICE, board, wording(opening="Về sau:"), minh, 2)
    draft.refresh_from_db()
    assert (draft.facts, issued_bytes(draft), draft.template) == (frozen, pdf, second)
    assert frozen["opening"] == "Ban thông báo:"


def test_a_new_order_is_shown_and_comes_with_the_whole(minh, board, draft):
    write(NOTICE, board, wording(ORDER), minh, 0)
    present = compose_anew(draft)
    assert (present.is_newer, present.reworded, present.is_reordered) == (True, [], True)
    recompose(draft, minh)
    assert order_of(draft.facts) == ORDER
    assert compose_anew(draft).is_newer is False


def test_staffs_own_words_stay_and_are_behind_until_somebody_decides(minh, board, draft):
    write_slot(draft, "opening", "Lời riêng", minh)
    second = write(NOTICE, board, wording(opening="Ban báo:"), minh, 0)
    recompose(draft, minh)
    present = compose_anew(draft)
    assert [slot.key for slot in slots_to_take_over(draft, present.facts)] == ["opening"]
    drop_text(draft, "opening", minh, present.facts, present.template)
    draft.refresh_from_db()
    assert (draft.facts["opening"], draft.template, draft.texts.count()) == ("Ban báo:", second, 0)


def test_a_paper_with_a_placeholder_that_has_no_value_is_not_submitted(minh, board, draft):
    write(NOTICE, board, wording(opening="Thời kỳ {thời kỳ}, {hạn gửi báo cáo}:"), minh, 0)
    type(draft.inspection.campaign).objects.filter(pk=draft.inspection.campaign_id).update(
        period_start=None, period_end=None
    )
    recompose(draft, minh)
    assert "[chưa có: thời kỳ]" in draft.facts["opening"]
    assert "[chưa có: thời kỳ]" in refusal_of(lambda: take(draft, "submit", minh, now=NOW))


def test_issued_on_another_day_it_keeps_the_words_of_its_own_template(minh, ngoc, board, inspection):
    write(NOTICE, board, wording(opening="Bản một:"), minh, 0)
    type(inspection.campaign).objects.filter(pk=inspection.campaign_id).update(period_start=None, period_end=None)
    draft = start_draft("conclusion-notice", inspection, minh, day=date(2026, 5, 18))
    write(NOTICE, board, wording(opening="Bản hai {thời kỳ}:"), minh, 1)
    take(draft, "submit", minh, now=NOW)
    issued_by(ngoc, draft)
    assert (draft.facts["opening"], draft.facts["missing"]) == ("Bản một:", [])
