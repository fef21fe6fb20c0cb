"""Thu opens the accounts of many communes' officers in one act, and prints their first passwords on slips."""

import io
import re
import subprocess
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.handover import slips as slips_module
from accounts.handover.bodies import address_for, keys_in
from accounts.handover.names import SignInNames
from accounts.models import Organization, Person, User
from tests.made_work import make_body, make_user
from workflow.models import AccessLog, Event, Notice

pytestmark = pytest.mark.django_db

MANY, OPEN, SLIPS, PRINT = "/accounts/many/", "/accounts/many/open/", "/accounts/slips/", "/accounts/slips/print/"
UNIT = "ubnd-28108"  # of Lan's commune, in which there is somebody
TODAY = timezone.localdate()
PASSWORD = r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b"


@pytest.fixture
def empty():
    """Two bodies without anybody."""
    return [make_body("xa-mot"), make_body("xa-hai")]


def typed(*lines, **changes):
    """What the page of the lines sends: (body, full_name, username, more) each."""
    posted = {"count": len(lines), "receipt": "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d50", **changes}
    for n, (body, full_name, username, *more) in enumerate(lines):
        named = {"body": body, "full_name": full_name, "username": username, **(more[0] if more else {})}
        posted |= {f"line-{n}-{name}": text for name, text in named.items()}
    return posted


def shown_lines(answer):
    """What the page of the lines shows: body or what was typed, name, telephone, sign-in name."""
    lines = answer.context["form"].lines
    names = ("full_name", "phone", "username")
    return [(line.body_name or line["body"].value(), *(line[name].value() or "" for name in names)) for line in lines]


def faults(answer):
    form = answer.context["form"]
    return [(n, name, text) for n, line in form.wrong_lines for name, texts in line.errors.items() for text in texts]


# --- The rule of names -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("full_name", "body", "expected"),
    [
        ("Lê Thị Lan", "Ủy ban nhân dân xã Cần Đước", "lan.canduoc2"),
        ("Đỗ Mỹ Ý", "UBND phường Tân Ninh", "y.tanninh"),
        ("", "Đảng ủy xã Mỹ Lộc", "myloc"),
        ("Nguyễn Văn An", "Sở Nội vụ tỉnh Tây Ninh", "an.noivu"),
        ("Nguyễn Văn An", "Trạm Y tế xã Mười Cây", "an.tramytexamuoicay"),
    ],
)
def test_a_name_is_made_by_the_rule_and_is_nobody_elses(full_name, body, expected):
    names = SignInNames(["LAN.canduoc"])
    assert (names.propose(full_name, body), names.propose(full_name, body) != expected) == (expected, True)


def test_an_address_names_many_bodies_in_few_letters():
    assert address_for([5, 3, 4, 9]) == f"{MANY}?bodies=3-5.9"
    assert (keys_in("3-5.9.x.9999999999999-1"), len(keys_in("1-999999999"))) == ([3, 4, 5, 9], 300)


# --- From bodies, a list, a file -----------------------------------------------------------------------------------
def test_ticked_bodies_become_accounts_whose_officers_say_their_names_themselves(of_thu, thu, empty):
    page = of_thu.get(address_for([body.pk for body in empty] + [Organization.objects.get(short_code=UNIT).pk]))
    offered = [(each.organization.short_code, each.is_ticked) for each in page.context["offer"].bodies]
    assert sorted(offered) == [("xa-hai", True), ("xa-mot", True)]  # Lan's has somebody
    answer = of_thu.post(MANY, {"act": "bodies", "row": ["xa-mot", "xa-hai"]})
    assert sorted(line[0] for line in shown_lines(answer)) == ["Cơ quan xa-hai", "Cơ quan xa-mot"]
    sent = of_thu.post(OPEN, typed(("xa-mot", "", "mot"), ("xa-hai", "", "hai")))
    assert sent["Location"] == SLIPS
    mot = User.objects.get(username="mot")
    role = mot.memberships.get()
    assert (role.role, role.organization, role.starts_on, role.ends_on.year) == ("officer", empty[0], TODAY, 9999)
    assert (mot.person.full_name, mot.has_usable_password()) == ("Cán bộ đầu mối", False)
    rows = [mot.person, mot, role]
    assert [(Event.objects.about(row).get().act, Event.objects.about(row).get().actor) for row in rows] == [
        ("created", thu)
    ] * 3
    assert User.objects.search("can bo dau moi").filter(pk=mot.pk).exists()


