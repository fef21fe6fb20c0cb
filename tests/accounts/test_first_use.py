"""A province that begins with nothing: Sơn La on the State track, from the empty portal to a read inspection.

Everything is typed on the portal's own pages, by whoever's work it is, and every step is taken on its page.
"""

import io
import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Organization, Person
from inspections.models import (
    Campaign,
    CriteriaSet,
    Criterion,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    Session,
    SetCriterion,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]

FIRST, OWN = "mat-khau-dau-tien-2026", "con-tra-beo-ngam-la-mia"
COMMUNES = ["ubnd-03721", "ubnd-03703", "ubnd-03646"]  # xã Thuận Châu, xã Quỳnh Nhai, phường Tô Hiệu
CRITERIA = [
    ("1.1", "ban-hanh-ke-hoach", "Ban hành kế hoạch năm", "yes_no"),
    ("1.2", "tiep-cong-dan", "Kỳ tiếp công dân của Chủ tịch", "count"),
    ("2.1", "ho-so-dung-han", "Hồ sơ giải quyết đúng hạn", "percent"),
    ("2.2", "ban-co-doi-thoai", "Bản, tổ dân phố có đối thoại", "ratio"),
    ("2.3", "mot-cua", "Bộ phận Một cửa", "text"),
]
VALUES = {
    "1.1": {"printed": "Có", "yes_no": "true"},
    "1.2": {"printed": "24 kỳ", "number": "24"},
    "2.1": {"printed": "98,5%", "number": "98.5"},
    "2.2": {"printed": "31/32", "numerator": "31", "denominator": "32"},
    "2.3": {"printed": "hoạt động ổn định"},
}


@pytest.fixture
def add(page, typed):
    """`add(client, Model, column=…)` types a new record on the admin's page and gives it back."""

    def send(client, model, /, **columns):
        posted = typed(client.get(page(model, "add")), **{name: of(value) for name, value in columns.items()})
        answer = client.post(page(model, "add"), posted)
        assert answer.status_code == 302, answer.context["errors"]
        return model.objects.latest("pk")

    return send


def of(value):
    return getattr(value, "pk", value)


def body(short_code):
    return Organization.objects.get(short_code=short_code)


def signed_in(username, password):
    client = Client()
    posted = {"username": username, "password": password}
    assert client.post("/sign-in/", posted).headers["Location"] == "/"
    return client


def with_own_password(client, first, own):
    """A first password leads to this page before any other."""
    posted = {"old_password": first, "new_password1": own, "new_password2": own}
    assert client.post("/password/", posted).status_code == 302
    return client


def take(client, record, step):
    """Presses the step's button, on its own page, what can't be undone understood; leads back to the record."""
    answer = client.post(f"{record.get_absolute_url()}steps/{step}/", {"understood": "on"})
    assert (answer.status_code, answer.headers.get("Location")) == (302, record.get_absolute_url()), answer.context


@pytest.fixture
def of_thu(monkeypatch):
    """The first administrator, just set up, with a password of her own by now."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    who = {"administrator": "thu", "administrator_name": "Lò Thị Thu", "password": FIRST}
    call_command("set_up", province="Sơn La", track="state", today=date(2026, 3, 2), stdout=io.StringIO(), **who)
    return with_own_password(signed_in("thu", FIRST), FIRST, OWN)


@pytest.fixture
def department(add, of_thu):
    named = {"full_name": "Sở Nội vụ tỉnh Sơn La", "name": "Sở Nội vụ", "symbol": "SNV", "starts_on": "01/07/2025"}
    inline = {f"names-0-{column}": text for column, text in {**named, "ends_on": ""}.items()}
    columns = {"short_code": "snv", "system": "state", "kind": "department", "parent": body("ubnd-14")}
    return add(of_thu, Organization, **columns, **inline, **{"names-TOTAL_FORMS": 1})


@pytest.fixture
def hire(of_thu):
    """`hire("minh", "Hà Quang Minh", body, role)`: Thu opens the account of a new person with a role; returns the
    person's client.
    """

    def make(username, full_name, organization, role):
        work = {"organization": organization.short_code, "role": role, "starts_on": "02/03/2026"}
        opened = of_thu.post("/accounts/new/", {"username": username, "new_name": full_name, **work})
        issued = of_thu.post(opened["Location"], {"revision": 1}).content.decode()
        password = re.search('<code id="password">(.+?)</code>', issued)[1]
        return with_own_password(signed_in(username, password), password, OWN)

    return make


@pytest.fixture
def of_minh(hire):
    return hire("minh", "Hà Quang Minh", body("ubnd-14"), "staff")


@pytest.fixture
def criteria(add, of_minh):
    """Five criteria of the province's own."""
    criteria_set = add(of_minh, CriteriaSet, owner=body("ubnd-14"), year=2026, title="Bộ chỉ tiêu tỉnh Sơn La 2026")
    for order, (number, code, label, value_type) in enumerate(CRITERIA, start=1):
        columns = {"order": order, "number": number, "label": label, "group": "Chính quyền vì dân"}
        criterion = add(of_minh, Criterion, code=code, name=label)
        add(of_minh, SetCriterion, criteria_set=criteria_set, criterion=criterion, value_type=value_type, **columns)
    return criteria_set


