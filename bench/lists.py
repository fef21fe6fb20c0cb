"""Our lists against Django's stock admin changelist over the same rows, fifty a page, both warm and by turns."""

from time import perf_counter

from django.conf import settings
from django.urls import clear_url_caches, set_urlconf

from bench.clock import median_ms, ratio_to
from bench.pages import browser_of, opening

AT_MOST = 0.7
ADDRESSES = {"places": "/localities/list/"}  # of ours, where it isn't the list's name


def measures():
    settings.ROOT_URLCONF = "bench.stock"
    clear_url_caches()
    set_urlconf(None)
    from bench.stock import ADDRESSES as STOCK

    browser = browser_of("minh")
    for name, address in STOCK.items():
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
