"""The filter above the register, and the spells of one place as the admin edits them: all together."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.inputs import SearchField
from ground.text import short_date
from localities.places import checks
from localities.places.states import RECORDS_BEGIN
from workflow.admin.forms import BoundedFormSet


class RegisterForm(forms.Form):
    """The filter of the register, by GET; a wrong date is reported at its field, and today's register is shown."""

    q = SearchField(
        label=_("Tìm địa bàn"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("ten xa, 123… không cần dấu"), "autocomplete": "off"}
        ),
    )
    date = forms.DateField(
        label=_("Tại ngày"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019.")},
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
    )

    def clean_date(self) -> datetime.date | None:
        day = self.cleaned_data["date"]
        if day and day < RECORDS_BEGIN:
            raise ValidationError(_("Danh mục chỉ ghi từ ngày %(day)s."), params={"day": short_date(RECORDS_BEGIN)})
        return day

    @property
    def requested_day(self) -> datetime.date | None:
        """Return the date in the address; None without one, or if it is wrong."""
        self.is_valid()
        return self.cleaned_data.get("date")

    @property
    def day(self) -> datetime.date:
        return self.requested_day or timezone.localdate()

    @property
    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")


class SpellFormSet(BoundedFormSet):
    """Checks all spells together, because one is closed and the next opened in the same act."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        spells = [form.instance for form in self.forms if form.instance.pk or form.has_changed()]
        spells.sort(key=lambda spell: spell.valid_from)
        faults = checks.overlap_faults(spells)
        for spell in spells:
            spell.level = self.instance.level
            faults += checks.parent_faults(spell, spell.parent.spells.all() if spell.parent else [])
            faults += checks.code_faults(spell, self._other_with_code(spell))
        if self.instance.pk:
            faults += checks.orphan_faults(spells, self.instance.child_spells.all())
        if faults:
            raise ValidationError(faults)

    def _other_with_code(self, spell):
        same_code = self.model.objects.sharing_code(spell)
        return same_code.exclude(locality=self.instance.pk).first()
