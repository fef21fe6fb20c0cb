"""Django admin, scoped like every other page: who may enter, what rows show, what may be changed.

A model's admin says in `viewers` and `changers` which hats open it; rows come from the model's `visible_to`.
"""

from django.contrib import admin
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR, BOARD = "administrator", "board"


def hats_of(user) -> set[str]:
    hats = {ADMINISTRATOR} if user.is_administrator else set()
    return hats | ({BOARD} if user.reach.board else set())


class DanvanAdminSite(admin.AdminSite):
    site_header = _("Quản trị Cổng Dân vận")
    site_title = _("Quản trị")
    index_title = _("Danh mục và bản ghi")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request):
        """A signed-in stranger learns nothing, not even that the admin is here."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return request.user.is_authenticated


class _Scoped:
    """Shared by admins and inlines: rights by hat, rows by scope, choices of foreign keys by scope too."""

    viewers = {BOARD}
    changers = {BOARD}
    frozen_hint = ""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def is_frozen(self, record) -> bool:
        """A model's admin says here when a row may only be looked at: issued, submitted, closed."""
        return False

    def has_view_permission(self, request, obj=None):
        return bool(hats_of(request.user) & (self.viewers | self.changers))

    def has_change_permission(self, request, obj=None):
        return bool(hats_of(request.user) & self.changers) and not (obj is not None and self.is_frozen(obj))

    def has_add_permission(self, request, obj=None):
        return bool(hats_of(request.user) & self.changers) and not (obj is not None and self.is_frozen(obj))

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_or_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **self._scoped(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **self._scoped(db_field, request, kwargs))

    def _scoped(self, db_field, request, kwargs):
        rows = db_field.remote_field.model._default_manager
        if "queryset" not in kwargs and hasattr(rows, "visible_to"):
            kwargs["queryset"] = rows.visible_to(request.user)
        return kwargs


class ScopedModelAdmin(_Scoped, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404  # the same answer for a foreign and a missing record
        return found

    def get_search_results(self, request, queryset, search_term):
        """Models with `search_text` are searched without accents."""
        if hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def get_readonly_fields(self, request, obj=None):
        """States are taken by steps, never typed."""
        states = [f.name for f in self.model._meta.fields if f.name == "state"]
        return [*super().get_readonly_fields(request, obj), *states]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.CharField) and db_field.max_length and db_field.max_length >= 200:
            kwargs.setdefault("widget", admin.widgets.AdminTextareaWidget(attrs={"rows": 2}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReadOnlyModelAdmin(ScopedModelAdmin):
    changers = frozenset()


class ScopedTabularInline(_Scoped, admin.TabularInline):
    extra = 0

    def get_readonly_fields(self, request, obj=None):
        states = [f.name for f in self.model._meta.fields if f.name == "state"]
        return [*super().get_readonly_fields(request, obj), *states]


class ReadOnlyInline(ScopedTabularInline):
    changers = frozenset()
