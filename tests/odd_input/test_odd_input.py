"""Requests no browser sends, and misleading input: each is reported or refused, none ends in an error."""

from io import BytesIO
from itertools import combinations
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver

from accounts.models import Person, User
from danvan.wsgi import application
from ground.text import key_in, nfc, sort_key
from ground.web import own_path
from inspections.inspections.acts import write
from inspections.models import Finding, Inspection
from portal.exchange.registers import REGISTERS
from tests.conftest import DEMO_PASSWORD
from workflow.models import SavedFilter
from workflow.registers.columns import Code, Reference
from workflow.registers.roles import BOARD

ROOMS = ("danvan", "workflow", "localities", "accounts", "inspections", "reports")
TOO_LONG = ("9223372036854775808", "9" * 30, "9" * 400)
PICKERS = ("/localities/pick/", "/pick/organizations/", "/pick/people/", "/pick/criteria/", "/pick/papers/")
PAGE = "/inspections/DVCQ2026-27712/"


@pytest.fixture
def working(db):
    """In session; Minh writes for it."""
    return Inspection.objects.get(reference="DVCQ2026-27712")


# --- Digits that int() doesn't know --------------------------------------------------------------------------------
@pytest.mark.parametrize("digit", ["²", "٣", "𝟙"])
def test_any_digit_in_a_name_sorts_as_a_digit(digit):
    assert sort_key("Tổ 0") < sort_key(f"Tổ {digit}") < sort_key("Tổ a")


def test_a_name_with_raised_digits_is_stored_and_listed(minh, signed_in, db):
    person = Person.objects.create(full_name="Lê Thị Hòa ②")
    assert person.pk
    assert signed_in(minh).get("/people/").status_code == 200


@pytest.mark.parametrize("odd", ["", "²", "①", "٣", "-1", "1.0", "1_0", " 1", "½", *TOO_LONG])
def test_what_no_record_can_have_is_no_number_of_one(odd):
    assert key_in(odd) is None


def test_the_code_asks_for_decimals_where_it_wants_a_number():
    """`isdigit` says yes to ², of which `int` makes an error."""
    modules = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    assert [path.name for path in modules if ".isdigit()" in path.read_text()] == []


# --- Words that look like a day ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        "2026-02-30",
        "2026-13-01",
        "２０２６-０２-０３",
        "2026-02-30T10:00",
        "2026-01-01T10:00",
        "0001-01-01T00:00:00+00:00",
    ],
)
def test_a_finding_that_looks_like_a_day_is_told_as_it_was_typed(working, minh, signed_in, words):
    finding = Finding(campaign=working.campaign, inspection=working, kind="strength", text=words)
    write(finding, working, minh)
    browser = signed_in(minh)
    for page in (PAGE, f"/history/inspection/{working.pk}/"):
        response = browser.get(page)
        assert response.status_code == 200
        assert nfc(words) in response.content.decode()  # wide digits are stored as plain ones
    assert browser.get(f"/findings/{finding.pk}/edit/").status_code == 200


# --- Where sign-in leads -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("target", ["abc", "home", "admin:index", ".", "a/b", "?q=1", "http://[", "//[", "\\\\x"])
def test_sign_in_leads_home_from_what_is_no_page_and_signs_minh_in(db, target):
    browser = Client(raise_request_exception=False)
    assert browser.get(f"/sign-in/?next={quote(target)}").status_code == 200
    typed = {"username": "minh", "password": DEMO_PASSWORD, "next": target}
    response = browser.post("/sign-in/", typed)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert browser.session["_auth_user_id"] == str(User.objects.get(username="minh").pk)
    assert browser.get(f"/sign-in/?next={quote(target)}").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/campaigns/?q=a#top", "/campaigns/?q=a"),
        ("http://testserver/campaigns/", "/campaigns/"),
        ("http://example.org/", None),
        ("http://testserver//example.org/", None),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_a_way_back_is_a_page_of_this_site(address, path):
    assert own_path(RequestFactory().get("/"), address) == path


@pytest.mark.parametrize("header", ["http://[", "http://[::1", "//]", "\u00e1"])
def test_a_form_from_a_page_with_an_odd_address_is_sent_to_sign_in(db, header):
    for headers in ({"Referer": header}, {"HX-Request": "true", "HX-Current-URL": header}):
        response = Client(raise_request_exception=False).post("/notices/read/", headers=headers)
        assert "/sign-in/" in response.headers.get("Location", response.headers.get("HX-Redirect", ""))


