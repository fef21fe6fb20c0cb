"""Fixtures: a second inspecting body with a campaign of its own, and helpers for the admin's pages."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.standing import standing


@pytest.fixture
def own(case):
    """Minh's Board's campaign of 2026, still open; the case of 2019 is concluded."""
    from inspections.models import Campaign

    return Campaign.objects.get(year=2026)


@pytest.fixture
def foreign(db, own):
    """An open campaign of another Board with one inspection, a finding, a paper: nothing of it is for Minh."""
    from accounts.models import Organization, OrganizationName
    from inspections.models import Campaign, Finding, Inspection, MeasuredValue, OfficialPaper

    board = Organization.objects.create(short_code="ban-la", system="party", kind="party_board")
    OrganizationName.objects.create(
        organization=board, name="Ban Lạ", full_name="Ban Lạ Tỉnh ủy Xa", starts_on="2020-01-01"
    )
    campaign = Campaign.objects.create(
        inspecting_organization=board, code="LA2026", theme="Đợt của Ban Lạ", year=2026,
        criteria_set=own.criteria_set,
    )  # fmt: skip
    standing(campaign, "open")
    inspection = Inspection.objects.create(
        campaign=campaign, subject_organization=board, reporting_organization=board, reference="LA2026-1"
    )
    standing(inspection, "recorded")
    Finding.objects.create(campaign=campaign, inspection=inspection, kind="strength", text="Điều của Ban Lạ")
    MeasuredValue.objects.create(
        inspection=inspection, set_criterion=own.criteria_set.criteria.first(), side="reported",
        about_organization=board, printed="12 phần lạ",
    )  # fmt: skip
    OfficialPaper.objects.create(kept_by=board, paper_type="KH", issuer="Ban Lạ", title="Kế hoạch của Ban Lạ")
    return campaign


@pytest.fixture
def foreign_inspection(foreign):
    return foreign.inspections.get()


@pytest.fixture
def open_inspection(own):
    """One of Minh's that is still worked on."""
    return own.inspections.filter(state="in_session").first()


@pytest.fixture
def page():
    """`page(record)`, `page(Model)`, `page(Model, "add")`: the admin's address of it."""

    def address(of, view=None):
        model, args = (of, []) if isinstance(of, type) else (type(of), [of.pk])
        view = view or ("change" if args else "changelist")
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)

    return address


@pytest.fixture
def typed():
    """`typed(response, **changes)`: what the browser would post of the form in the response, with these changes."""

    def fields_of(response, **changes):
        form = response.context["adminform"].form
        formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
        forms = [form, *(each for formset in formsets for each in [formset.management_form, *formset.forms])]
        posted = {}
        for each in forms:
            for bound in each:
                value = bound.value()
                widget = bound.field.widget
                if isinstance(value, bool):
                    posted |= {bound.html_name: "on"} if value else {}
                elif hasattr(widget, "decompress"):
                    parts = zip(["_0", "_1"], widget.decompress(value), strict=True)
                    posted |= {bound.html_name + end: part or "" for end, part in parts}
                else:
                    posted[bound.html_name] = "" if value is None else widget.format_value(value)
        flat = {name: value[0] if isinstance(value, list) else value for name, value in posted.items()}
        return {name: "" if value is None else value for name, value in (flat | changes).items()}

    return fields_of


@pytest.fixture
def registered():
    """The models of the portal's own rooms, with their admins."""
    rooms = {"workflow", "localities", "accounts", "inspections", "reports"}
    return {model: keeper for model, keeper in admin.site._registry.items() if model._meta.app_label in rooms}
