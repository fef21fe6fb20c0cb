"""Forms in sections: fields side by side under a legend, and how dates and choices are typed in them."""

from collections.abc import Iterator

from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflow.records.forms import DoubtfulForm, RecordForm

TIME_FORMATS = ["%H:%M", "%Hh%M", "%H giờ %M", "%H giờ", "%Hh", "%H.%M"]
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class Sectioned:
    """A form with `sections`: (legend, rows), each row the names of the fields side by side."""

    sections: tuple = ()

    def in_sections(self) -> Iterator[tuple[str, list[list[BoundField]]]]:
        for legend, rows in self.sections:
            named = [[self[name] for name in row.split() if self.shows(name)] for row in rows]
            yield legend, [row for row in named if row]

    def shows(self, name: str) -> bool:
        return name in self.fields


class PlanForm(Sectioned, RecordForm):
    """A record's form in sections. Dates are typed as day/month/year in either language, times as 13:30, 13 giờ 30."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                as_written(field)
            elif isinstance(field, forms.TimeField):
                as_clock(field)
            elif isinstance(field, forms.TypedChoiceField) and BLANK_CHOICE_DASH[0] in list(field.choices):
                field.choices = [("", gettext("chọn")), *field.choices[1:]]

    def freeze(self, *names: str, why: str) -> None:
        """Make the fields read-only, with the reason as help text; posted values are ignored."""
        for name in names:
            self.fields[name].disabled = True
            self.fields[name].help_text = why

    def refuse_backwards(self, start: str, end: str) -> None:
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if first and last and last < first:
            self.add_error(end, _("Ngày này trước ngày bắt đầu."))


class TickedForm(DoubtfulForm, PlanForm):
    """For plans, such as people and days, in which a doubt needs no reason: a tick confirms it, nothing is stored.

    `refusals` and `doubts` are evaluated when everything else is valid; `asks_only`: fields shown only when they ask
    something.
    """

    is_confirmed = forms.BooleanField(label=_("Đã xem những điều trên, vẫn ghi"), required=False)
    confirmed_by = "is_confirmed"
    asks_only: set[str] = {"is_confirmed"}

    def shows(self, name: str) -> bool:
        return super().shows(name) and (name not in self.asks_only or name in self.errors or bool(self.data.get(name)))

    @property
    def doubtful_fields(self) -> set[str]:
        return self.asks_only & set(self.errors)

    def refusals(self) -> list[str]:
        return []

    def doubts(self) -> list[str]:
        return []

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        for refusal in self.refusals():
            self.add_error(None, refusal)
        if not self.errors:
            self.confirm(self.doubts())


def as_written(field: forms.DateField) -> None:
    field.input_formats = DATE_FORMATS
    attrs = {"placeholder": "dd/mm/yyyy", "autocomplete": "off", "inputmode": "numeric"}
    attrs["data-pick-day"] = gettext("Chọn trên lịch")  # static/js/menus.js
    field.widget = forms.DateInput(format="%d/%m/%Y", attrs=attrs)
    field.error_messages["invalid"] = _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019.")


def as_clock(field: forms.TimeField) -> None:
    field.input_formats = TIME_FORMATS
    attrs = {"placeholder": "hh:mm", "autocomplete": "off"}
    field.widget = forms.TimeInput(format="%H:%M", attrs=attrs)
    field.error_messages["invalid"] = _("Không có giờ này. Ghi theo hh:mm, ví dụ 13:30.")
