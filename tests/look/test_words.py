from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.utils import translation

from ground.templatetags.words import notice_kind, page_numbers, short_date
from portal.templatetags.deadlines import Lateness, lateness

TODAY = date(2019, 11, 6)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 2, 5), "05/02/2020"),
        (datetime(2019, 10, 30, 17, 30, tzinfo=UTC), "31/10/2019"),  # after midnight in Vietnam
        (None, ""),
    ],
)
def test_days_are_written_with_zeros(day, written):
    assert short_date(day) == written


@pytest.mark.parametrize(
    ("due_on", "shape", "word"),
    [
        (date(2019, 11, 3), "late", "Quá 3 ngày"),
        (date(2019, 11, 5), "late", "Quá 1 ngày"),
        (TODAY, "soon", "Hôm nay"),
        (date(2019, 11, 8), "soon", "Còn 2 ngày"),
        (date(2019, 11, 9), "todo", "Còn 3 ngày"),
        (date(2019, 11, 29), "todo", "Còn 23 ngày"),
        (None, "todo", "Không có hạn"),
    ],
)
def test_lateness_is_counted_in_days(due_on, shape, word):
    with translation.override("vi"):
        assert lateness(due_on, TODAY) == Lateness(shape, word)


def test_far_pages_are_left_out():
    page = Paginator(range(1234), 50).page(9)
    assert page_numbers(page) == [1, "…", 8, 9, 10, "…", 25]


@pytest.mark.parametrize(
    ("level", "kind"), [("success", "done"), ("warning", "warn"), ("error", "error"), ("info", "info"), ("", "info")]
)
def test_messages_become_notices(level, kind):
    assert notice_kind(level) == kind
