"""The pages of the case: queries, which must not grow with the data, and milliseconds, which are only told."""

from django.conf import settings
from django.test import Client

from accounts.models import User
from bench.clock import median_ms, queries
from bench.documents import the_case


def pages(case) -> dict[str, str]:
    return {
        "home": "/",
        "campaigns": "/campaigns/",
        "campaign": case.campaign.get_absolute_url(),
        "case": case.get_absolute_url(),
        "case, preview of the notice": f"{case.get_absolute_url()}documents/conclusion-notice/",
        "places": "/localities/",
        "search of places": "/localities/?q=thanh+pho",
    }


def measures():
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    for username in ("minh", "lan"):
        client = Client()
        client.force_login(User.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
        for name, path in pages(the_case()).items():
            open_page = lambda path=path, client=client: client.get(path)  # noqa: E731
            if open_page().status_code == 200:
                cost = {"ms": round(median_ms(open_page)), "queries": queries(open_page)}
                yield {"name": f"{name} ({username})", **cost}
