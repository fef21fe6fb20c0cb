"""The root URLconf, the only place that joins the apps."""

from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from ground import health, web


def flat(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """Yield the patterns, and in place of those that are joined in under no prefix and no name, theirs.

    Every request is matched against them in turn; each `include` on the way costs it as much as fifty patterns.
    """
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not pattern.namespace and str(pattern.pattern) == "":
            yield from flat(pattern.url_patterns)
        else:
            yield pattern


joined = [
    path("", include("inspections.urls")),  # "campaigns/new/" before the portal's "campaigns/<code>/"
    path("", include("portal.urls")),
    path("", include("accounts.urls")),
    path("", include("reports.documents.urls")),
    path("", include("reports.submissions.urls")),
    path("localities/", include("localities.urls")),
    path("", include("workflow.urls")),
    path("admin/", admin.site.urls),
    # Without a CSRF token, so that error pages can offer it too: it changes nothing but the user's own language.
    path("language/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path("healthz", login_not_required(health.health_show), name="health"),
]
urlpatterns = list(flat(joined))
handler400 = web.bad_request
handler404 = web.not_found
handler500 = web.server_error
