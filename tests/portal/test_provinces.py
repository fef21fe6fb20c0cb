"""Two provinces on one installation stay apart: what is counted, listed and exported for one doesn't change by the
other's work. Who opens what, and which words a page shows, is in test_every_url.py, with the same strangers.
"""

import re

import pytest

from accounts.models import User
from inspections.models import Campaign, Inspection
from tests.strangers import write_strangers

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/campaigns/",
    "/inspections/",
    "/findings/",
    "/recommendations/",
    "/papers/",
    "/self-reports/",
    "/calendar/?by=month&on=2026-04-07",
    "/search/?q=kiem+tra",
    "/inspections/?export=csv",
]
CHANGING = re.compile(r'name="(csrfmiddlewaretoken|submission|token)" value="[^"]*"')  # of each page that is shown


def shown(browser, address):
    answer = browser.get(address)
    return answer.status_code, CHANGING.sub("", answer.getvalue().decode())


@pytest.mark.parametrize("name", ["minh", "tuyet", "lan"])
def test_a_second_province_changes_no_page_and_no_count(signed_in, name):
    browser = signed_in(User.objects.get(username=name))
    before = {address: shown(browser, address) for address in PAGES}
    assert {address: status for address, (status, _page) in before.items()} == dict.fromkeys(PAGES, 200)
    strangers = write_strangers()
    assert {address for address in PAGES if shown(browser, address) != before[address]} == set()
    assert Inspection.objects.visible_to(strangers.xuan).count() == 1


def test_the_second_province_begins_with_its_own_alone(signed_in):
    strangers = write_strangers()
    xuan = strangers.xuan
    assert list(Campaign.objects.visible_to(xuan)) == [strangers.campaign]
    pages = [shown(signed_in(xuan), address)[1] for address in PAGES]
    ours = Inspection.objects.exclude(pk=strangers.inspection.pk).values_list("reference", flat=True)
    assert [reference for reference in ours if any(reference in page for page in pages)] == []
