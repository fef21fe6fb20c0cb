"""Admin of organizations, people and accounts: edited by administrators; Boards may read bodies and people, but no
accounts.
"""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, BooleanField, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, Signatory
from accounts.people.checks import NAMED, registered_already, self_assigned_role, self_served_account
from accounts.people.forms import OneNameInAnyCase
from accounts.people.models import Membership, Person, User
from accounts.people.resources import Organizations, People, Users
from workflow.admin.filters import InScope
from workflow.admin.scoped import ScopedModelAdmin, ScopedStackedInline, ScopedTabularInline
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
    list_display = ["full_name", "symbol", "superior", "signer_title", "starts_on", "ends_on"]
    list_filter = ["organization__system", "organization__kind"]
    search_fields = ["organization__search_text"]
    date_hierarchy = "starts_on"
    viewers, changers = READERS, KEEPERS


@admin.register(Signatory)
class SignatoryAdmin(ScopedModelAdmin):
    history_at = ["organization"]
    list_display = ["person", "title", "authority", "in_place_of", "organization", "starts_on", "ends_on"]
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


@admin.register(Person)
class PersonAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [People]
    form = PersonForm
    list_display = ["full_name", "position", "organization"]
    list_filter = [("organization", InScope)]
    search_fields = ["search_text"]
    prefetch = ["organization__names"]
    viewers, changers = READERS, KEEPERS


class RefusesSelfService(ModelForm):
    """A form that knows its user and verifies that this user may write the row (decisions/0014)."""

    actor = None  # set for every request
    refusals = None  # a function of accounts.people.checks

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not self.has_changed():
            return
        row = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        for message in type(self).refusals(row, self.instance, self.actor):
            self.add_error(None, message)


class MembershipForm(RefusesSelfService):
    refusals = staticmethod(self_assigned_role)


class AccountForm(OneNameInAnyCase, RefusesSelfService, UserChangeForm):
    refusals = staticmethod(self_served_account)

    class Meta(UserChangeForm.Meta):
        model = User


class NewAccountForm(UserCreationForm):
    required_css_class = "required"

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "person", "email"]


class AdminSetPasswordForm(AdminPasswordChangeForm):
    """The form by which an administrator sets a password, valid for one sign-in. Disabling password sign-in isn't
    offered, as there is no other way in.
    """

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["password1"].required = self.fields["password2"].required = True

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        return super().save(commit)


class MembershipInline(ScopedTabularInline):
    model = Membership
    form = MembershipForm
    fields = ["organization", "role", "starts_on", "ends_on"]
    viewers, changers = KEEPERS, KEEPERS

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.actor = request.user
        return formset


class OfActor:
    """Mixin for a ModelAdmin whose form is a RefusesSelfService."""

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs
    ) -> type[ModelForm]:
        form_class = super().get_form(request, obj, change=change, **kwargs)
        form_class.actor = request.user
        return form_class


@admin.register(User)
class UserAdmin(OfActor, SheetsMixin, ScopedModelAdmin, DjangoUserAdmin):
    """Accounts are never deleted, because histories name them; they are deactivated."""

    resource_classes = [Users]
    form, add_form, change_password_form = AccountForm, NewAccountForm, AdminSetPasswordForm
    list_display = ["username", "person", "email", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active", "must_change_password", "memberships__role"]
    list_select_related = ["person"]
    search_fields = ["search_text"]
    readonly_fields = ["last_login", "must_change_password"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "person", "email"]}),
        (None, {"fields": ["is_active", "must_change_password", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "person", "email", "password1", "password2"]})]
    inlines = [MembershipInline]
    viewers, changers = KEEPERS, KEEPERS

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> User:
        """Return the account, marked so that a password set on its pages counts as set by the user who opened them."""
        account = super().get_object(request, object_id, from_field)
        account.password_set_by = request.user
        return account

    def save_model(self, request: HttpRequest, obj: Model | None, form: ModelForm, change: bool) -> None:
        obj.password_set_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Membership)
class MembershipAdmin(OfActor, ScopedModelAdmin):
    form = MembershipForm
    history_at = ["organization"]
    list_display = ["user", "role", "organization", "starts_on", "ends_on"]
    list_filter = ["role", ("organization", InScope)]
    list_select_related = ["user", "organization"]
    search_fields = ["user__search_text"]
    prefetch = ["organization__names"]
    viewers, changers = KEEPERS, KEEPERS
