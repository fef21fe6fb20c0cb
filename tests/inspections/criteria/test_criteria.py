"""Criteria sets are made, copied, filled and put in order; a frozen one is only read."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from inspections.criteria.forms import PointsField, points_text
from inspections.models import CriteriaSet, Criterion, SetCriterion
from workflow.history.order import put_in_order
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(minh):
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def criteria_set(board):
    made = CriteriaSet.objects.create(owner=board, year=2027, title="Bộ 2027")
    for n, code in enumerate(["mot", "hai", "ba"], 1):
        criterion = Criterion.objects.create(code=code, name=f"Chỉ tiêu {code}")
        SetCriterion.objects.create(
            criteria_set=made, criterion=criterion, order=n, number=f"1.{n}", group="1. Nhóm", label=code,
            value_type="count",
        )  # fmt: skip
    return made


def typed(**more):
    return {"number": "2.1", "group": "2. Nhóm", "label": "Hộ khá", "value_type": "count", "direction": "up", **more}


def add(browser, criteria_set, **more):
    sent = {"frequency": "year", **typed(**more)}
    return browser.post(reverse("set_criterion_new", args=[criteria_set.pk]), sent)


@pytest.mark.parametrize(("words", "quarters"), [("1,5", 6), ("1.5", 6), ("2", 8), ("0,25", 1), ("", 0), ("12,75", 51)])
def test_points_are_typed_as_points_and_kept_as_quarters(words, quarters):
    assert PointsField(required=False).clean(words) == quarters
    assert points_text(quarters) == words.replace(".", ",")


def test_a_criterion_is_added_with_its_points_and_a_stable_one_of_its_own(minh, criteria_set, signed_in):
    browser = signed_in(minh)
    assert add(browser, criteria_set, max_quarter_points="1,5", applies_to=["department"]).status_code == 302
    row = criteria_set.criteria.get(number="2.1")
    assert (row.order, row.max_quarter_points, row.applies_to) == (4, 6, ["department"])
    assert (row.criterion.code, row.criterion.name) == ("ho-kha", "Hộ khá")


def test_what_contradicts_is_told_beside_its_field(minh, criteria_set, signed_in):
    sent = {"number": "1.1", "criterion": "Chỉ tiêu hai", "value_type": "choice", "choices": "Tốt\n Tốt \n"}
    answer = add(signed_in(minh), criteria_set, max_quarter_points="1,3", denominator_rule="communes", **sent)
    assert answer.context["form"].errors == {
        "number": ["Số này đã có trong bộ."],
        "criterion": ["Chỉ tiêu gốc này đã có trong bộ."],
        "max_quarter_points": ["Ghi số điểm, lẻ đến phần tư điểm: 2; 1,5; 0,25."],
        "choices": ["Ghi ít nhất hai mức."],
        "denominator_rule": ["Chỉ đối chiếu được mẫu số của tỷ số, tỷ lệ."],
    }


def test_a_criterion_is_changed_and_its_history_tells_what(minh, criteria_set, signed_in):
    row = criteria_set.criteria.get(number="1.2")
    sent = {"frequency": "year", "revision": row.revision, "criterion": "Chỉ tiêu hai", **typed(unit="hộ")}
    assert signed_in(minh).post(reverse("set_criterion_edit", args=[row.pk]), sent).status_code == 302
    event = Event.objects.about(row).get()
    assert (event.changes["unit"], event.changes["number"]) == (["", "hộ"], ["1.2", "2.1"])


def test_a_number_puts_a_row_in_its_place_and_the_history_of_the_set_tells_it(minh, criteria_set, signed_in):
    last = criteria_set.criteria.get(number="1.3")
    address = reverse("criteria_order", args=[criteria_set.pk])
    assert signed_in(minh).post(address, {f"place-{last.pk}": "1", "place-x": "y"}).status_code == 302
    assert list(criteria_set.criteria.values_list("number", "order")) == [("1.3", 1), ("1.1", 2), ("1.2", 3)]
    assert Event.objects.about(criteria_set).get().changes == {
        "order": ["1.1 mot; 1.2 hai; 1.3 ba", "1.3 ba; 1.1 mot; 1.2 hai"]
    }


def test_an_order_that_is_the_same_leaves_no_trace(minh, criteria_set):
    rows = list(criteria_set.criteria.order_by("order"))
    put_in_order(criteria_set, rows, "order", {row.pk: row.order for row in rows}, minh)
    assert Event.objects.about(criteria_set).count() == 0


def test_groups_are_headings_with_how_many_criteria_and_points_they_hold(minh, criteria_set, signed_in):
    criteria_set.criteria.filter(number="1.1").update(max_quarter_points=6)
    criteria_set.criteria.filter(number="1.2").update(max_quarter_points=4)
    browser, address = signed_in(minh), reverse("criteria_set_show", args=[criteria_set.pk])

    def heads():
        page = browser.get(address).content.decode()
        return re.findall(r'<tr class="group".*?>([^<>]+) <span class="num">(.*?)</span>', page)

    found = []
    for group in ("2. Nhóm", ""):
        criteria_set.criteria.filter(number="1.3").update(group=group)
        found.append(heads())
    first = ("1. Nhóm", "2 chỉ tiêu · 2,5 điểm")
    assert found == [[first, ("2. Nhóm", "1 chỉ tiêu")], [first, ("Chỉ tiêu khác", "1 chỉ tiêu")]]
    criteria_set.criteria.update(group="")
    assert heads() == []


def test_a_copy_is_the_next_version_and_can_be_changed(minh, criteria_set, board, signed_in):
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(frozen_at=timezone.now())
    sent = {"title": "Bộ 2027, bản 2", "year": "2027", "owner": board.pk}
    signed_in(minh).post(reverse("criteria_set_copy", args=[criteria_set.pk]), sent)
    made = CriteriaSet.objects.get(title="Bộ 2027, bản 2")
    assert (made.version, made.frozen_at) == (2, None)
    assert list(made.criteria.values_list("number", "label")) == [("1.1", "mot"), ("1.2", "hai"), ("1.3", "ba")]


def test_a_frozen_set_is_read_and_says_since_when(minh, criteria_set, signed_in):
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(frozen_at=timezone.now())
    browser = signed_in(minh)
    page = browser.get(reverse("criteria_set_show", args=[criteria_set.pk])).content.decode()
    assert "chỉ còn để xem" in page
    assert reverse("set_criterion_new", args=[criteria_set.pk]) not in page
    assert add(browser, criteria_set).status_code == 403


def test_a_set_begins_empty_as_the_first_of_its_year(minh, board, signed_in):
    sent = {"title": "Bộ 2028", "year": "2028", "owner": board.pk}
    answer = signed_in(minh).post(reverse("criteria_set_new"), sent)
    made = CriteriaSet.objects.get(title="Bộ 2028")
    assert answer.headers["Location"] == reverse("criteria_set_show", args=[made.pk])
    assert (made.version, made.criteria.count()) == (1, 0)
