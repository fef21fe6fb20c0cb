from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Membership, User
from accounts.people.states import Role
from workflow.records.forms import RecordForm


class OneNameInAnyCase:
    """A form of an account: sign-in ignores capitals, so two names may not differ by them alone."""

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.exclude(pk=self.instance.pk).filter(username__iexact=username).exists():
            raise ValidationError(self.instance.unique_error_message(User, ["username"]))
        return username


class AdministratorField(forms.ModelChoiceField):
    def label_from_instance(self, account: User) -> str:
        return f"{account.get_full_name()} ({account.username})"


class RoleForm(RecordForm):
    """The form by which a leader assigns an administrator a role in the leader's own body."""

    user = AdministratorField(User.objects.none(), label=_("Quản trị hệ thống"), empty_label=_("chọn"))

    class Meta:
        model = Membership
        fields = ["user", "role", "starts_on"]

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, user=user, **kwargs)
        administrators = User.objects.administrators(timezone.localdate()).exclude(person=user.person_id)
        self.fields["user"].queryset = administrators.select_related("person")
        self.fields["role"].choices = [
            ("", _("chọn")),
            *((role.value, role.label) for role in (Role.STAFF, Role.LEADER, Role.VIEWER)),
        ]
        self.fields["starts_on"].widget.attrs |= {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
