"""The admin's own pages: who may enter, its front page and its autocompletes."""

from functools import partial
from itertools import groupby

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, resolve, reverse
from django.urls.resolvers import RoutePattern
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from workflow.admin.scoped import visible_rows

OWN_ACTS_READ = 50  # of which the front page shows ten
# Models that changed their names keep the addresses of their lists and pages.
ADDRESSES = {"workflow/saveddraft/": "workflow/keptform/", "workflow/submissiontoken/": "workflow/receipt/"}


class DanvanAdminSite(admin.AdminSite):
    site_header = _("Quản trị Cổng Dân vận")
    site_title = _("Quản trị")
    index_title = _("Dữ liệu gốc")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user may enter; a signed-in user who may not gets 404, as if there were no admin."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return request.user.is_authenticated

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> SimpleLazyObject:
        """Return the tables by app, looked up once they are shown: every page is given them, two kinds show them."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def get_urls(self) -> list[URLPattern]:
        """Send anonymous users to the site's own sign-in, and leave out "view on site", which would reveal any
        record's address.
        """
        patterns = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        for pattern in patterns:
            if hasattr(pattern.callback, "login_url"):
                pattern.callback.login_url = settings.LOGIN_URL
            if str(pattern.pattern) in ADDRESSES:
                pattern.pattern = RoutePattern(ADDRESSES[str(pattern.pattern)])
        return patterns

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the portal's only sign-in page, which has the throttle."""
        front = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(front)
        return redirect_to_login(request.GET.get("next") or front, settings.LOGIN_URL)

    @method_decorator(require_POST)
    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Sign out by the portal's own view, which shows unsent drafts."""
        return resolve(reverse("sign_out")).func(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the portal's own page for a new password."""
        return redirect("password_change")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().index(request, {"log_entries": self.own_acts(request), **(extra_context or {})})

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Return nothing: Django calls it on every page, but entries are shown on the front page only."""
        return LogEntry.objects.none()

    def own_acts(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Return the user's latest acts in the admin, limited to records that the admin shows the user today."""
        latest = LogEntry.objects.filter(user=request.user.pk).select_related("content_type")[:OWN_ACTS_READ]
        by_kind = sorted(latest, key=lambda entry: entry.content_type_id)
        shown = []
        for kind, entries in groupby(by_kind, key=lambda entry: entry.content_type):
            entries = list(entries)
            rows = self.shown_rows(kind.model_class(), request).filter(pk__in={entry.object_id for entry in entries})
            pks = {str(pk) for pk in rows.values_list("pk", flat=True)}
            shown += [entry.pk for entry in entries if entry.object_id in pks]
        return LogEntry.objects.filter(pk__in=shown).select_related("content_type", "user")

    def shown_rows(self, model: type[Model], request: HttpRequest) -> QuerySet:
        """Return the model's rows that the user may view in the admin, by role and scope."""
        keeper = self._registry.get(model)
        rows = visible_rows(model, request.user)
        return rows if keeper and keeper.has_view_permission(request) else rows.none()


class ScopedAutocomplete(AutocompleteJsonView):
    """Offers the rows that the form with this field would accept."""

    def get_queryset(self) -> QuerySet:
        source = self.admin_site.get_model_admin(self.source_field.model)
        allowed = source.choices_for(self.source_field, self.request.user)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))

    def has_perm(self, request: HttpRequest, obj: Model | None = None) -> bool:
        source = self.admin_site._registry.get(self.source_field.model)
        if source is None or not (source.has_view_permission(request) and super().has_perm(request, obj)):
            raise Http404
        return True
