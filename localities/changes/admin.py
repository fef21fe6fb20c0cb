from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from localities.changes.models import ChangeLink, LocalityChange
from localities.places import acts
from localities.places.forms import SpellFormSet
from localities.places.models import Commune, District, Locality, LocalitySpell, Province
from localities.places.resources import Places
from workflow.admin.scoped import ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline
from workflow.admin.sheets import SheetsMixin
from workflow.registers.roles import ADMINISTRATOR, BOARD

READERS, KEEPERS = {ADMINISTRATOR, BOARD}, {ADMINISTRATOR}


class SpellInline(ScopedTabularInline):
    """All spells of a place on one page, because they are checked together. None is deleted; mistakes are corrected."""

    model = LocalitySpell
    formset = SpellFormSet
    fk_name = "locality"
    fields = [
        *["valid_from", "ends_on", "tier_system", "official_code", "name", "unit_type"],
        *["parent", "legal_basis"],
    ]
    autocomplete_fields = ["parent"]
    ordering = ["valid_from"]
    can_delete = False
    viewers, changers = READERS, KEEPERS


@admin.register(Locality)
class LocalityAdmin(ScopedModelAdmin):
    list_display = ["__str__", "level"]
    list_filter = ["level"]
    search_fields = ["spells__search_text"]
    ordering = ["level", "pk"]
    inlines = [SpellInline]
    viewers, changers = READERS, KEEPERS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_last_name()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Make the level read-only once stored, because it is part of a place's identity."""
        return [*super().get_readonly_fields(request, obj), *(["level"] if obj else [])]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        acts.rehang(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Province, District, Commune)
class LevelAdmin(LocalityAdmin):
    list_display = ["__str__"]
    list_filter = []
    exclude = ["level"]


@admin.register(LocalitySpell)
class LocalitySpellAdmin(SheetsMixin, ReadOnlyModelAdmin):
    """Read-only; spells are edited on the page of their place."""

    list_display = ["name", "official_code", "unit_type", "valid_from", "last_day", "tier_system"]
    list_filter = ["tier_system", "level", "unit_type"]
    search_fields = ["search_text"]
    viewers = READERS
    resource_classes = [Places]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("locality", "parent")


class ChangeLinkInline(ScopedTabularInline):
    model = ChangeLink
    fields = ["source", "target", "extent", "note"]
    autocomplete_fields = ["source", "target"]
    viewers, changers = READERS, KEEPERS


@admin.register(LocalityChange)
class LocalityChangeAdmin(ScopedModelAdmin):
    list_display = ["kind", "effective_on", "legal_basis", "state"]
    list_filter = ["kind", "effective_on", "state"]
    search_fields = ["legal_basis"]
    date_hierarchy = "effective_on"
    inlines = [ChangeLinkInline]
    viewers, changers = READERS, KEEPERS

    def save_model(self, request: HttpRequest, obj: Model | None, form: ModelForm, change: bool) -> None:
        obj.recorded_by = obj.recorded_by or request.user
        super().save_model(request, obj, form, change)


@admin.register(ChangeLink)
class ChangeLinkAdmin(ReadOnlyModelAdmin):
    list_display = ["change", "source_name", "target_name", "extent", "note"]
    list_filter = ["extent", "change__kind", "change__effective_on"]
    search_fields = ["source__spells__search_text", "target__spells__search_text"]
    viewers = READERS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_names()

    @admin.display(description=_("từ"))
    def source_name(self, link: ChangeLink) -> Locality | str:
        return link.source or "–"

    @admin.display(description=_("thành"))
    def target_name(self, link: ChangeLink) -> Locality | str:
        return link.target or "–"
