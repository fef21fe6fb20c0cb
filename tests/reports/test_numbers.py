"""Numbers of papers: their registers, and what takes a number."""

from datetime import date

import pytest

from reports.documents.registers.acts import (
    NumberTaken,
    TermMissing,
    cancel_number,
    day_warnings,
    propose,
    record_outside,
    register_at,
    reserve,
    series_of,
)
from reports.models import Document, NumberRegister, TakenNumber, Term
from tests.made_work import make_body
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)
SERIES = "Khóa thử"


@pytest.fixture
def inspection():
    from inspections.models import Inspection

    return Inspection.objects.get(reference="DVCQ2026-28138")


@pytest.fixture
def board(inspection):
    """Of the Party; in its new term no number is taken yet."""
    body = inspection.campaign.inspecting_organization
    Term.objects.create(organization=body, name=SERIES, starts_on=date(2026, 5, 15))
    return body


@pytest.fixture
def party():
    """Another Party body, with two terms of its committee."""
    body = make_body("ban-so", "party_board", "party")
    Term.objects.create(organization=body, name="2020–2025", starts_on=date(2020, 10, 15))
    Term.objects.create(organization=body, name="2025–2030", starts_on=date(2025, 10, 2))
    return body


def taken_numbers():
    return TakenNumber.objects.filter(register__series=SERIES)


@pytest.fixture
def draft(inspection, board):
    """`draft()` makes a notice; `draft(type_code="BC")` another type."""

    def make(day=DAY, issuer_role="leader", delegation=None, **facts):
        facts = {"layout": "party", "type_code": "TB", "symbol": "BTGDVTU", "about": "về kết luận kiểm tra", **facts}
        return Document.objects.create(
            kind="conclusion-notice", issuing_organization=board, inspection=inspection, effective_on=day,
            rule_set="hd05", facts=facts, issuer_role=issuer_role, delegation=delegation,
        )  # fmt: skip

    return make


def refusal_of(act, kind=StepRefused):
    with pytest.raises(kind) as refused:
        act()
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("system", "day", "series"),
    [
        ("party", date(2020, 10, 15), "2020–2025"),
        ("party", date(2025, 10, 1), "2020–2025"),
        ("party", date(2025, 10, 2), "2025–2030"),
        ("state", date(2025, 10, 2), "2025"),
        ("front", date(2025, 10, 2), "2025–2030"),
    ],
)
def test_party_numbers_run_through_a_term_and_those_of_the_state_through_a_year(party, system, day, series):
    party.system = system
    assert series_of(party, day) == series


def test_a_party_body_without_a_term_is_sent_to_where_it_is_recorded(party):
    assert "mục “Nhiệm kỳ cấp ủy”" in refusal_of(lambda: series_of(party, date(2020, 1, 1)), TermMissing)
    party.system = "front"
    assert series_of(party, date(2020, 1, 1)) == "2020"


def test_the_next_number_is_proposed_then_reserved_once_for_each_type(draft, minh, ngoc):
    first, second, report = draft(), draft(), draft(type_code="BC")
    assert propose(first) == (1, "01-TB/BTGDVTU")
    assert not NumberRegister.objects.filter(series=SERIES).exists()  # looking makes no register
    assert [reserve(each, minh).printed for each in (first, second, report)] == [
        "01-TB/BTGDVTU",
        "02-TB/BTGDVTU",
        "01-BC/BTGDVTU",
    ]
    assert reserve(first, ngoc).n == 1  # again the same
    assert propose(first) == (1, "01-TB/BTGDVTU")
    assert propose(draft()) == (3, "03-TB/BTGDVTU")
    assert Event.objects.about(TakenNumber.objects.get(document=first)).get().actor == minh


def test_letters_share_one_register_and_a_delegation_has_its_own(draft, inspection, minh, binh):
    letter, reminder = draft(type_code="", form="letter"), draft(type_code="CV")
    own = draft(type_code="BC", issuer_role="head", delegation=inspection.delegation)
    numbers = [reserve(letter, minh), reserve(reminder, minh), reserve(own, binh)]
    assert [number.register.kind for number in numbers] == ["cv", "cv", f"bc-doan-{inspection.delegation_id}"]


def test_a_typed_number_moves_the_register_on_and_is_never_given_twice(draft, minh):
    assert reserve(draft(), minh, 12, "12-TB/BTGDVTU-UBMTTQ").printed == "12-TB/BTGDVTU-UBMTTQ"
    assert propose(draft())[0] == 13
    assert reserve(draft(), minh, 7).printed == "07-TB/BTGDVTU"  # a gap in the book
    assert propose(draft())[0] == 13
    message = refusal_of(lambda: reserve(draft(), minh, 12), NumberTaken)
    assert message.startswith("Số 12 đã có trong sổ (12-TB/BTGDVTU-UBMTTQ, đã giữ cho văn bản: về kết luận")
    assert "không phải số 8" in refusal_of(lambda: reserve(draft(), minh, 8, "9-TB/BTGDVTU"))
    assert "không phải số 0" in refusal_of(lambda: reserve(draft(), minh, 0))


def test_a_document_changes_its_number_only_after_the_first_is_cancelled(draft, minh):
    document = draft()
    taken = reserve(document, minh)
    assert "đã giữ số 01-TB/BTGDVTU" in refusal_of(lambda: reserve(document, minh, 2))
    assert refusal_of(lambda: cancel_number(taken, "  ", minh)) == "Nhập lý do."
    cancelled = cancel_number(taken, "Viết nhầm sổ", minh)
    assert (cancelled.use, cancelled.document, cancelled.about) == ("cancelled", None, "về kết luận kiểm tra")
    assert reserve(document, minh).n == 2
    refusal_of(lambda: reserve(draft(), minh, 1), NumberTaken)
    refusal_of(lambda: cancel_number(cancelled, "lần nữa", minh), TakenAlready)


def test_papers_outside_the_portal_are_in_the_register(draft, board, minh):
    register = register_at(board, "tb", DAY)
    outside = record_outside(register, 5, "05-TB/BTGDVTU", date(2026, 6, 15), "Thông báo nghỉ lễ", minh)
    assert (outside.use, propose(draft())) == ("outside", (6, "06-TB/BTGDVTU"))
    assert "ngoài cổng: Thông báo nghỉ lễ" in refusal_of(lambda: reserve(draft(), minh, 5), NumberTaken)
    assert cancel_number(outside, "Ghi nhầm", minh).use == "cancelled"


def test_a_day_before_the_last_of_the_register_warns(draft, board, minh):
    register, document = register_at(board, "tb", DAY), draft()
    record_outside(register, 5, "05-TB/BTGDVTU", date(2026, 6, 15), "Thông báo", minh)
    assert "trước ngày 15/06/2026" in day_warnings(document, DAY)[0]
    assert day_warnings(document, date(2026, 6, 15)) == []


@pytest.mark.parametrize("who", ["son", "van", "lan", "hoa", "tuyet", "thu", "binh"])
def test_who_neither_issues_nor_works_in_the_office_takes_no_number(draft, board, who, request):
    user = request.getfixturevalue(who)
    refusal_of(lambda: reserve(draft(), user), NotYours)
    register = register_at(board, "tb", DAY)
    refusal_of(lambda: record_outside(register, 1, "01-TB/X", DAY, "x", user), NotYours)
    assert not taken_numbers().exists()


def test_the_other_boards_see_no_numbers(draft, minh, ngoc, thu, tuyet):
    taken = reserve(draft(), minh)
    seen = [list(taken_numbers().visible_to(user)) for user in (minh, ngoc, thu, tuyet)]
    assert seen == [[taken], [taken], [], []]