def test_a_pasted_list_and_a_workbook_are_read_alike_and_what_is_wrong_stands_at_its_line(of_thu, empty):
    rows = [
        ("Cơ quan xa-mot", "Nguyễn Thị Mơ", "Chuyên viên", "0912 345 678", "mo@xa.vn"),
        ("xa-hai", "Trần Văn Hải", "", "912345679", ""),
        ("xã không có", "Ai Đó", "", "", ""),
    ]
    expected = [
        ("Cơ quan xa-mot", "Nguyễn Thị Mơ", "0912 345 678", "mo.coquanxamot"),
        ("Cơ quan xa-hai", "Trần Văn Hải", "0912345679", "hai.coquanxahai"),
        ("xã không có", "Ai Đó", "", "do.xakhongco"),
    ]
    pasted = of_thu.post(MANY, {"act": "list", "pasted": "\n".join("\t".join(row) for row in rows)})
    book = Workbook()
    book.active.append(["Đơn vị", "Họ tên", "Chức danh", "SĐT", "Email", "Ghi chú"])
    for row in rows:
        book.active.append([*row[:3], int(row[3]) if row[3].isdigit() else row[3], row[4], "x"])
    book.save(file := io.BytesIO())
    file.name = "danh-sach.xlsx"
    file.seek(0)
    sent = of_thu.post(MANY, {"act": "file", "file": file})
    assert [[line[:3] for line in shown_lines(answer)] for answer in (pasted, sent)] == [
        [line[:3] for line in expected]
    ] * 2
    assert [line[3] for line in shown_lines(pasted)][:2] == ["mo.coquanxamot", "hai.coquanxahai"]
    assert (pasted.context["faults"], sent.context["faults"]) == ([], ["Cột “Ghi chú” không dùng đến."])
    day = f"{TODAY:%d/%m/%Y}"
    wrong = [(3, "body", f"Không có cơ quan mã hoặc tên “xã không có” vào ngày {day}.")]
    assert (faults(pasted), faults(sent)) == (wrong, wrong)


def test_the_sheet_of_bodies_without_anybody_comes_back_filled_in(of_thu, empty):
    sent = of_thu.get(f"{address_for([body.pk for body in empty])}&export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(sent.streaming_content) if sent.streaming else sent.content))
    page = book.worksheets[0]
    assert sorted(row[0].value for row in page.iter_rows(min_row=2)) == ["Cơ quan xa-hai", "Cơ quan xa-mot"]
    page["B2"], page["B3"], page["D2"] = "Nguyễn Thị Mơ", "Trần Văn Hải", "0912345678"
    page.row_dimensions[3].hidden = True
    book.save(file := io.BytesIO())
    file.name = "da-dien.xlsx"
    file.seek(0)
    answer = of_thu.post(MANY, {"act": "file", "file": file})
    assert sorted(line[1:3] for line in shown_lines(answer)) == [("Nguyễn Thị Mơ", "0912345678"), ("Trần Văn Hải", "")]
    assert [fault[:24] for fault in answer.context["faults"]] == ["Bảng tính ẩn các dòng 3,"]


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ({}, "Dán danh sách vào ô, mỗi dòng một người."),
        ({"act": "bodies"}, "Chưa đánh dấu cơ quan nào."),
        ({"act": "list", "pasted": " "}, "Dán danh sách vào ô, mỗi dòng một người."),
        ({"act": "file"}, "Chọn tệp."),
    ],
)
def test_nothing_chosen_is_said(of_thu, posted, expected):
    answer = of_thu.post(MANY, posted)
    assert (answer.status_code, answer.context["refusal"]) == (422, expected)


WRONG_LINES = [
    ("xa-mot", "A", "LAN"),
    ("xa-mot", "B", "trung"),
    ("xa-mot", "C", "Trung"),
    ("xa-hai", "nguyễn văn co-nguoi", "d"),
    ("xa-mot", "E", "hai chữ", {"email": "không phải"}),
    ("xa-mot", "F", "f1"),
    ("xa-mot", "f", "f2"),
    ("", "G", ""),
    ("xa-nao", "H", "", {"is_left_out": "on"}),
]
WHY = [
    (1, "username", "Tên đăng nhập này đã có người dùng."),
    (2, "username", "Hai dòng cùng tên đăng nhập này. Đổi một dòng."),
    (3, "username", "Hai dòng cùng tên đăng nhập này. Đổi một dòng."),
    (4, "full_name", "Người này đã có tài khoản co-nguoi."),
    (5, "email", "Ghi địa chỉ thư đúng, ví dụ lan@xa.vn, hoặc để trống."),
    (5, "username", "Tên đăng nhập chỉ có chữ, số và các dấu . @ + - _, không có dấu cách."),
    (6, "full_name", "Người này đứng hai lần trong danh sách."),
    (7, "full_name", "Người này đứng hai lần trong danh sách."),
    (8, "body", "Ghi tên hoặc mã cơ quan."),
    (8, "username", "Ghi tên đăng nhập."),
]


