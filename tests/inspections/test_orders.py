"""Lists stand in one order on both databases: an empty date comes first for SQLite, last for PostgreSQL."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import OrderBy

from inspections.models import Assignment, OfficialPaper, Session

OWN_APPS = ["workflow", "localities", "accounts", "inspections", "reports"]


def ordered_columns():
    return [
        (model, column)
        for app in OWN_APPS
        for model in apps.get_app_config(app).get_models()
        for column in model._meta.ordering
    ]


def leaves_it_to_the_database(model, column):
    """Whether the column may be empty and its order doesn't say where such rows stand."""
    if isinstance(column, OrderBy):
        return not (column.nulls_first or column.nulls_last)
    name, _, further = column.removeprefix("-").partition("__")
    return name != "pk" and not further and model._meta.get_field(name).null


def test_no_order_leaves_it_to_the_database_where_empties_stand():
    left = [
        f"{model.__name__}: {column}" for model, column in ordered_columns() if leaves_it_to_the_database(model, column)
    ]
    assert left == []


def test_a_session_without_a_date_stands_after_the_dated(case):
    later = Session.objects.create(inspection=case, held_on=date(2019, 11, 4))
    days = [session.held_on for session in case.sessions.all()]
    assert days == [date(2019, 10, 30), later.held_on, None]


def test_who_has_a_date_stands_before_who_has_none(case):
    request = case.recommendations.first()
    Assignment.objects.create(recommendation=request, owner_as_printed="xã Mỹ Lệ", due_on=date(2019, 12, 31))
    assert [owner.owner_as_printed for owner in request.assignments.all()] == ["xã Mỹ Lệ", "các địa phương"]


@pytest.fixture
def undated(case):
    return OfficialPaper.objects.create(
        kept_by=case.campaign.inspecting_organization, paper_type="BC", issuer="UBND huyện", title="không ngày"
    )


def test_a_paper_without_a_date_stands_last_in_its_list_and_on_the_page(signed_in, minh, case, undated):
    case.paper_links.create(paper=undated, role="submitted")
    assert OfficialPaper.objects.last() == undated
    shown = signed_in(minh).get(case.get_absolute_url()).context["papers"]
    assert [link.paper.title for link in shown] == [
        "Cần nhận thức đúng hơn về công tác dân vận chính quyền",
        "không ngày",
    ]
