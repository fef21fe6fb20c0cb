from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.forms import RecordForm

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class PlanForm(RecordForm):
    """A record's form laid out as `sections`: (legend, rows), each row the names of the fields that stand side by side.

    Dates are typed as they are written here, in either language.
    """

    sections: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                as_written(field)

    def in_sections(self):
        for legend, rows in self.sections:
            named = [[self[name] for name in row.split() if name in self.fields] for row in rows]
            yield legend, [row for row in named if row]

    def freeze(self, *names: str, why: str) -> None:
        """Shown, told why, and not changed whatever is sent."""
        for name in names:
            self.fields[name].disabled = True
            self.fields[name].help_text = why

    def refuse_backwards(self, start: str, end: str) -> None:
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if first and last and last < first:
            self.add_error(end, _("Ngày này trước ngày bắt đầu."))


def as_written(field: forms.DateField) -> None:
    field.input_formats = DATE_FORMATS
    attrs = {"placeholder": "dd/mm/yyyy", "autocomplete": "off", "inputmode": "numeric"}
    field.widget = forms.DateInput(format="%d/%m/%Y", attrs=attrs)
    field.error_messages["invalid"] = _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019.")
