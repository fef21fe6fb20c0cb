"""An assignment made after the conclusion is followed up from then on."""

from inspections.models import Assignment, Inspection
from workflow.models import Event


def test_an_assignment_made_after_the_conclusion_makes_the_portal_follow(signed_in, minh):
    inspection = Inspection.objects.get(reference="DVCQ2026-28126")
    recommendation = inspection.recommendations.first()
    posted = {
        "recommendation": recommendation.pk,
        "owner_as_printed": "UBND xã",
        "answers-TOTAL_FORMS": 0,
        "answers-INITIAL_FORMS": 0,
    }
    assert inspection.state == "concluded"
    assert signed_in(minh).post("/admin/inspections/assignment/add/", posted).status_code == 302
    inspection.refresh_from_db()
    assert Assignment.objects.get(recommendation=recommendation).owner_as_printed == "UBND xã"
    assert (inspection.state, Event.objects.about(inspection).first().act) == ("followed_up", "follow")
