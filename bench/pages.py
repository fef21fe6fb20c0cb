"""Measures every page as one of its readers: queries, which must not grow with the data; bytes; milliseconds, reported
only.

A page is opened on the demo and on the bulk data, where both have something to show: an empty one asks less. A new page
is one line of PAGES.
"""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import User
from bench.clock import median_ms, queries, ratio_to
from inspections.models import Campaign
from reports.models import Document

QUERIES, BYTES = 15, 60_000
DEMO, BULK = "DVCQ2026", "CN2026"  # the campaigns that are opened

# What is opened | by whom | where; what stands in braces is the campaign or of one inspection that all of them see.
PAGES = """
home                        | minh ngoc binh lan tuyet thu | /
campaigns                   | minh tuyet lan               | /campaigns/
inspections                 | minh binh lan tuyet          | /inspections/
inspections, searched       | minh                         | /inspections/?q=xa+tan
inspections, by name        | minh lan                     | /inspections/?sort=subject
findings                    | minh binh lan tuyet          | /findings/
findings, by body           | minh                         | /findings/?sort=subject
recommendations             | minh binh lan tuyet          | /recommendations/
recommendations, open       | minh                         | /recommendations/?due=open
organizations               | minh lan                     | /organizations/
people                      | minh lan                     | /people/
papers                      | minh binh lan tuyet          | /papers/
papers, by title            | minh                         | /papers/?sort=title
places in a list            | lan                          | /localities/list/
picker of places            | minh                         | /localities/pick/?q=tan
picker of bodies            | minh                         | /pick/organizations/?q=tan
picker of people            | minh                         | /pick/people/?q=van
picker of papers            | minh                         | /pick/papers/?q=bao+cao
picker of criteria          | minh                         | /pick/criteria/?q=ho+so
search, many rows           | minh binh tuyet              | /search/?q=dan+van
search of a body            | minh lan                     | /search/?q=xa+tan
calendar, week              | minh binh lan                | /calendar/?on=2026-04-07
calendar, month             | minh tuyet                   | /calendar/?on=2026-04-07&by=month
history of an inspection    | minh lan                     | /history/inspection/{inspection_id}/
history of a campaign       | minh                         | /history/campaign/{campaign_id}/
criteria sets               | minh                         | /criteria/
subjects of a campaign      | minh                         | /campaigns/{campaign}/subjects/
campaign                    | minh binh tuyet              | /campaigns/{campaign}/
campaign, searched          | minh                         | /campaigns/{campaign}/?q=xa+tan
campaign, grouped           | minh                         | /campaigns/{campaign}/?group=place
campaign, overdue           | minh                         | /campaigns/{campaign}/?due=late&group=state
self-reports                | minh binh lan                | /self-reports/?campaign={campaign}
self-reports, late          | minh                         | /self-reports/?campaign={campaign}&due=late
overview of self-reports    | minh                         | /campaigns/{campaign}/self-reports/
inspection                  | minh binh lan tuyet          | /inspections/{inspection}/
places                      | lan                          | /localities/
places, searched            | lan                          | /localities/?q=thanh+pho
place                       | minh lan                     | /localities/{place}/
body                        | minh lan                     | /organizations/{body}/
help                        | minh lan thu                 | /help/staff/
"""


def named_in(code: str) -> dict:
    """What the addresses name, of one campaign."""
    campaign, lan = Campaign.objects.get(code=code), User.objects.get(username="lan")
    inspection = campaign.inspections.outside(lan).filter(state="followed_up").order_by("reference").first()
    body = inspection.subject_organization
    named = {"campaign": code, "campaign_id": campaign.pk, "inspection": inspection.reference}
    return named | {"inspection_id": inspection.pk, "place": body.locality_id, "body": body.short_code}


def pages(code: str):
    """(name with its reader, work that opens the page in that reader's browser)"""
    named, browsers = named_in(code), {}
    for line in PAGES.strip().splitlines():
        name, readers, address = (part.strip() for part in line.split("|"))
        for reader in readers.split():
            browsers[reader] = browsers.get(reader) or browser_of(reader)
            yield f"{name} ({reader})", opening(browsers[reader], address.format(**named))


def browser_of(username: str) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return browser


def opening(browser: Client, address: str):
    def page():
        response = browser.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response

    return page


def queries_of_pages(code: str) -> dict[str, int]:
    """Of every page, opened a second time: what a process reads once for all is not counted."""
    return {name: queries(page) for name, page in pages(code) if page()}


def measures(on_demo: dict[str, int]):
    """On the bulk data, against the queries that were counted on the demo."""
    for name, page in pages(BULK):
        weight = bytes_of(page())
        yield {
            "name": name,
            "ms": round(median_ms(page, times=3)),
            "queries": queries(page),
            "queries_at_most": QUERIES,
            "queries_on_demo": on_demo[name],
            "bytes": weight,
            "bytes_at_most": BYTES,
        }


def check_page():
    """The page that anybody opens by a paper's code, beside an empty one: a list without rows. The ratio to the sign-in
    page, which asks the database nothing, is only reported: two queries alone cost about as much as that page.
    """
    settings.CHECKS_PER_MINUTE = 1_000_000
    code = Document.objects.public().exclude(check_code="").earliest("pk").check_code
    check, empty = opening(Client(), f"/check/{code}/"), opening(browser_of("minh"), "/documents/?q=zzzz")
    lightest = opening(Client(), "/sign-in/")
    ratio, to_lightest = (
        sorted(ratio_to(check, other, times=15) for _run in range(3))[1] for other in (empty, lightest)
    )
    ratios = {"ratio": round(ratio, 2), "at_most": 2, "ratio_to_sign_in": round(to_lightest, 2)}
    yield {"name": "check page", "ms": round(median_ms(check, times=3)), **ratios}


def bytes_of(response) -> int:
    """As it comes over the line the first time: with its style sheets, scripts and pictures of signs, compressed."""
    html = response.content.decode()
    files = set(re.findall(rf'(?:href|src)="/{settings.STATIC_URL.strip("/")}/([^"?#]+\.(?:css|js|svg))', html))
    return len(gzip.compress(response.content)) + sum(packed(name) for name in files)


def packed(name: str) -> int:
    with open(finders.find(name), "rb") as file:
        return len(gzip.compress(file.read()))