# --- Numbers no database can look up -------------------------------------------------------------------------------
def converters_in(resolver):
    for pattern in resolver.url_patterns:
        yield from ((str(pattern.pattern), converter) for converter in pattern.pattern.converters.values())
        if hasattr(pattern, "url_patterns"):
            yield from converters_in(pattern)


def test_every_number_in_an_address_is_one_that_a_record_can_have():
    found = list(converters_in(get_resolver()))
    assert found
    assert [route for route, converter in found if "IntConverter" in type(converter).__name__] == []


@pytest.mark.parametrize("number", TOO_LONG)
def test_a_number_too_long_in_an_address_is_a_page_that_is_not_there(minh, signed_in, number):
    browser = signed_in(minh)
    for path in ("/people/%s/", "/findings/%s/edit/", "/history/inspection/%s/", "/admin/accounts/person/%s/change/"):
        assert browser.get(path % number).status_code == 404


@pytest.mark.parametrize("number", ["²", "-1", *TOO_LONG])
def test_a_number_too_long_in_a_parameter_narrows_to_nothing_or_is_passed_over(minh, signed_in, number):
    browser = signed_in(minh)
    browser.raise_request_exception = False
    for address in (
        "/?kept={n}&page={n}",
        "/batches/?page={n}",
        "/localities/?under={n}&page={n}",
        "/calendar/?campaign={n}&delegation={n}&on={n}",
        "/campaigns/DVCQ2026/?delegation={n}&after={n}",
        "/campaigns/DVCQ2026/bulk/?act=notify&row={n}",
        "/campaigns/DVCQ2026/bulk/?act=notify&all=1&delegation={n}",
        f"/history/inspection/{Inspection.objects.first().pk}/?after={{n}}",
        "/findings/?after={n}.1&before={n}&page={n}&year={n}&campaign={n}",
        "/admin/inspections/inspection/?p={n}&o={n}&campaign__id__exact={n}&e={n}",
    ):
        assert browser.get(address.format(n=quote(number))).status_code in (200, 302, 404), address


def test_an_act_for_all_of_an_unknown_delegation_is_for_nobody(minh, signed_in):
    for odd in ("abc", "²", "9" * 30):
        page = signed_in(minh).get(f"/campaigns/DVCQ2026/bulk/?act=remind&all=1&delegation={quote(odd)}")
        assert (page.status_code, page.context["judged"].can) == (200, [])


# --- NUL and other codings -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("picker", PICKERS)
def test_a_picker_passes_over_a_nul(minh, signed_in, picker):
    browser = signed_in(minh)
    clean, odd = browser.get(f"{picker}?q=tan"), browser.get(f"{picker}?q=t%00an&on=%00&x%00=1")
    assert (odd.status_code, odd.content) == (200, clean.content)


def test_a_nul_is_no_part_of_what_is_stored(minh, signed_in):
    response = signed_in(minh).post("/findings/", {"name": "của\0 tôi", "x\0y": "\0"})
    assert response.status_code == 302
    assert SavedFilter.objects.get(owner=minh, list_name="finding_list").name == "của tôi"


def test_no_page_has_a_nul_in_its_address(minh, signed_in):
    browser = signed_in(minh)
    for path in ("/campaigns/%00/", "/password/reset/%00/%00/", "/admin/accounts/person/%00/change/", "/%00"):
        assert browser.get(path).status_code == 404


