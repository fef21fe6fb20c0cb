"""The admin's lists can be filtered only by the filters they offer, so that a result confirms nothing about hidden
rows.
"""

from copy import deepcopy

import pytest
from django.contrib import admin

from accounts.models import Membership, User
from inspections.models import Assignment, Campaign, Finding, Inspection, PaperLink
from tests.strangers import write_neighbours, write_world
from workflow.admin.filters import InScope

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written(rows_for_all):
    minh, binh, lan = (User.objects.get(username=name) for name in ("minh", "binh", "lan"))
    board, unit = (user.memberships.first().organization for user in (minh, lan))
    further = write_neighbours()
    return write_world("own", board, unit, actor=minh, member=binh.person, shared_with=[further.shared]), further


@pytest.fixture
def both(written, db):
    return deepcopy(written)


@pytest.fixture
def world(both):
    return both[0]


@pytest.fixture
def further(both):
    return both[1]


@pytest.mark.parametrize(
    "parameter", ["findings", "delegation", "delegation__id__exact", "sessions", "follow_ups__isnull"]
)
def test_a_guess_at_what_hangs_on_an_inspection_is_refused_whether_right_or_wrong(
    parameter, world, further, signed_in, page
):
    rights = {"findings": world.remark.pk, "sessions": world.session.pk, "follow_ups__isnull": "1"}
    right = rights.get(parameter, world.delegation.pk)
    browser = signed_in(further.yen)
    answers = [browser.get(page(Inspection), {parameter: value}) for value in (right, 999_999_999)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("model", "parameter"),
    [(Finding, "repeats"), (Finding, "text__startswith"), (Campaign, "copied_from"), (PaperLink, "paper__is_internal")],
)
def test_a_column_that_no_filter_offers_narrows_nothing(model, parameter, world, further, signed_in, page):
    assert signed_in(further.yen).get(page(model), {parameter: "1"}).status_code == 400


def test_what_the_list_offers_still_narrows_it(world, minh, signed_in, page):
    query = {"campaign__id__exact": world.campaign.pk, "shown_state": "followed_up", "kind__isnull": "False"}
    rows = signed_in(minh).get(page(Inspection), query).context["cl"].result_list
    assert [row.reference for row in rows] == ["OWN-1"]


def test_days_above_a_list_still_narrow_it(world, minh, signed_in, page):
    answer = signed_in(minh).get(page(Assignment), {"due_on__year": 2026})
    assert answer.status_code == 200


def test_a_hidden_row_asked_for_by_the_filter_itself_is_one_that_never_was(world, further, signed_in, page, lan):
    """Quý's unit carries out a share of a recommendation that he doesn't see: its campaign isn't told either."""
    body = lan.memberships.first().organization
    Membership.objects.create(user=further.quy, organization=body, role="officer", starts_on="2025-07-01")
    world.inspection.subject_organization = world.inspection.reporting_organization = further.shared
    world.inspection.presenting_organization = None
    world.inspection.save()
    browser, path = signed_in(further.quy), page(Assignment)

    def listed(**query):
        return {row.pk for row in browser.get(path, query).context["cl"].result_list}

    assert world.assignment.pk in listed()
    hidden = listed(recommendation__campaign__id__exact=world.campaign.pk)
    assert hidden == listed(recommendation__campaign__id__exact=999_999_999)


def test_quy_sees_his_delegation_among_the_campaigns_and_not_the_internal_paper_behind_it(
    world, further, minh, signed_in, page
):
    world.delegation.members.create(person=further.quy.person, role="member")
    pages = {user: signed_in(user).get(page(world.campaign)).content.decode() for user in (minh, further.quy)}
    assert ["plan.officialpaper" in text for text in pages.values()] == [True, False]
    assert "Đoàn số 1" in pages[further.quy]


def test_every_filter_over_rows_of_a_scope_looks_at_the_scope():
    """A list that filters by related rows offers and finds those alone that its reader sees."""
    loose = set()
    for model, keeper in admin.site._registry.items():
        for item in getattr(keeper, "list_filter", []):
            if isinstance(item, type):
                continue  # of a state, which is no row
            path, kind = item if isinstance(item, list | tuple) else (item, None)
            field = _field_of(model, path)
            if field is not None and field.is_relation and kind is not InScope:
                loose.add(f"{model._meta.label}.{path}")
    assert loose == set()


def _field_of(model, path):
    field = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field
