"""“Không nêu trong nguồn” is something else than “Không có”, and than what isn't entered yet."""

import pytest

from inspections.models import Inspection
from portal.readiness import before_opening
from reports.documents.issue.drafts import start_draft
from tests.standing import standing
from workflow.models import Event
from workflow.steps.acts import missing_for, take

pytestmark = pytest.mark.django_db
UNSTATED, NONE = "Không nêu trong nguồn.", "Không có."


@pytest.fixture
def bare(db):
    """An inspection of which the source names nothing: no day, no findings, no recommendations."""
    inspection = Inspection.objects.get(reference="DVCQ2026-28114")
    for rows in (inspection.recommendations, inspection.findings, inspection.sessions):
        for row in rows.all():
            getattr(row, "assignments", getattr(row, "causes", rows.none())).all().delete()
            row.delete()
    return inspection


def say(browser, inspection, **said):
    address = f"{inspection.get_absolute_url()}edit/"
    form = browser.get(address).context["form"]
    name = inspection.reporting_organization.full_name_at(inspection.campaign.day)
    typed = {"kind": inspection.kind, "reporting_organization": name}
    typed |= {
        "reporting_organization_pk": inspection.reporting_organization_id,
        "reporting_organization_pk_words": name,
    }
    typed |= {"delegation": inspection.delegation_id, "revision": form["revision"].value()}
    answer = browser.post(address, typed | said)
    assert answer.status_code == 302, answer.context["form"].errors


def test_minh_says_so_and_page_and_history_tell_the_three_apart(signed_in, minh, bare):
    standing(bare, "in_session")
    browser = signed_in(minh)
    page = browser.get(bare.get_absolute_url()).content.decode()
    assert (UNSTATED in page, NONE in page, "Nguồn không nêu, hoặc không có?" in page) == (False, False, True)
    say(browser, bare, strengths_absence="none", shortcomings_absence="unstated", dates_absence="unstated")
    page = browser.get(bare.get_absolute_url())
    said = page.context["absences"]
    assert (said.strengths, said.shortcomings, said.recommendations) == ("Không có", "Không nêu trong nguồn", "")
    assert (UNSTATED in page.content.decode(), NONE in page.content.decode()) == (True, True)
    changes = Event.objects.about(bare).first().changes
    assert changes["shortcomings_absence"] == ["", "unstated"]


@pytest.mark.parametrize(
    ("step", "columns", "message", "at"),
    [
        ("record", ["dates_absence"], "Chưa ghi ngày buổi làm việc.", "#sessions"),
        ("submit", ["strengths_absence", "shortcomings_absence"], "Chưa ghi ưu điểm, hạn chế nào.", "#findings"),
    ],
)
def test_a_step_names_what_is_missing_with_its_place_and_goes_on_where_the_source_is_silent(
    signed_in, binh, bare, step, columns, message, at
):
    standing(bare, bare.STEPS[step].from_states[0])
    missing = missing_for(bare, bare.STEPS[step])
    assert (missing, [each.url for each in missing]) == ([message], [f"{bare.get_absolute_url()}{at}"])
    page = signed_in(binh).get(f"{bare.get_absolute_url()}steps/{step}/").content.decode()
    assert f'<a href="{bare.get_absolute_url()}{at}">' in page
    Inspection.objects.filter(pk=bare.pk).update(**dict.fromkeys(columns, "unstated"))
    take(Inspection.objects.get(pk=bare.pk), step, binh)
    assert Inspection.objects.get(pk=bare.pk).state == bare.STEPS[step].to


def test_outsiders_read_it_once_the_minutes_are_agreed(signed_in, khoa, ngoc):
    inspection = Inspection.objects.filter(subject_organization__in=khoa.reach.unit, campaign__code="DVCQ2026").first()
    inspection.findings.filter(kind="strength").update(kind="shortcoming", severity="limitation")
    Inspection.objects.filter(pk=inspection.pk).update(strengths_absence="unstated")
    said = {}
    for state in ("in_session", "recorded"):
        standing(inspection, state)
        said[state] = [
            signed_in(user).get(inspection.get_absolute_url()).context["absences"].strengths for user in (khoa, ngoc)
        ]
    assert said == {"in_session": ["", UNSTATED[:-1]], "recorded": [UNSTATED[:-1]] * 2}


@pytest.mark.parametrize(("absence", "words"), [("", []), ("none", ["Không có."]), ("unstated", ["Nguồn không nêu."])])
def test_papers_print_it(minh, bare, absence, words):
    standing(bare, "drafting")
    columns = dict.fromkeys(["strengths_absence", "shortcomings_absence", "recommendations_absence"], absence)
    Inspection.objects.filter(pk=bare.pk).update(**columns)
    document = start_draft("conclusion-notice", Inspection.objects.get(pk=bare.pk), minh)
    sections = {each["key"]: each["paragraphs"] for each in document.facts["sections"]}
    assert [sections.get(key, []) for key in ("strengths", "shortcomings", "requests")] == [words] * 3


def test_a_delegation_whose_head_the_source_does_not_name_is_no_doubt(signed_in, minh, bare):
    delegation, campaign = bare.delegation, bare.campaign
    delegation.members.filter(role="head").update(role="member")
    standing(campaign, "draft")
    doubt = "Có đoàn kiểm tra chưa có Trưởng đoàn."
    assert doubt in [message.text for message in before_opening(campaign)]
    type(delegation).objects.filter(campaign=campaign).update(head_absence="unstated")
    assert doubt not in [message.text for message in before_opening(campaign)]
    standing(campaign, "open")
    page = signed_in(minh).get(bare.get_absolute_url())
    assert page.context["absences"].head == "Không nêu trong nguồn"