@pytest.fixture
def campaign(add, of_minh, criteria, department, hire):
    """Opened by Ngọc, with a delegation that somebody of the department heads, and three communes to inspect."""
    columns = {"code": "DVCQ2026", "theme": "Kiểm tra công tác dân vận chính quyền năm 2026", "year": 2026}
    own = {"inspecting_organization": body("ubnd-14"), "criteria_set": criteria}
    campaign = add(of_minh, Campaign, starts_on="03/03/2026", **columns, **own)
    delegation = add(of_minh, Delegation, campaign=campaign, number=1)
    hire("binh", "Cầm Văn Bình", department, "viewer")
    head = Person.objects.get(full_name="Cầm Văn Bình")
    add(of_minh, DelegationMember, delegation=delegation, person=head, organization=department, role="head")
    for commune in map(body, COMMUNES):
        bodies = {"subject_organization": commune, "reporting_organization": commune}
        add(of_minh, Inspection, campaign=campaign, delegation=delegation, **bodies)
    take(hire("ngoc", "Lò Minh Ngọc", body("ubnd-14"), "leader"), campaign, "open")
    return campaign


@pytest.fixture
def inspection(add, of_minh, campaign):
    """Of xã Thuận Châu: session held, figures and findings written down, minutes agreed under Bình."""
    inspection = campaign.inspections.get(reference="DVCQ2026-03721")
    take(of_minh, inspection, "notify")
    take(of_minh, inspection, "start")
    add(of_minh, Session, inspection=inspection, kind="session", held_on="10/03/2026", place="UBND xã Thuận Châu")
    for criterion in campaign.criteria_set.criteria.all():
        about = {
            "inspection": inspection,
            "set_criterion": criterion,
            "about_organization": inspection.subject_organization,
        }
        add(of_minh, MeasuredValue, side="reported", **about, **VALUES[criterion.number])
    for kind, text in [("strength", "Hồ sơ đúng hạn đạt {2.1}."), ("shortcoming", "Một bản chưa có đối thoại.")]:
        add(of_minh, Finding, campaign=campaign, inspection=inspection, kind=kind, text=text)
    take(signed_in("binh", OWN), inspection, "record")
    return inspection


@pytest.fixture
def readers(of_minh, inspection, hire):
    return SimpleNamespace(
        staff=of_minh,
        head=signed_in("binh", OWN),
        officer=hire("lan", "Lường Thị Lan", body("ubnd-03721"), "officer"),
        stranger=hire("hoa", "Quàng Thị Hoa", body("ubnd-03703"), "officer"),
    )


def read(client, inspection):
    """What the page shows: the figures as printed, then what was found."""
    response = client.get(inspection.get_absolute_url())
    text = unescape(response.content.decode())
    figures = re.findall(r'data-label="Theo văn bản"><span class="as-written">(.*?)</span>', text)
    findings = [
        " ".join(re.sub("<[^>]+>", "", item).split())
        for item in re.findall(r'<li id="finding-[^>]*>\s*<p class="typed">(.*?)</p>', text, re.S)
    ]
    return response.status_code, figures, findings


def test_a_province_goes_from_the_empty_portal_to_a_read_inspection(readers, inspection, tmp_path):
    figures = ["Có", "24 kỳ", "98,5%", "31/32", "hoạt động ổn định"]
    page = (200, figures, ["Hồ sơ đúng hạn đạt 98,5%.", "Một bản chưa có đối thoại."])
    assert [read(reader, inspection) for reader in (readers.staff, readers.head, readers.officer)] == [page] * 3
    assert readers.stranger.get(inspection.get_absolute_url()).status_code == 404

    references = readers.staff.get("/campaigns/DVCQ2026/").content.decode()
    assert sorted(set(re.findall(r"/inspections/([\w-]+)/", references))) == [
        "DVCQ2026-03646", "DVCQ2026-03703", "DVCQ2026-03721",
    ]  # fmt: skip

    begun = readers.staff.post(f"{inspection.get_absolute_url()}documents/", {"kind": "conclusion-notice"})
    address = begun["Location"].rstrip("/")
    page = readers.staff.get(f"{address}/preview/").content.decode()
    heads = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hồ sơ đúng hạn đạt 98,5%."]
    assert [words in unescape(page) for words in heads] == [True] * 3
    assert readers.staff.get(f"{address}.pdf").content[:5] == b"%PDF-"
