"""The pages of the case: queries, which must not grow with the data, and milliseconds, which are only told."""

from django.conf import settings
from django.test import Client

from accounts.models import User
from bench.clock import median_ms, queries

PAGES = {
    "home": "/",
    "campaigns": "/campaigns/",
    "campaign": "/campaigns/DVCQ2019/",
    "case": "/inspections/DVCQ2019-806/",
    "case, preview of the notice": "/inspections/DVCQ2019-806/documents/conclusion-notice/",
    "places": "/localities/",
    "search of places": "/localities/?q=can+duoc",
}


def measures():
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    for username in ("minh", "lan"):
        client = Client()
        client.force_login(User.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
        for name, path in PAGES.items():
            open_page = lambda path=path, client=client: client.get(path)  # noqa: E731
            if open_page().status_code == 200:
                cost = {"ms": round(median_ms(open_page)), "queries": queries(open_page)}
                yield {"name": f"{name} ({username})", **cost}
