"""All that goes out of the demo comes into an empty portal and goes out again the same, states aside."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, Organization, OrganizationSuccession, Person, User
from inspections.models import Campaign, CriteriaSet, Delegation, MobilizationModel, OfficialPaper, StoredFile
from localities.models import Locality, LocalitySpell
from portal.exchange.registers import REGISTERS
from reports.models import Document, DocumentText, Round, TakenNumber
from workflow.models import AccessLog, Event

pytestmark = pytest.mark.django_db
CATALOGUES = ["organizations", "people", "users", "criteria"]  # Thu's
WORK = ["inspections", "sessions", "values", "findings", "recommendations"]  # Minh's
LATER = ["Kết thúc hoạt động từ ngày", "Người ký"]  # of a body: once its work and its people are in
STATES = ["Trạng thái", "Phải đổi mật khẩu", "Chốt lúc"]


def lines_of(user, slug):
    register = REGISTERS[slug](user)
    columns = [(n, str(title)) for n, title in enumerate(register.get_export_headers()) if title not in STATES]
    return [{title: line[n] for n, title in columns} for line in register.lines()]


def test_everything_out_and_into_an_empty_portal_is_equal(taken_out, bring, thu, minh):
    before = {slug: lines_of(thu, slug) for slug in CATALOGUES} | {slug: lines_of(minh, slug) for slug in WORK}
    files = {slug: taken_out(thu, slug) for slug in CATALOGUES} | {slug: taken_out(minh, slug) for slug in WORK}
    ground = [ground_of(model) for model in (OrganizationSuccession, OfficialPaper, MobilizationModel, Campaign)]
    delegations = ground_of(Delegation)
    empty_but_for(thu)
    bodies = [{title: cell for title, cell in row.items() if title not in LATER} for row in files["organizations"]]
    brought = [bring(thu, "organizations", *bodies)]
    brought += [bring(thu, slug, *files[slug]) for slug in ("people", "users", "criteria")]
    lay(*ground, delegations)
    minh = User.objects.get(username="minh")
    brought += [bring(minh, slug, *files[slug]) for slug in WORK]
    brought += [bring(User.objects.get(username="thu"), "organizations", *files["organizations"])]
    assert [outcome.faults for outcome in brought] == [[]] * 10
    after = {slug: lines_of(thu, slug) for slug in CATALOGUES}
    after |= {slug: lines_of(User.objects.get(username="minh"), slug) for slug in WORK}
    assert after == before
    transaction.set_rollback(True)  # what was emptied leads nowhere


def ground_of(model):
    """The rows that no register holds, with what they lead to by name."""
    rows = []
    for record in model.objects.order_by("pk"):
        columns = {field.name: getattr(record, field.name) for field in model._meta.concrete_fields}
        named = {name: key_of(value) for name, value in columns.items() if hasattr(value, "_meta")}
        plain = {name: value for name, value in columns.items() if name not in {*named, "id", "state"}}
        rows.append((model, plain, named))
    return rows


def key_of(record):
    """How a record is found again: (its table, what names it)."""
    if isinstance(record, Organization):
        return Organization, {"short_code": record.short_code}
    if isinstance(record, CriteriaSet):
        return CriteriaSet, {
            "owner__short_code": record.owner.short_code,
            "year": record.year,
            "version": record.version,
        }
    if isinstance(record, Campaign):
        return Campaign, {"code": record.code}
    return type(record), {"pk": 0}


def lay(*tables):
    for model, plain, named in [row for table in tables for row in table]:
        model.objects.create(**plain, **{name: of.objects.filter(**by).first() for name, (of, by) in named.items()})


def empty_but_for(thu):
    """The country stays, and the administrator with the body that set-up makes."""
    kept = {User: thu.pk, Person: thu.person_id, Organization: thu.memberships.get().organization_id}
    with connection.cursor() as cursor:
        for model in (Event, AccessLog, Document, DocumentText, TakenNumber, StoredFile, Round):
            drop_triggers(cursor, model._meta.db_table)
    for model in apps.get_models():
        if model not in (Locality, LocalitySpell, ContentType, Membership) and not model._meta.proxy:
            rows = model._base_manager.exclude(pk=kept[model]) if model in kept else model._base_manager.all()
            rows._raw_delete("default")
    Membership.objects.exclude(user=thu)._raw_delete("default")
    Organization.objects.update(parent=None, closed_on=None, changed_at=timezone.now())


def drop_triggers(cursor, table):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    else:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
