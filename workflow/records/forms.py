from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflow.fields import PlainText
from workflow.records.models import Record
from workflow.records.pickers import PickField


@dataclass(frozen=True)
class Compared:
    """A field in which the row that somebody else wrote differs from what is typed, both as screens show it."""

    field: BoundField
    theirs: object
    yours: object


class OnceForm(forms.Form):
    """Identifies one filled page: submitted twice, it is one act (workflow.history.views.form_page)."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DeleteForm(forms.Form):
    """Holds the revision of the record that was shown when its deletion was requested."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class RecordForm(forms.ModelForm):
    """A form for one record. It knows its user, the revision from which it was filled, and its own id, `receipt`.

    Every choice of records is limited to what `user` may see. `receipt` identifies one filled form: submitted twice, it
    is one act (workflow.history.views.form_page).
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user: AbstractBaseUser, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("receipt", uuid4())
        self.initial["revision"] = None if self.instance._state.adding else self.instance.revision
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.limit_to(user)
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.model._default_manager.visible_to(user)

    def clean_revision(self) -> int | None:
        if self.instance._state.adding:
            return None  # a missing row has none, whatever was posted
        if not self.cleaned_data["revision"]:
            raise ValidationError(gettext("Trang này đã cũ. Mở lại bản ghi rồi sửa."))
        return self.cleaned_data["revision"]

    def compared_with(self, newer: Record) -> list[Compared]:
        """Return the fields in which the newer row and this form differ: label, theirs, yours."""
        fields = [self[name] for name in self.changed_from(newer)]
        return [Compared(field, self.shown(field, getattr(newer, field.name)), self.shown(field)) for field in fields]

    def changed_from(self, newer: Record) -> list[str]:
        columns = {field.name for field in newer._meta.concrete_fields} - {"revision"}
        return [name for name in self.fields if name in columns and self.cleaned_data.get(name) != getattr(newer, name)]

    def shown(self, field: BoundField, *override) -> object:
        """Return a value in words: a choice's label, có or không, "để trống" for an empty one, others unchanged.

        Without a second argument it is the form's own value.
        """
        value = override[0] if override else self.cleaned_data.get(field.name)
        choices = dict(getattr(field.field, "choices", ()) or ()) if not hasattr(field.field, "queryset") else {}
        if value in (None, "", []):
            return gettext("để trống")
        if isinstance(value, bool):
            return gettext("có") if value else gettext("không")
        return choices.get(value, value)

    def follow(self, newer: Record) -> None:
        """Base the form on the newer row: submitting it again overwrites that row on purpose."""
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(newer.revision)
        self.data[self.add_prefix("receipt")] = str(uuid4())


class DoubtfulForm(RecordForm):
    """Saves what is doubted only once it is confirmed in the field `confirmed_by`, which counts for the doubts that
    were shown beside it: other ones are asked about anew. Its two kinds are ReasonedForm and TickedForm (sections).
    """

    warned = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    confirmed_by = ""
    warnings: Sequence[str] = ()

    def confirm(self, warnings: Sequence[str]) -> None:
        """Let the form be valid only where each of the warnings was shown when they were confirmed."""
        self.warnings = warnings
        if not warnings:
            return
        shown = sha256("\n".join(warnings).encode()).hexdigest()[:16]
        if self.cleaned_data.get("warned") != shown or not self.cleaned_data.get(self.confirmed_by):
            self.data = self.data.copy()
            self.data[self.add_prefix("warned")] = shown
            for question in self.questions():
                self.ask(self.confirmed_by, question)

    def ask(self, name: str, question: str) -> None:
        """Ask beside a field what has to be confirmed there; the field is shown as doubtful, not as wrong."""
        self.add_error(name, question)
        self.fields[name].widget.attrs["class"] = "ask"

    @property
    def doubtful_fields(self) -> set[str]:
        """Return the fields whose messages are doubts, not errors."""
        return {self.confirmed_by} & set(self.errors) if self.warnings else set()

    def questions(self) -> Sequence[str]:
        """Return what stands beside the field that confirms."""
        return self.warnings


class ReasonedForm(DoubtfulForm):
    """For figures that are written in spite of a doubt: the reason is stored with them, in the history."""

    reason = PlainText(label=_("Lý do vẫn ghi như vậy"), required=False, max_length=500)
    confirmed_by = "reason"

    def questions(self) -> Sequence[str]:
        return [gettext("Sửa số cho đúng, hoặc ghi lý do vẫn ghi như vậy; chưa ghi gì.")]

    @property
    def confirming_reason(self) -> str:
        return self.cleaned_data["reason"].strip() if self.warnings else ""
