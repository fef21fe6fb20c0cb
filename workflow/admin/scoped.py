"""Django admin with the portal's scope: who may enter, which rows are shown, what may be changed.

Three answers to a request: a model that none of the user's roles opens, a foreign record and a missing one are all 404;
what one sees but may not do is 403; the rest is Django's.
"""

from collections.abc import Sequence
from functools import wraps
from itertools import groupby

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import router
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ground.text import short_date
from workflow.admin.addresses import OfferedAddresses
from workflow.admin.forms import BoundedFormSet, NothingLost, PickedRecord, RoomForLongTexts
from workflow.admin.search import FoldedSearch
from workflow.fields import EndDayField, last_day_of
from workflow.history.acts import take_out, tell_saved
from workflow.history.scopes import is_inner_link
from workflow.records.models import Record
from workflow.registers.roles import ADMINISTRATOR, BOARD, roles_of


def visible_rows(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    """Return the model's rows that the user may see; none for a model without `visible_to`."""
    rows = model._default_manager
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()


ROW_TICKED = "Select this object for an action - {}"  # a text of Django's own, which its catalogue has


class _Scoped:
    """Shared by admins and inlines: permissions by role and row, rows and choices of foreign keys by scope."""

    viewers = {BOARD}
    changers = {BOARD}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def is_open(self, request: HttpRequest, record: Record | None) -> bool:
        """Tell whether the user may change this row, cached for the request; an inline asks for its parent."""
        if record is None or record.pk is None:
            return True
        known = request.__dict__.setdefault("open_records", {})
        key = (type(record), record.pk)
        if key not in known:
            keeper = self.admin_site.get_model_admin(type(record))
            known[key] = keeper.open_to(request.user).filter(pk=record.pk).exists()
        return known[key]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Return the names of the form's fields, found once a request: Django asks for them several times a page, and
        makes a form of all columns each time.
        """
        known = request.__dict__.setdefault("shown_fields", {})
        key = (type(self), obj and obj.pk)
        if key not in known:
            names = self.find_fields(request, obj, super().get_fields(request, obj))
            ends = set() if self.has_change_permission(request, obj) else self._ends
            known[key] = list(dict.fromkeys("last_day" if name in ends else name for name in names))
        return [*known[key]]

    @cached_property
    def _ends(self):
        return {field.name for field in self.opts.fields if isinstance(field, EndDayField)}

    @admin.display(description=_("đến hết ngày"), ordering="ends_on")
    def last_day(self, record: Record) -> str | None:
        """Return it in words, as Django doesn't localize what a method returns to a form that is only read."""
        day = last_day_of(record.ends_on)
        return day and short_date(day)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & (self.viewers | self.changers))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(roles_of(request.user) & self.changers) and self.is_open(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_or_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Make states read-only, because only steps write them."""
        states = [field.name for field in self.opts.fields if field.name in {"state", "scan_state", "frozen_at"}]
        names = [*super().get_readonly_fields(request, obj), *states]
        if self._ends and not self.has_change_permission(request, obj):
            names.append("last_day")  # the column would print the day after it
        return list(dict.fromkeys(names))

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return the foreign keys to models with a search, which get a search field."""
        return [field.name for field in self.opts.fields if field.many_to_one and self._is_searched(field, request)]

    def _is_searched(self, field, request):
        target = self.admin_site._registry.get(field.related_model)
        return target is not None and bool(target.get_search_fields(request))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs) -> ModelChoiceField:
        kwargs.setdefault("queryset", self._choices(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickedRecord(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _choices(self, db_field, request):
        """Return the rows to choose from, put together once a request: a page makes its form more than once."""
        known = request.__dict__.setdefault("choices", {})
        if db_field not in known:
            keeper = self.admin_site.get_model_admin(self.model)
            known[db_field] = keeper.choices_for(db_field, request.user)
        return known[db_field]

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


class ScopedModelAdmin(NothingLost, RoomForLongTexts, FoldedSearch, _Scoped, OfferedAddresses, admin.ModelAdmin):
    """The options that a model's admin declares, beside Django's own."""

    list_per_page = 50
    show_full_result_count = False

    offices = ()  # foreign keys to the organization in whose name a Board's user must work
    under = ()  # foreign keys to a row that must belong to the user's own body
    follows = ()  # of these, the ones whose freezing freezes this row too
    frozen = None  # a Q: rows that are read-only
    history_at = ()  # further foreign keys to records whose history shows a deletion
    prefetch = ()  # what `str` and the list's columns read

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related(*self.prefetch)

    def action_checkbox(self, obj: Model) -> SafeString:
        """Return the same box as Django, which renders a template for each row: a fifth of the work of a list."""
        words = format_html(gettext(ROW_TICKED), str(obj))
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, ACTION_CHECKBOX_NAME, obj.pk, words)

    def kept_by(self, user: AbstractBaseUser) -> QuerySet:
        """Return the rows that belong to the user's own bodies, frozen or not; more may be visible, shared by
        others.
        """
        return visible_rows(self.model, user).filter(self.standing(user, is_open=False))

    def open_to(self, user: AbstractBaseUser) -> QuerySet:
        """Return the rows that the user may change: of own bodies, and neither they nor what they follow frozen."""
        return visible_rows(self.model, user).filter(self.standing(user, is_open=True))

    def standing(self, user: AbstractBaseUser, is_open: bool) -> Q:
        """Return the condition for rows the user maintains or, if `is_open`, may change now: up through the parents to
        an inspecting body.

        It doesn't use each parent's `visible_to`, which would nest the query for causes deeper than SQLite can parse.
        """
        right = Q(**{f"{name}__in": user.reach.board for name in self.offices}) if self._is_bound(user) else Q()
        if is_open and self.frozen is not None:
            right &= ~self.frozen
        for name in (*self.under, *self.follows):
            above = self._above(name)
            rows = above.model._default_manager.filter(above.standing(user, is_open and name in self.follows))
            none_at_all = Q(**{f"{name}__isnull": True}) if self.opts.get_field(name).null else Q()
            right &= Q(**{f"{name}__in": rows}) | none_at_all
        return right

    def choices_for(self, db_field: ForeignKey, user: AbstractBaseUser) -> QuerySet:
        """Return the rows a foreign key may point at, so that no child is put under a stranger's or a frozen parent."""
        name = db_field.name
        if name in self.follows:
            return self._above(name).open_to(user)
        if name in self.under:
            return self._above(name).kept_by(user)
        rows = visible_rows(db_field.related_model, user)
        return rows.filter(pk__in=user.reach.board) if name in self.offices and self._is_bound(user) else rows

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Save as Django does, raise the revision so that other open copies count as outdated, and write the event."""
        row = type(obj)._base_manager.filter(pk=obj.pk).first() if change else None
        obj.revision += bool(row and form.changed_data)
        super().save_model(request, obj, form, change)
        tell_saved(obj, row, request.user)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        """Save the rows of inlines with their events; none of them is deleted here."""
        for record in formset.save(commit=False):
            row = type(record)._base_manager.filter(pk=record.pk).first() if record.pk else None
            record.revision += bool(row)
            record.save()
            tell_saved(record, row, request.user)
        formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        take_out(obj, self.history_of(obj), request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for record in queryset:
            self.delete_model(request, record)

    def history_of(self, record: Record) -> Model:
        """Return the record whose history shows a deletion: the nearest parent, or the record itself without one."""
        above = [getattr(record, name) for name in (*self.history_at, *reversed(self.follows), *reversed(self.under))]
        return next(filter(None, above), record)

    def _above(self, name):
        return self.admin_site.get_model_admin(self.opts.get_field(name).related_model)

    def _is_bound(self, user):
        """Tell whether the user works only in the name of own bodies, as a Board does; administrators work in
        anybody's.
        """
        return not (user.is_administrator and ADMINISTRATOR in self.changers)

    def get_urls(self) -> list[URLPattern]:
        """Answer 404 on every page of the model for users who may see none of it."""
        patterns = super().get_urls()
        for pattern in patterns:
            pattern.callback = self._for_viewers(pattern.callback)
        return patterns

    def _for_viewers(self, view):
        @wraps(view)
        def page(request, *args, **kwargs):
            if self.admin_site.has_permission(request) and not self.has_view_permission(request):
                raise Http404
            return view(request, *args, **kwargs)

        return page

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """Return an order in any case, which pages of a list and of autocomplete need."""
        return super().get_ordering(request) or ([] if self.opts.ordering else ["pk"])

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404  # the same answer for a foreign and a missing record
        return found

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Show Django's log of the record; 403 for users with whom it is only shared, as entries name internal rows."""
        record = self.get_object(request, unquote(object_id))
        if not self.kept_by(request.user).filter(pk=record.pk).exists():
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def find_fields(self, request: HttpRequest, obj: Model | None, fields: Sequence[str]) -> list[str]:
        """Omit foreign keys to rows that the user may not see, so that saving the page doesn't empty them."""
        return [name for name in fields if obj is None or not self._leads_out_of_scope(request.user, obj, name)]

    def _leads_out_of_scope(self, user, record, name):
        field = next((field for field in self.opts.fields if field.name == name and field.is_relation), None)
        target = getattr(record, field.attname) if field else None
        if target is None or not hasattr(field.related_model._default_manager, "visible_to"):
            return False
        return not visible_rows(field.related_model, user).filter(pk=target).exists()

    def get_deleted_objects(self, objs: QuerySet, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name the dependants that prevent a deletion as far as the user may see them, and count the others."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:  # reported before missing permissions: protecting rows are not deleted themselves
            return to_delete, counts, set(), self._describe_dependants(objs, request)
        return to_delete, counts, lacking, []

    def _describe_dependants(self, objs, request):
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        names, hidden = [], 0
        for model, records in groupby(sorted(collector.protected, key=_table_of), key=type):
            rows = list(records)
            shown = self.admin_site.shown_rows(model, request).in_bulk([record.pk for record in rows])
            names += [f"{model._meta.verbose_name}: {record}" for record in rows if record.pk in shown]
            hidden += len(rows) - len(shown)
        outside = ngettext("%d bản ghi ngoài phạm vi được xem", "%d bản ghi ngoài phạm vi được xem", hidden) % hidden
        return [*sorted(names), *([outside] if hidden else [])]


def _table_of(record):
    return record._meta.label


class ReadOnlyModelAdmin(ScopedModelAdmin):
    changers = frozenset()


class _ScopedInline(_Scoped):
    """Rows are deleted on their own page, which names dependants that prevent it."""

    extra = 0
    can_delete = False
    formset = BoundedFormSet
    related = ()  # what the columns read: fetched with the rows

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def find_fields(self, request: HttpRequest, obj: Model | None, fields: Sequence[str]) -> Sequence[str]:
        """Omit foreign keys to internal rows for users with whom the record is only shared."""
        if obj is None or self._is_own(request, obj):
            return fields
        inner = {field.name for field in self.opts.fields if is_inner_link(field)}
        return [name for name in fields if name not in inner]

    def _is_own(self, request, record):
        """Tell whether the inlines' parent belongs to the user's own bodies; one query for all inlines of a page."""
        known = request.__dict__.setdefault("own_records", {})
        key = (self.parent_model, record.pk)
        if key not in known:
            keeper = self.admin_site.get_model_admin(self.parent_model)
            known[key] = keeper.kept_by(request.user).filter(pk=record.pk).exists()
        return known[key]


class ScopedTabularInline(_ScopedInline, admin.TabularInline):
    pass


class ScopedStackedInline(RoomForLongTexts, _ScopedInline, admin.StackedInline):
    """An inline for rows with many or long fields."""


class ReadOnlyInline(ScopedTabularInline):
    changers = frozenset()
    show_change_link = True
