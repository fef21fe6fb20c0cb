"""The number of inline rows that a POST to the admin may contain: those the page showed and a limited number more."""

import pytest

from accounts.models import Organization
from ground.limits import NEW_ROWS
from workflow.admin.forms import BoundedFormSet

pytestmark = pytest.mark.django_db
NAMES = "names-TOTAL_FORMS"


@pytest.fixture
def body():
    return Organization.objects.filter(names__isnull=False).first()


@pytest.fixture
def send(signed_in, thu, page, typed, body):
    """`send(**changes)`: the page of an organization as the browser sends it, but for these fields."""
    browser = signed_in(thu)

    def send(**changes):
        path = page(body)
        return browser.post(path, {**typed(browser.get(path)), **changes})

    return send


def test_the_page_as_it_is_sent_is_saved(send):
    assert send().status_code == 302


@pytest.mark.parametrize("field", ["TOTAL_FORMS", "INITIAL_FORMS"])
@pytest.mark.parametrize("n", [2**63, 10**30, 1_000_000, 1_000])
def test_more_rows_than_anybody_types_are_refused_before_one_is_made(send, field, n):
    answer = send(**{f"names-{field}": str(n)})
    assert (answer.status_code, "<h1>Nội dung gửi lên quá lớn</h1>" in answer.content.decode()) == (413, True)


@pytest.mark.parametrize("field", ["TOTAL_FORMS", "INITIAL_FORMS"])
@pytest.mark.parametrize("n", ["-1", "-9223372036854775809", "mười", "", "1e3", "NaN", "9" * 5000])
def test_what_is_no_number_of_rows_is_not_understood(send, field, n):
    answer = send(**{f"names-{field}": n})
    assert (answer.status_code, "<h1>Cổng chưa hiểu yêu cầu này</h1>" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("n", ["9223372036854775808", "-1", "0"])
def test_what_a_page_says_of_its_own_limits_is_not_taken_from_it(send, n):
    assert send(**{"names-MAX_NUM_FORMS": n, "names-MIN_NUM_FORMS": "0"}).status_code == 302


def test_as_many_rows_as_the_limit_are_made_and_told(send, body):
    stored = body.names.count()
    answer = send(**{NAMES: str(stored + NEW_ROWS)})
    assert answer.status_code in (200, 302)
    assert send(**{NAMES: str(stored + NEW_ROWS + 1)}).status_code == 413


def test_every_set_of_rows_in_the_admin_is_bounded(registered):
    kinds = [inline.formset for keeper in registered.values() for inline in keeper.inlines]
    assert [kind for kind in kinds if not issubclass(kind, BoundedFormSet)] == []
    assert len(kinds) > 15
