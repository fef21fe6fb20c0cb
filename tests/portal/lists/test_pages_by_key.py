"""Pages by key: every row once, in order, both ways, with rows that have no value, whatever happens in between."""

from datetime import date

import pytest

from ground.listing import Order, page_by_key
from inspections.models import Assignment, Recommendation

pytestmark = pytest.mark.django_db
DUE = [date(2026, 5, 4), None, date(2026, 3, 1), date(2026, 5, 4), None, date(2026, 1, 9), date(2026, 5, 4)]


@pytest.fixture
def rows(case):
    """Seven assignments: three of one due date, two without any."""
    recommendation = Recommendation.objects.create(
        campaign=case.campaign, inspection=case, author_organization=case.subject_organization, text="Làm tốt"
    )
    for n, due in enumerate(DUE):
        Assignment.objects.create(recommendation=recommendation, owner_as_printed=f"đơn vị {n}", due_on=due)
    return Assignment.objects.filter(recommendation=recommendation)


def walk(rows, order, way="after", page=None):
    """The pages of three that follow, or go before, `page` until there are no more."""
    pages = []
    while True:
        places = {way: order.read_place(page.next if way == "after" else page.previous)} if page else {}
        page = page_by_key(rows, order, 3, **places)
        pages.append([row.owner_as_printed[-1] for row in page])
        if not (page.next if way == "after" else page.previous):
            return pages, page


@pytest.mark.parametrize(
    ("is_descending", "pages"),
    [(False, [["5", "2", "0"], ["3", "6", "1"], ["4"]]), (True, [["6", "3", "0"], ["2", "5", "4"], ["1"]])],
    ids=["ascending", "descending"],
)
def test_every_row_comes_once_and_those_without_a_value_last(rows, is_descending, pages):
    order = Order.of(Assignment, "due_on", is_descending)
    forwards, last = walk(rows, order)
    assert forwards == pages
    backwards, first = walk(rows, order, "before", last)
    assert ([*backwards[1], *backwards[0]], first.previous) == ([*pages[0], *pages[1]], "")


def test_before_the_first_full_page_stands_the_first_page(rows):
    order = Order.of(Assignment, "due_on", False)
    second = page_by_key(rows, order, 3, after=order.read_place(page_by_key(rows, order, 3).next))
    rows.filter(owner_as_printed="đơn vị 5").delete()
    back = page_by_key(rows, order, 3, before=order.read_place(second.previous))
    assert [row.owner_as_printed[-1] for row in back] == ["2", "0", "3"]


def test_a_place_holds_though_its_row_is_gone(rows):
    order = Order.of(Assignment, "due_on", False)
    first = page_by_key(rows, order, 3)
    first.rows[-1].delete()
    after = page_by_key(rows, order, 3, after=order.read_place(first.next))
    assert [row.owner_as_printed[-1] for row in after] == ["3", "6", "1"]


@pytest.mark.parametrize(
    "written",
    ["", "x", "-1", "9" * 19, "1.never", "1.2026-13-45", "²", "1.\0", "1.9999999-01-01"],
)
def test_what_is_no_place_is_none(written):
    assert Order.of(Assignment, "due_on", False).read_place(written) is None


def test_a_place_without_a_value_is_none_where_every_row_has_one():
    assert Order.of(Assignment, "pk", False).read_place("12") is None
    assert Order.of(Assignment, "owner_organization__sort_key", False).read_place("12") == (None, 12)
