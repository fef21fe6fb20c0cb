"""States change by steps, never by typing; frozen records are read-only."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Organization
from inspections.inspections.states import CONCLUDED
from inspections.models import Assignment, CriteriaSet, Finding, MeasuredValue, StoredFile
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


@pytest.fixture
def is_open(of_minh, page):
    """`is_open(record)`: the page opens, and typing into it is taken (else refused with 403)."""

    def ask(record):
        shown = of_minh.get(page(record))
        assert shown.status_code == 200
        inlines = [inline.formset.prefix for inline in shown.context["inline_admin_formsets"]]
        empty = {f"{prefix}-{which}_FORMS": 0 for prefix in inlines for which in ("TOTAL", "INITIAL")}
        refused = [of_minh.post(page(record), empty).status_code, of_minh.get(page(record, "delete")).status_code]
        assert (shown.context["has_change_permission"], refused) in [(True, [200, 200]), (False, [403, 403])]
        return shown.context["has_change_permission"]

    return ask


def test_no_form_of_any_model_takes_a_state(minh, registered, rf):
    request = rf.get("/admin/")
    request.user = minh
    for model, keeper in registered.items():
        taken = set(keeper.get_form(request).base_fields)
        assert (model, taken & {"state", "scan_state", "frozen_at", "reference"}) == (model, set())
        for inline in keeper.get_inline_instances(request):
            assert set(inline.get_formset(request).form.base_fields) & {"state", "scan_state"} == set()


def test_a_posted_state_changes_nothing(of_minh, own, open_inspection, page, typed):
    for record in (own, open_inspection):
        was = record.state
        posted = typed(of_minh.get(page(record)), state="closed")
        assert of_minh.post(page(record), posted).status_code == 302
        record.refresh_from_db()
        assert record.state == was


def test_an_inspection_is_open_until_it_is_concluded(is_open, own):
    states = {each.state: is_open(each) for each in own.inspections.all()}
    assert {state for state, may in states.items() if not may} == set(CONCLUDED)


@pytest.mark.parametrize("rows", ["values", "findings", "recommendations", "sessions"])
def test_what_belongs_to_an_inspection_is_frozen_with_it(rows, is_open, case):
    row = getattr(case, rows).first()
    assert is_open(row)
    standing(case, "concluded")
    assert not is_open(row)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_an_ended_campaign_freezes_all_that_is_in_it(state, is_open, case):
    rows = [case.campaign, case, case.delegation, case.values.first(), case.findings.first(), case.sessions.first()]
    rows.append(Assignment.objects.filter(recommendation__inspection=case).first())
    assert [is_open(row) for row in rows] == [True] * 7
    standing(case.campaign, state)
    assert [is_open(row) for row in rows] == [False] * 7


def test_nothing_is_added_to_a_concluded_inspection(of_minh, own, page, typed):
    closed = own.inspections.filter(state="closed").first()
    posted = typed(of_minh.get(page(Finding, "add")), campaign=own.pk, inspection=closed.pk, kind="strength", text="A")
    answer = of_minh.post(page(Finding, "add"), posted)
    assert list(answer.context["adminform"].form.errors) == ["inspection"]
    criterion = own.criteria_set.criteria.last().pk
    typed_value = {
        "inspection": closed.pk,
        "set_criterion": criterion,
        "about_organization": closed.subject_organization_id,
    }
    posted = typed(of_minh.get(page(MeasuredValue, "add")), **typed_value, side="verified", printed="5")
    answer = of_minh.post(page(MeasuredValue, "add"), posted)
    assert list(answer.context["adminform"].form.errors) == ["inspection"]


def test_a_values_figures_are_typed_with_a_comma_as_well(of_minh, open_inspection, page, typed):
    criterion = open_inspection.campaign.criteria_set.criteria.get(number="8.1").pk
    of = {"inspection": open_inspection.pk, "about_organization": open_inspection.subject_organization_id}
    posted = typed(
        of_minh.get(page(MeasuredValue, "add")), set_criterion=criterion, **of, side="verified", printed="94,49%"
    )
    of_minh.post(page(MeasuredValue, "add"), {**posted, "number": "94,49"})
    assert open_inspection.values.get().number == Decimal("94.49")


def test_an_assignment_is_worked_on_after_the_conclusion(is_open, own):
    followed = own.inspections.get(state="followed_up")
    assert is_open(Assignment.objects.filter(recommendation__inspection=followed).first())


def test_a_set_is_frozen_since_a_campaign_opened_with_it(is_open, own):
    criteria_set = own.criteria_set
    assert [is_open(criteria_set), is_open(criteria_set.criteria.first())] == [False, False]


def test_a_frozen_set_freezes_its_criteria(is_open, own):
    criteria_set = CriteriaSet.objects.create(owner=own.inspecting_organization, year=2027, title="Bộ chỉ tiêu 2027")
    known = own.criteria_set.criteria.first().criterion
    criterion = criteria_set.criteria.create(criterion=known, order=1, number="1.1", value_type="text", label="Một cửa")
    assert [is_open(criteria_set), is_open(criterion)] == [True, True]
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(frozen_at=timezone.now())
    assert [is_open(criteria_set), is_open(criterion)] == [False, False]


def test_another_bodys_set_is_looked_at(is_open):
    stranger = Organization.objects.create(short_code="ban-la", system="party", kind="party_board")
    assert not is_open(CriteriaSet.objects.create(owner=stranger, year=2026, title="Bộ lạ"))


def test_a_stored_file_is_looked_at(is_open, minh, case):
    assert not is_open(StoredFile.objects.visible_to(minh).first())


def test_a_frozen_page_offers_no_inline_to_type_in(of_minh, own, page):
    closed = own.inspections.filter(state="closed").first()
    inlines = of_minh.get(page(closed)).context["inline_admin_formsets"]
    assert [inline.has_add_permission or inline.has_change_permission for inline in inlines] == [False] * 4


def test_frozen_rows_are_not_deleted_from_the_list(of_minh, own, page):
    finding = Finding.objects.filter(inspection__campaign=own, inspection__state="closed", causes=None).first()
    posted = {"action": "delete_selected", "_selected_action": [finding.pk], "post": "yes"}
    assert of_minh.post(page(Finding), posted).status_code == 403
    assert Finding.objects.filter(pk=finding.pk).exists()
