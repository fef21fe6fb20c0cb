"""Admin of organizations, people and accounts. Administrators edit bodies and people and read accounts, which have
pages of their own; Boards may read bodies and people, but no accounts.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BooleanField, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, Signatory
from accounts.people.checks import NAMED, registered_already
from accounts.people.models import Membership, Person, User
from accounts.people.resources import Organizations, People, Users
from workflow.admin.filters import InScope
from workflow.admin.scoped import (
    ReadOnlyInline,
    ReadOnlyModelAdmin,
    ScopedModelAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
)
from workflow.admin.sheets import SheetsMixin
from workflow.registers.roles import ADMINISTRATOR, BOARD

READERS, KEEPERS = {ADMINISTRATOR, BOARD}, {ADMINISTRATOR}


class NameInline(ScopedStackedInline):
    model = OrganizationName
    fields = ["full_name", "name", "symbol", "superior", "place_name", "signer_title", "signer", "starts_on", "ends_on"]
    viewers, changers = READERS, KEEPERS


class PredecessorInline(ScopedTabularInline):
    model = OrganizationSuccession
    fk_name = "new"
    fields = ["old", "effective_on", "extent"]
    viewers, changers = READERS, KEEPERS


@admin.register(Organization)
class OrganizationAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Organizations]
    list_display = ["__str__", "short_code", "system", "kind", "locality_name", "closed_on"]
    list_filter = ["system", "kind", ("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["search_text"]
    ordering = ["short_code"]
    prefetch = ["names"]
    inlines = [NameInline, PredecessorInline]
    viewers, changers = READERS, KEEPERS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("locality__spells")

    @admin.display(description=_("địa bàn"))
    def locality_name(self, organization: Organization) -> str | None:
        """Return the place's last name from prefetched spells, because `str(place)` would make a query for each row;
        None without a place.
        """
        spells = organization.locality.spells.all() if organization.locality else []
        return max(spells, key=lambda spell: spell.valid_from).name if spells else None


@admin.register(OrganizationName)
class OrganizationNameAdmin(ScopedModelAdmin):
    history_at = ["organization"]
    list_display = ["full_name", "symbol", "superior", "signer_title", "starts_on", "last_day"]
    list_filter = ["organization__system", "organization__kind"]
    search_fields = ["organization__search_text"]
    date_hierarchy = "starts_on"
    viewers, changers = READERS, KEEPERS


@admin.register(Signatory)
class SignatoryAdmin(ScopedModelAdmin):
    history_at = ["organization"]
    list_display = ["person", "title", "authority", "in_place_of", "organization", "starts_on", "last_day"]
    list_filter = ["authority"]
    list_select_related = ["person"]
    search_fields = ["person__search_text", "organization__search_text"]
    date_hierarchy = "starts_on"
    prefetch = ["organization__names"]
    viewers, changers = READERS, KEEPERS


@admin.register(OrganizationSuccession)
class OrganizationSuccessionAdmin(ScopedModelAdmin):
    history_at = ["new"]
    list_display = ["old", "new", "effective_on", "extent"]
    list_filter = ["extent"]
    search_fields = ["old__search_text", "new__search_text"]
    date_hierarchy = "effective_on"
    prefetch = ["old__names", "new__names"]
    viewers, changers = READERS, KEEPERS


class PersonForm(ModelForm):
    """Asks before a person is registered who may be there already."""

    is_another = BooleanField(label=_("Đây là người khác cùng tên"), required=False)

    def clean(self) -> None:
        super().clean()
        name, body = self.cleaned_data.get("full_name"), self.cleaned_data.get("organization")
        if not name or self.cleaned_data["is_another"] or not {"full_name", "organization"} & set(self.changed_data):
            return
        rows = Person.objects.namesakes(name, body and body.pk).exclude(pk=self.instance.pk)
        rows = rows.select_related("organization").prefetch_related("organization__names")
        for message in registered_already(rows[:NAMED], timezone.localdate()):
            self.add_error("is_another", message)
        if "is_another" in self.errors:
            self.errors["is_another"].error_class = "errorlist doubt"  # ochre in admin.css


@admin.register(Person)
class PersonAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [People]
    form = PersonForm
    list_display = ["full_name", "position", "organization"]
    list_filter = [("organization", InScope)]
    search_fields = ["search_text"]
    prefetch = ["organization__names"]
    viewers, changers = READERS, KEEPERS


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = ["organization", "role", "starts_on", "ends_on"]
    viewers = KEEPERS


@admin.register(User)
class UserAdmin(SheetsMixin, ReadOnlyModelAdmin):
    """Accounts are read here; the portal's own pages open, change and lock them (decisions/0024)."""

    resource_classes = [Users]
    fields = ["username", "person", "email", "is_active", "must_change_password", "last_login"]
    list_display = ["username", "person", "email", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active", "must_change_password", "memberships__role"]
    list_select_related = ["person"]
    search_fields = ["search_text"]
    inlines = [MembershipInline]
    viewers = KEEPERS


@admin.register(Membership)
class MembershipAdmin(ReadOnlyModelAdmin):
    history_at = ["organization"]
    list_display = ["user", "role", "organization", "starts_on", "last_day"]
    list_filter = ["role", ("organization", InScope)]
    list_select_related = ["user", "organization"]
    search_fields = ["user__search_text"]
    prefetch = ["organization__names"]
    viewers = KEEPERS
