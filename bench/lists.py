"""Measures our lists against Django's stock admin changelist with the same rows, fifty a page, both warm and
alternating.
"""

from time import perf_counter

from django.conf import settings
from django.db import transaction
from django.urls import clear_url_caches, set_urlconf

from bench.clock import median_ms, ratio_to
from bench.pages import browser_of, opening
from inspections.models import Campaign

AT_MOST = 0.7
COPIED = ["inspecting_organization", "theme", "year", "criteria_set", "starts_on", "ends_on"]
ADDRESSES = {"places": "/localities/list/"}  # of ours, where it isn't the list's name


def measures():
    settings.ROOT_URLCONF = "bench.stock"
    clear_url_caches()
    set_urlconf(None)
    from bench.stock import ADDRESSES as STOCK

    with transaction.atomic():
        fill_a_page_of_campaigns()
        yield from measured(STOCK)
        transaction.set_rollback(True)


def fill_a_page_of_campaigns() -> None:
    """Of these there are few: what a list costs is asked of a whole page of it."""
    known = Campaign.objects.order_by("-year")[0]
    several = [Campaign(**{name: getattr(known, name) for name in COPIED}, code=f"do-{n}") for n in range(60)]
    Campaign.objects.bulk_create(several)


def measured(stock_addresses: dict[str, str]):
    browser = browser_of("minh")
    for name, address in stock_addresses.items():
        ours, stock = opening(browser, ADDRESSES.get(name, f"/{name}/")), opening(browser, address)
        ours(), stock()
        yield {
            "name": f"list of {name}",
            "ms": round(median_ms(ours)),
            "ms_of_stock": round(median_ms(stock)),
            "ratio": round(ratio_to(ours, stock, times=9), 3),
            "at_most": AT_MOST,
            "ratio_on_the_clock": round(ratio_to(ours, stock, times=9, clock=perf_counter), 3),
        }