def test_what_is_wrong_in_lines_is_said_at_each_and_nothing_is_stored(of_thu, empty):
    make_user("co-nguoi", empty[1], "officer")  # Nguyễn Văn co-nguoi
    before = (User.objects.count(), Person.objects.count())
    answer = of_thu.post(OPEN, typed(*WRONG_LINES))
    assert (answer.status_code, faults(answer)) == (422, WHY)
    assert (User.objects.count(), Person.objects.count()) == before


def test_a_double_click_opens_the_accounts_once_and_who_is_known_is_not_registered_twice(of_thu, thu, empty):
    known = Person.objects.create(full_name="Nguyễn Thị Mơ", organization=empty[0])
    make_user("hanh", thu.memberships.get().organization, "administrator")
    lines = typed(("xa-mot", "nguyễn thị  mơ", "mo"), ("xa-hai", "Trần Văn Hải", "hai"))
    answers = [of_thu.post(OPEN, lines) for _click in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [SLIPS] * 2
    assert User.objects.get(username="mo").person == known
    assert User.objects.filter(username__in=["mo", "hai"]).count() == 2
    notice = Notice.objects.get(kind="accounts.many")
    assert (notice.recipient.username, notice.words) == ("hanh", "Đỗ Minh Thu đã lập 2 tài khoản cán bộ đơn vị.")


def test_ninety_six_accounts_cost_as_many_queries_as_two(of_thu):
    bodies = [make_body(f"xa-{n}").short_code for n in range(96)]

    def queries(codes, receipt):
        lines = [(code, f"Cán bộ {code}", f"ten.{code}") for code in codes]
        with CaptureQueriesContext(connection) as caught:
            assert of_thu.post(OPEN, typed(*lines, receipt=receipt)).status_code == 302
        return len(caught)

    two = queries(bodies[:2], "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d51")
    many = queries(bodies[2:], "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d52")
    assert (two, many) == (25, {"sqlite": 26, "postgresql": 25}[connection.vendor])  # SQLite inserts 999 values at once
    text = words_of(print_slips(of_thu, User.objects.filter(username__startswith="ten.xa-")).content)
    assert (text.count("\f"), len(set(re.findall(PASSWORD, text)))) == (12, 96)


# --- Slips -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def opened(of_thu, empty):
    """Two accounts without passwords."""
    of_thu.post(OPEN, typed(("xa-mot", "Nguyễn Thị Mơ", "mo"), ("xa-hai", "", "hai")))
    return [User.objects.get(username=name) for name in ("mo", "hai")]


def print_slips(client, accounts, receipt="6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d53"):
    return client.post(PRINT, {"row": [account.pk for account in accounts], "receipt": receipt})


def words_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_slips_are_printed_once_and_open_the_portal_to_their_officers(of_thu, thu, opened, settings):
    settings.SITE_URL = "https://cong.example"
    page = of_thu.get(SLIPS)
    mine = [row for row in page.context["accounts"] if row.account in opened]
    assert [(row.word, row.is_ticked) for row in mine] == [("chưa có mật khẩu", True)] * 2
    answer = print_slips(of_thu, opened)
    assert (answer["Content-Type"], answer["Content-Disposition"][:6], "no-store" in answer["Cache-Control"]) == (
        "application/pdf", "inline", True,
    )  # fmt: skip
    text = words_of(answer.content)
    passwords = re.findall(PASSWORD, text)
    until = f"{TODAY + timedelta(30):%d/%m/%Y}"
    printed = ["https://cong.example/sign-in/", "Nguyễn Thị Mơ", "Cơ quan xa-hai", until, "Đặt mật khẩu của mình"]
    assert (len(passwords), [words for words in printed if words not in text]) == (2, [])
    for account in opened:
        account.refresh_from_db()
        event = Event.objects.about(account).filter(act="password_set").get()
        assert (event.actor, event.changes, account.must_change_password) == (thu, {}, True)
    stored = [str(AccessLog.objects.latest("pk").label), *Notice.objects.values_list("text", flat=True)]
    assert [password for password in passwords if any(password in words for words in stored)] == []
    again = print_slips(of_thu, opened)  # the second click
    assert (again.status_code, again["Location"]) == (302, SLIPS)
    client = Client()
    came = [client.post("/sign-in/", {"username": "mo", "password": each}).status_code for each in passwords]
    assert 302 in came


def test_printed_again_the_slips_before_are_void_and_who_has_signed_in_gets_none(of_thu, opened):
    first = words_of(print_slips(of_thu, opened).content)
    second = print_slips(of_thu, opened, "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d54")
    passwords = [re.findall(PASSWORD, text) for text in (first, words_of(second.content))]

    def opens(password):
        return any(User.objects.get(pk=account.pk).check_password(password) for account in opened)

    assert [[opens(password) for password in each] for each in passwords] == [[False] * 2, [True] * 2]
    page = of_thu.get(SLIPS)
    words = {row.word for row in page.context["accounts"] if row.account in opened}
    assert words == {f"đã in, dùng đến {TODAY + timedelta(30):%d/%m/%Y}"}
    User.objects.filter(pk=opened[0].pk).update(last_login=timezone.now())
    refused = print_slips(of_thu, opened[:1], "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d55")
    assert (refused.status_code, "đã được đăng nhập" in refused.content.decode()) == (409, True)


def test_who_signs_in_while_slips_are_printed_keeps_the_password(thu, opened):
    made = slips_module.make_slips(opened, {}, TODAY)
    User.objects.filter(pk=opened[0].pk).update(last_login=timezone.now())
    with pytest.raises(slips_module.StepRefused):
        slips_module.store(made, thu)
    assert [User.objects.get(pk=account.pk).password for account in opened] == [each.password for each in opened]
    assert made[0].password not in repr(made)


def test_an_officer_without_a_name_says_it_with_the_first_password(of_thu, opened):
    text = words_of(print_slips(of_thu, opened[1:]).content)
    client = Client()
    client.post("/sign-in/", {"username": "HAI", "password": re.search(PASSWORD, text)[0]})
    assert "Nếu bạn không nhờ" not in client.get("/password/").content.decode()  # a slip is no alarm
    new = "con-tra-beo-ngam-la-mia"
    without = client.post("/password/", {"new_password1": new, "new_password2": new})
    assert without.context["form"].errors == {"full_name": ["Ghi họ và tên: các bước bạn làm mang tên này."]}
    assert (
        client.post("/password/", {"new_password1": new, "new_password2": new, "full_name": "Vũ Hải"}).status_code
        == 302
    )
    person = User.objects.get(username="hai").person
    assert (person.full_name, Event.objects.about(person).first().changes) == (
        "Vũ Hải",
        {"full_name": ["Cán bộ đầu mối", "Vũ Hải"]},
    )
    assert User.objects.get(username="hai").password.startswith("argon2")  # no longer the hash of a slip


def test_expired_first_passwords_are_a_list_of_their_own(of_thu, opened):
    print_slips(of_thu, opened)
    User.objects.filter(pk=opened[0].pk).update(first_password_at=timezone.now() - timedelta(31))

    def listed(state):
        found = of_thu.get(f"/accounts/?state={state}&q=xa-").content.decode()
        return [name for name in ("mo", "hai") if f">{name}<" in found]

    assert (listed("never"), listed("expired"), listed("active")) == (["hai"], ["mo"], [])
    rows = {row.account.username: row for row in of_thu.get(SLIPS).context["accounts"]}
    assert (rows["mo"].shape, rows["mo"].is_ticked, rows["hai"].is_ticked) == ("late", True, False)


def test_slips_cost_as_many_queries_for_many_as_for_one(of_thu):
    bodies = [make_body(f"xa-{n}") for n in range(12)]
    lines = [(body.short_code, "", f"ten{n}") for n, body in enumerate(bodies)]
    of_thu.post(OPEN, typed(*lines))
    accounts = list(User.objects.filter(username__startswith="ten").order_by("pk"))

    def queries(some, receipt):
        with CaptureQueriesContext(connection) as caught:
            assert print_slips(of_thu, some, receipt).status_code == 200
        return len(caught)

    one = queries(accounts[:1], "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d56")
    assert (one, queries(accounts[1:], "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d57")) == (18, 18)


@pytest.mark.parametrize("username", ["minh", "ngoc", "lan", "khoa", "tuyet"])
def test_nobody_but_administrators_finds_these_pages(signed_in, username):
    client = signed_in(User.objects.get(username=username))
    answers = [client.get(MANY), client.post(MANY, {"act": "bodies", "row": [UNIT]}), client.get(SLIPS)]
    answers += [client.post(OPEN, typed((UNIT, "", "x"))), print_slips(client, User.objects.filter(username="lan"))]
    assert {answer.status_code for answer in answers} == {404}
