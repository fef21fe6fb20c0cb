"""Writing in place: what is sent becomes rows with their history; what is concluded stays as it is."""

import pytest
from django.utils import timezone

from inspections.inspections.acts import write
from inspections.models import Assignment, Cause, Finding, Inspection, Recommendation
from inspections.recommendations.acts import assign
from workflow.models import Event
from workflow.records.refusals import StepRefused

PAGE = "/inspections/DVCQ2026-27712/"


@pytest.fixture
def working(db):
    """In session, with nothing measured or found yet; Minh writes for it."""
    return Inspection.objects.get(reference="DVCQ2026-27712")


@pytest.fixture
def concluded(db):
    return Inspection.objects.get(reference="DVCQ2026-28108")


@pytest.fixture
def send(signed_in, minh):
    """`send(path, …)` is Minh's form, sent; gives the response."""
    browser = signed_in(minh)
    return lambda path, **data: browser.post(path, {"about_organization": "ubnd phuong tan an", **data})


def value_path(working, number):
    return f"{PAGE}criteria/{working.campaign.criteria_set.criteria.get(number=number).pk}/value/"


def acts_on(record):
    return [(event.act, event.actor.username, event.reason) for event in Event.objects.about(record).order_by("pk")]


# --- Values --------------------------------------------------------------------------------------------------------
def test_a_value_is_written_with_its_history_and_leads_back_to_its_row(working, send):
    path = value_path(working, "2.1")
    response = send(path, printed="97%", side="verified", time="2026")
    value = working.values.get()
    row = f"criterion-{value.set_criterion_id}"
    assert (response.status_code, response.url) == (302, f"{PAGE}#{row}")
    assert (value.printed, value.number, value.about_organization) == ("97%", 97, working.subject_organization)
    assert acts_on(value) == [("created", "minh", "")]


def test_a_new_value_takes_the_olds_place_with_a_reason_and_the_old_one_stays(working, send):
    path = value_path(working, "2.1")
    send(path, printed="97%", side="verified", time="2026")
    doubted = send(path, printed="96%", side="verified", time="2026")
    assert doubted.status_code == 422
    warned = doubted.context["form"]["warned"].value()
    send(path, printed="96%", side="verified", time="2026", warned=warned, reason="đính chính")
    old, new = working.values.order_by("pk")
    assert (old.superseded_by, new.superseded_by, new.printed) == (new, None, "96%")
    assert acts_on(new) == [("created", "minh", "đính chính")]
    assert acts_on(old)[1:] == [("changed", "minh", "đính chính")]
    assert list(working.values.current()) == [new]


def test_an_older_copy_is_refused_and_what_was_typed_is_kept(working, send):
    send(value_path(working, "2.1"), printed="97%", side="verified", time="2026")
    value = working.values.get()
    sent = {"side": "verified", "time": "2026", "revision": 1}
    assert send(f"/values/{value.pk}/edit/", printed="96%", **sent).status_code == 302
    late = send(f"/values/{value.pk}/edit/", printed="95%", **sent)
    assert (late.status_code, late.context["form"]["printed"].value()) == (409, "95%")
    value.refresh_from_db()
    assert value.printed == "96%"


def test_a_head_from_outside_the_board_writes_too(signed_in, binh):
    """Who sees the inspected body through the delegation only."""
    inspection = Inspection.objects.get(reference="DVCQ2026-28144")
    criterion = inspection.campaign.criteria_set.criteria.get(number="1.2")
    path = f"/inspections/{inspection.reference}/criteria/{criterion.pk}/value/"
    browser = signed_in(binh)
    about = browser.get(path).context["form"]["about_organization"].value()
    body = {
        "about_organization": about.words,
        "about_organization_pk": about.pk,
        "about_organization_pk_words": about.words,
    }
    response = browser.post(path, {"yes_no": "True", "side": "verified", "time": "2026", **body})
    assert response.status_code == 302
    assert inspection.values.get(set_criterion=criterion, side="verified").printed == "Có"


def test_htmx_gets_the_row_alone(working, signed_in, minh):
    path = value_path(working, "2.1")
    html = signed_in(minh).get(path, headers={"HX-Request": "true"}).content.decode()
    criterion = working.campaign.criteria_set.criteria.get(number="2.1")
    assert html.count("<html") == 0
    assert html.count(f'<tbody role="rowgroup" id="criterion-{criterion.pk}" data-row>') == 1
    assert html.count(f'hx-post="{path}"') == 1


def test_the_page_offers_every_criterion_to_those_who_write_and_no_button_to_others(signed_in, minh, tuyet, concluded):
    offered = signed_in(minh).get(PAGE).content.decode()
    assert offered.count("data-open") == 56 + 4  # and a strength, a shortcoming, a recommendation, a petition
    assert signed_in(tuyet).get(concluded.get_absolute_url()).content.decode().count("data-open") == 0


