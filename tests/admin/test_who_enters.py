"""Who may enter the admin, and what each role may open there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import (
    FactorReset,
    Membership,
    Organization,
    OrganizationName,
    OrganizationSuccession,
    Person,
    RecoveryCode,
    SecondFactor,
    Signatory,
    User,
)
from inspections.models import Arrival, Campaign, CriteriaSet, Criterion, Inspection, SetCriterion
from localities.models import ChangeLink, Commune, District, Locality, LocalityChange, LocalitySpell, Province
from reports.models import PaperSettings, Term
from workflow.models import AccessLog, Mail, Notice

pytestmark = pytest.mark.django_db

THUS = {
    *[Organization, OrganizationName, OrganizationSuccession, Signatory, Person, User, Membership],
    *[Locality, Province, District, Commune, LocalitySpell, LocalityChange, ChangeLink],
    *[Criterion, CriteriaSet, SetCriterion, AccessLog, Notice, PaperSettings, Term],
}
NOT_FOR_BOARDS = {User, Membership, AccessLog}


def statuses(client, addresses):
    return {client.get(address).status_code for address in addresses}


@pytest.fixture
def all_addresses(case, page, registered):
    """Front, app, password and autocomplete pages, and of every model the list, the add page and a record's pages."""
    site = [reverse(f"admin:{name}") for name in ("index", "password_change", "autocomplete", "jsi18n")]
    lists = [page(model, view) for model in registered for view in ("changelist", "add")]
    return [*site, reverse("admin:app_list", args=["inspections"]), *lists, page(case), page(case, "history")]


@pytest.mark.parametrize("name", ["binh", "son", "van", "lan", "khoa", "hoa", "tuyet"])
def test_who_wears_no_role_of_the_admin_finds_nothing_there(name, request, signed_in, all_addresses):
    client = signed_in(request.getfixturevalue(name))
    assert statuses(client, [*all_addresses, "/admin/login/", "/admin/nothing-here/"]) == {404}


def test_the_admin_looks_to_a_stranger_like_any_missing_page(lan, signed_in):
    client = signed_in(lan)
    assert client.get("/admin/").content == client.get("/no-such-page/").content


def test_anonymous_is_sent_to_the_sites_own_sign_in(client, all_addresses):
    for address in all_addresses:
        assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"


def test_the_admins_own_sign_in_leads_to_the_sites(client):
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/sign-in/?next=/admin/"
    assert client.post("/admin/login/", {"username": "thu", "password": "x"}).headers["Location"] == (
        "/sign-in/?next=/admin/"
    )


def test_signing_out_of_the_admin_signs_out_of_the_site(thu, signed_in):
    client = signed_in(thu)
    assert client.post("/admin/logout/").headers["Location"] == "/sign-in/"
    assert client.get("/admin/").headers["Location"] == "/sign-in/?next=/admin/"


def test_thu_opens_accounts_and_catalogues_and_no_contents(thu, signed_in, page, registered):
    client = signed_in(thu)
    opened = {model for model in registered if client.get(page(model)).status_code == 200}
    assert opened == THUS
    hidden = [page(model, view) for model in set(registered) - THUS for view in ("changelist", "add")]
    assert statuses(client, hidden) == {404}


def test_thu_finds_a_record_of_contents_no_more_than_a_missing_one(thu, signed_in, page, case):
    client = signed_in(thu)
    missing = client.get(page(Campaign, "changelist") + "999999/change/")
    bodies = {client.get(page(case, view)).content for view in ("change", "delete", "history")}
    assert (missing.status_code, bodies) == (404, {missing.content})


def test_minh_opens_contents_and_catalogues_and_no_accounts(minh, signed_in, page, registered):
    client = signed_in(minh)
    opened = {model for model in registered if client.get(page(model)).status_code == 200}
    assert opened == set(registered) - NOT_FOR_BOARDS


def test_the_front_page_names_what_one_may_open(minh, thu, signed_in):
    def named(user):
        apps = signed_in(user).get("/admin/").context["app_list"]
        return {entry["model"] for app in apps for entry in app["models"]}

    assert named(thu) == THUS
    assert {User, Membership, Campaign, Inspection} & named(minh) == {Campaign, Inspection}


def test_what_minh_may_see_but_not_do_is_refused(minh, signed_in, page):
    client, board = signed_in(minh), Organization.objects.get(short_code="bdv-tu-long-an")
    assert client.get(page(board)).status_code == 200
    addresses = [page(board, "delete"), page(Organization, "add"), page(Person, "add"), page(LocalitySpell, "add")]
    assert statuses(client, addresses) == {403}
    assert client.post(page(board), {"short_code": "khac"}).status_code == 403


def test_thu_looks_at_the_log_and_cannot_write_it(thu, signed_in, page, case):
    from django.contrib.contenttypes.models import ContentType

    row = AccessLog.objects.create(
        actor=thu, kind="opened", content_type=ContentType.objects.get_for_model(case), object_id=case.pk, label="Một"
    )
    client = signed_in(thu)
    assert client.get(page(row)).status_code == 200
    assert [client.post(page(row), {"label": "Hai"}).status_code, client.get(page(AccessLog, "add")).status_code] == (
        [403, 403]
    )


def test_every_model_that_an_act_writes_is_registered(registered):
    from django.apps import apps

    rooms = ["workflow", "localities", "accounts", "inspections"]
    written = {model for room in rooms for model in apps.get_app_config(room).get_models()}
    with_own_pages = {Mail, Arrival, SecondFactor, RecoveryCode, FactorReset}
    assert written - with_own_pages | {PaperSettings, Term} == set(admin.site._registry)
    assert set(admin.site._registry) == set(registered)


def test_minh_finds_no_page_of_tables_that_have_pages_of_their_own(minh, signed_in):
    client = signed_in(minh)
    tables = ["dossier/", "document/", "documenttext/", "numberregister/", "takennumber/"]
    addresses = [*(f"/admin/reports/{table}" for table in tables), "/admin/inspections/arrival/"]
    assert statuses(client, addresses) == {404}
    assert "/admin/reports/document" not in client.get("/admin/").content.decode()


def test_every_list_add_and_change_page_opens_for_who_may(minh, thu, signed_in, page, registered):
    """A read-only model's add page is refused, not broken."""
    clients = {user: signed_in(user) for user in (minh, thu)}
    opened = set()
    for model, keeper in registered.items():
        for client in clients.values():
            answer = client.get(page(model))
            if answer.status_code == 404:
                continue
            added = client.get(page(model, "add")).status_code
            may_add = keeper.has_add_permission(answer.wsgi_request)
            row = keeper.get_queryset(answer.wsgi_request).first()
            changed = client.get(page(row)).status_code if row else 200
            assert (model, added, changed) == (model, 200 if may_add else 403, 200)
            opened.add(model)
    assert opened == set(registered)


def test_pages_hold_no_inline_script_or_style(minh, signed_in, page, open_inspection):
    import re

    client = signed_in(minh)
    for address in ["/admin/", page(Campaign), page(open_inspection), page(Campaign, "add")]:
        html = client.get(address).content.decode()
        assert re.findall(r"<style|<script(?![^>]*(?:src=|application/json))|\sstyle=|\son[a-z]+=", html) == []


def test_a_model_that_changed_its_name_keeps_its_address(db):
    names = ["saveddraft", "submissiontoken"]
    assert [reverse(f"admin:workflow_{name}_changelist") for name in names] == [
        "/admin/workflow/keptform/",
        "/admin/workflow/receipt/",
    ]
