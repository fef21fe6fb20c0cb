"""The filters of the calendar."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.inputs import SearchField


class CalendarFilter(forms.Form):
    """The days and people the calendar shows; read from the address."""

    on = forms.DateField(label=_("Ngày"), required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    by = forms.ChoiceField(label=_("Xem theo"), required=False, choices=[("week", _("Tuần")), ("month", _("Tháng"))])
    campaign = forms.ChoiceField(label=_("Đợt kiểm tra"), required=False)
    delegation = forms.ChoiceField(label=_("Đoàn"), required=False)
    who = SearchField(label=_("Người trong đoàn"), required=False)

    def __init__(self, *args, campaigns: list, delegations: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = [("", gettext("Mọi đợt")), *campaigns]
        self.fields["delegation"].choices = [("", gettext("Mọi đoàn")), *delegations]
        self.fields["who"].widget.attrs |= {"placeholder": gettext("Tên, không cần dấu"), "autocomplete": "off"}
        if not delegations:
            del self.fields["delegation"]

    @property
    def filters(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def not_understood(self) -> list[str]:
        return [str(self.fields[name].label) for name in self.errors]

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day and not 1900 <= day.year <= 2100:
            raise ValidationError(gettext("Không có ngày này."))
        return day

    def filter_fields(self) -> list[BoundField]:
        return [self[name] for name in ("campaign", "delegation", "who") if name in self.fields]
