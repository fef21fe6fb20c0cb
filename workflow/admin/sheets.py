"""Import and export in the admin, by import-export's own admin mixin: its buttons, addresses and permissions.

Files are imported by the portal's pages alone, with checks and a dry run; a list is exported as it is searched and
filtered.
"""

from urllib.parse import unquote_plus

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from import_export.admin import ImportExportMixin

from ground.sheets.files import FORMATS
from ground.sheets.writing import file_response
from workflow.history import access
from workflow.registers.resources import Register
from workflow.registers.roles import roles_of

OWN_PAGES = ("_import", "_process_import", "_export")


class SheetsMixin(ImportExportMixin):
    """Must precede ScopedModelAdmin among the bases; `resource_classes` contains the one register of the model."""

    import_export_change_list_template = "admin/change_list_sheets.html"
    import_formats = export_formats = FORMATS

    @property
    def register(self) -> type[Register]:
        return self.resource_classes[0]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user) & self.register.changers)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user) & self.register.viewers)

    def get_urls(self) -> list[URLPattern]:
        """Answer 404 on the pages of import and export for users who may see nothing of the model."""
        patterns = super().get_urls()
        for pattern in patterns:
            if (pattern.name or "").endswith(OWN_PAGES):
                pattern.callback = self._for_viewers(pattern.callback)
        return patterns

    def import_action(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        return redirect("import_show", self.register.slug)

    process_import = import_action

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """Export the list as it is searched and filtered; `?kind=csv` or xlsx."""
        request.GET = request.GET.copy()
        kind = request.GET.pop("kind", ["xlsx"])[0]
        if kind not in {each().get_extension() for each in self.get_export_formats()}:
            raise Http404
        register = self.register(request.user)
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:  # the list redirects such an address to itself without parameters
            return redirect(f"{request.path.removesuffix('export/')}?e=1")
        filters = unquote_plus(request.GET.urlencode())

        def make():
            name = f"{register.title} {timezone.localdate():%d-%m-%Y}"
            about = access.about_export(request, str(register.title), filters)
            return file_response(kind, name, register.get_export_headers(), register.lines(rows), about)

        return access.export_rows(request, str(register.title), filters, make)
