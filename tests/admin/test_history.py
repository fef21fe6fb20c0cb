"""Changes made in the admin appear in the records' histories, like changes made in the portal."""

import re
from dataclasses import astuple

import pytest

from inspections.models import Session
from localities.models import Locality, LocalityChange
from workflow.history.kinds import history_of
from workflow.models import Event

pytestmark = pytest.mark.django_db


def lines_of(record, user):
    return [
        (line.what, " ".join(filter(None, line.about)), [astuple(each) for each in line.changes])
        for line in history_of(record, user).lines
    ]


@pytest.fixture
def of_thu(signed_in, thu):
    return signed_in(thu)


def test_what_thu_changes_stands_in_the_history_of_the_body(of_thu, minh, lan, page, typed):
    body = lan.person.organization
    name = body.names.get()
    changed = typed(of_thu.get(page(name)), full_name="UBND xã Cần Đước mới")
    assert of_thu.post(page(name), changed).status_code == 302
    assert lines_of(body, minh) == [
        (
            "Sửa",
            "tên cơ quan theo thời gian UBND xã Cần Đước mới",
            [("Tên đầy đủ", "UBND xã Cần Đước", "UBND xã Cần Đước mới")],
        )
    ]
    name.refresh_from_db()
    assert name.revision == 2


def test_saved_without_a_change_nothing_is_told(of_thu, minh, lan, page, typed):
    name = lan.person.organization.names.get()
    of_thu.post(page(name), typed(of_thu.get(page(name))))
    assert lines_of(lan.person.organization, minh) == []


def test_a_password_is_never_told(of_thu, lan):
    issued = of_thu.post(f"/accounts/{lan.pk}/password/", {"revision": lan.revision})
    password = re.search('<code id="password">(.+?)</code>', issued.content.decode())[1]
    assert password not in str(list(Event.objects.about(lan).values()))


def test_a_deletion_can_be_undone_from_the_history(signed_in, minh, open_inspection, page):
    browser, session = signed_in(minh), Session.objects.create(inspection=open_inspection, place="Nhà văn hóa")
    browser.post(page(session, "delete"), {"post": "yes"})
    removal = history_of(open_inspection, minh).lines[0].removal
    assert list(open_inspection.sessions.filter(place="Nhà văn hóa")) == []
    browser.post(f"/history/{removal.pk}/restore/")
    assert open_inspection.sessions.get(place="Nhà văn hóa").pk == session.pk


def test_rows_typed_inside_a_record_are_told_too(of_thu, minh, page, typed):
    place = Locality.objects.filter(level=3).first()
    form = of_thu.get(page(LocalityChange, "add"))
    typed_in = {"kind": "merged", "effective_on": "01/07/2030", "legal_basis": "Nghị quyết", "links-TOTAL_FORMS": "1"}
    link = {"links-0-target": place.pk, "links-0-extent": "whole", "links-0-note": "Thử"}
    assert of_thu.post(page(LocalityChange, "add"), typed(form, **typed_in, **link)).status_code == 302
    assert [line[:2] for line in lines_of(place, minh)] == [
        ("Thêm", "liên kết của thay đổi Thử"),
        ("Thêm", "thay đổi địa bàn 01/07/2030"),
    ]