# --- Findings, causes, recommendations -------------------------------------------------------------------------------
def test_findings_are_numbered_in_their_kind_and_begin_where_the_last_one_was_taken_from(working, send):
    for text, source in (("Chủ động.", "báo cáo"), ("Kịp thời.", "biên bản")):
        send(f"{PAGE}findings/strength/", text=text, source=source, position=working.findings.count() + 1)
    opened = send(f"{PAGE}findings/strength/", text="", position=1)
    assert [(each.position, each.text) for each in working.findings.order_by("pk")] == [
        (1, "Chủ động."),
        (2, "Kịp thời."),
    ]
    assert opened.status_code == 422
    assert opened.context["form"].initial["source"] == "biên bản"


def test_a_shortcoming_has_a_severity_and_causes(working, send):
    send(f"{PAGE}findings/shortcoming/", text="Triển khai chậm.", severity="fault", position=1, is_internal="on")
    found = working.findings.get()
    assert (found.severity, found.is_internal) == ("fault", True)
    send(f"{PAGE}causes/", text="Thiếu người.", kind="objective", finding=found.pk)
    cause = Cause.objects.get(finding=found)
    send(f"/causes/{cause.pk}/edit/", text="Thiếu kinh phí.", kind="subjective", finding=found.pk, revision=1)
    cause.refresh_from_db()
    assert (cause.text, cause.kind) == ("Thiếu kinh phí.", "subjective")
    assert acts_on(cause) == [("created", "minh", ""), ("changed", "minh", "")]


def test_a_cause_is_of_a_shortcoming_of_this_inspection(working, send):
    stranger = Finding.objects.filter(kind="shortcoming").exclude(inspection=working).exclude(inspection=None).first()
    response = send(f"{PAGE}causes/", text="Thiếu người.", kind="objective", finding=stranger.pk)
    assert list(response.context["form"].errors) == ["finding"]


def test_a_text_that_is_being_typed_is_told_with_its_values(working, send):
    send(value_path(working, "2.1"), printed="97%", side="verified", time="2026")
    preview = send(f"{PAGE}findings/told/", text="Đạt {2.1}, {8.1}.").content.decode()
    assert preview.count('<span class="as-written">97%</span>') == 1
    assert preview.count("<mark>[chưa có số: 8.1]</mark>") == 1


def test_a_recommendation_comes_with_its_first_owner_as_printed(working, send):
    board = working.campaign.inspecting_organization
    sent = {"text": "Làm tốt hơn.", "direction": "recommend", "author_organization": board.pk, "position": 1}
    send(f"{PAGE}recommendations/", owner_as_printed="các địa phương", due_as_printed="trong quý IV", **sent)
    assignment = Assignment.objects.get(recommendation__inspection=working)
    assert (assignment.owner_as_printed, assignment.due_as_printed, assignment.state) == (
        "các địa phương",
        "trong quý IV",
        "open",
    )
    assert acts_on(assignment.recommendation) == [("created", "minh", "")]
    assert acts_on(assignment) == [("created", "minh", "")]


def test_an_owner_found_by_its_name_is_printed_as_it_was_called_that_day(working, send):
    board = working.campaign.inspecting_organization
    recommendation = Recommendation.objects.create(
        campaign=working.campaign, inspection=working, author_organization=board, text="Làm tốt hơn."
    )
    path = f"/recommendations/{recommendation.pk}/assignments/"
    assert list(send(path, due_on="31/12/2026").context["form"].errors) == ["owner_organization"]
    send(path, owner_organization="ubnd phuong tan an", due_on="31/12/2026")
    owner = working.subject_organization
    assignment = recommendation.assignments.get()
    assert (assignment.owner_organization, assignment.owner_as_printed) == (
        owner,
        owner.full_name_at(timezone.localdate()),
    )


# --- What is concluded stays -----------------------------------------------------------------------------------------
def test_nothing_is_written_once_the_conclusion_is_out_whoever_asks(concluded, minh):
    """The page was opened before; the conclusion came first."""
    finding = concluded.findings.first()
    finding.text = "Sửa sau kết luận."
    with pytest.raises(StepRefused):
        write(finding, concluded, minh, finding.revision)
    finding.refresh_from_db()
    assert finding.text != "Sửa sau kết luận."


def test_an_owner_can_still_be_named_then(concluded, minh):
    recommendation = concluded.recommendations.first()
    made = assign(Assignment(recommendation=recommendation, owner_as_printed="các phòng"), minh)
    assert acts_on(made) == [("created", "minh", "")]