def test_a_cookie_with_a_nul_is_no_session(db):
    response = Client().get("/", headers={"Cookie": 'sessionid="abcdefgh\\000ijkl"; received="\\000"'})
    assert response.headers["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize("coding", ["utf-7", "utf-16", "zlib", "idna", "rot13", "no-such", "UTF-8"])
def test_the_server_reads_every_form_as_utf_8(db, coding):
    body = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nl\xe1\xba\xa1 +2AA-\r\n--x--\r\n'
    kind = f'multipart/form-data; charset="{coding}"; boundary=x'
    sent = RequestFactory()._base_environ(
        PATH_INFO="/sign-in/", REQUEST_METHOD="POST", QUERY_STRING="next=/%E1%BA%A1", CONTENT_TYPE=kind
    )
    sent |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    statuses = []
    b"".join(application(sent, lambda status, headers: statuses.append(status)))
    assert statuses == ["403 Forbidden"]  # from no page of ours: nothing is read of it but the token


# --- A revision that somebody wrote into the page ------------------------------------------------------------------
@pytest.mark.parametrize("revision", ["", "x", "-1", "0", "1.5", "²", *TOO_LONG])
def test_a_tampered_revision_is_an_old_copy(working, minh, signed_in, revision):
    finding = write(
        Finding(campaign=working.campaign, inspection=working, kind="strength", text="Điều tốt"), working, minh
    )
    browser = signed_in(minh)
    browser.raise_request_exception = False
    path = f"/findings/{finding.pk}"
    sent = browser.post(f"{path}/edit/", {"text": "Điều khác", "kind": "strength", "revision": revision})
    assert sent.status_code in (409, 422)
    assert browser.post(f"{path}/delete/", {"revision": revision}).status_code in (200, 409)
    finding.refresh_from_db()
    assert finding.text == "Điều tốt"


@pytest.mark.parametrize("revision", ["0", "1", "-1", *TOO_LONG[:2]])
def test_what_is_new_has_no_revision_whatever_was_sent(working, minh, signed_in, revision):
    browser = signed_in(minh)
    browser.raise_request_exception = False
    criterion = working.campaign.criteria_set.criteria.get(number="2.1")
    typed = {"printed": "97%", "side": "verified", "time": "2026", "about_organization": "ubnd phuong tan an"}
    sent = browser.post(f"{PAGE}criteria/{criterion.pk}/value/", {**typed, "revision": revision})
    assert (sent.status_code, working.values.get().revision) == (302, 1)


# --- The admin's addresses -----------------------------------------------------------------------------------------
ODD_RECORDS = ("_3F", "_", "__", "_00", "_5F_00", "a", "²", "1_2C2", "9" * 30, "9" * 1500, "%FF", "_2E_2E_2F")
ODD_LISTS = (
    *("e=1", "p=-1", "p=x", "p=999999", "o=999", "o=-999.x", "o=²", "_to_field=", "_to_field=id", "_to_field=x"),
    *("_popup=1", "_popup=x&_to_field=x", "_changelist_filters=e%3D1", "_changelist_filters=%FF%00", "q=%00", "all="),
    *(
        "id__exact=x",
        "pk__in=" + "9" * 30,
        "pk__isnull=x",
        "x__y=1",
        "revision__exact=" + "9" * 30,
        "q=" + "a%20" * 500,
    ),
    *("created_at__gte=2026-02-30", "created_at__year=9999999999999", "id__in=1,x", "pk__regex=(", "q=²&p=%00"),
)


@pytest.mark.parametrize("odd", ODD_RECORDS)
def test_a_record_with_an_odd_number_is_not_in_the_admin(thu, minh, signed_in, odd):
    for browser, table in ((signed_in(thu), "accounts/person"), (signed_in(minh), "inspections/inspection")):
        browser.raise_request_exception = False
        for page in ("change", "delete", "history"):
            for query in ("", "?_changelist_filters=e%3D1%26p%3Dx", "?_popup=1&_to_field=x"):
                assert browser.get(f"/admin/{table}/{odd}/{page}/{query}").status_code in (400, 404)
        assert browser.get(f"/admin/{table}/{odd}/", follow=True).status_code == 404


@pytest.mark.parametrize("query", ODD_LISTS)
def test_an_odd_query_of_the_admin_is_told_or_passed_over(thu, minh, signed_in, query):
    for browser, table in ((signed_in(thu), "accounts/person"), (signed_in(minh), "inspections/inspection")):
        browser.raise_request_exception = False
        for page in ("", "add/"):
            assert browser.get(f"/admin/{table}/{page}?{query}").status_code in (200, 302, 400, 403)


# --- A file without some of its heads ------------------------------------------------------------------------------
def heads_to_leave_out(register):
    """Of those that name a record each alone, and any two."""
    columns = [column for column in register.columns.values() if not column.readonly]
    naming = [str(column.column_name) for column in columns if isinstance(column.widget, Reference | Code)]
    return [*((head,) for head in naming), *combinations(naming, 2)]


@pytest.mark.parametrize("slug", sorted(REGISTERS))
def test_a_file_that_lacks_heads_is_told_so_or_read(minh, thu, slug, bring, taken_out):
    """The two that name inspections were both looked for in a file that had neither."""
    user = minh if BOARD in REGISTERS[slug].changers else thu
    register = REGISTERS[slug](user)
    rows = taken_out(user, slug, register.get_queryset()[:2])
    assert rows
    for out in heads_to_leave_out(register):
        cut = [{head: cell for head, cell in row.items() if head not in out} for row in rows]
        outcome = bring(user, slug, *cut, is_dry=True)
        assert outcome.faults or outcome.new or outcome.changed or outcome.same, out
