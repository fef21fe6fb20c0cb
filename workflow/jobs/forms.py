from collections.abc import Sized

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from workflow.records.forms import OnceForm


class ConfirmedRowsForm(OnceForm):
    """Confirms an act on many rows: on those that the page showed, and once however often it is submitted."""

    shown = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, rows: Sized, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.n = len(rows)
        self.initial.setdefault("shown", self.n)

    def clean_shown(self) -> int:
        """Refuse if the list has changed since it was shown, because others may have worked meanwhile."""
        if self.cleaned_data["shown"] != self.n:
            self.data = self.data.copy()
            self.data[self.add_prefix("shown")] = str(self.n)
            raise ValidationError(gettext("Danh sách vừa đổi vì có người khác đang làm. Xem lại rồi bấm lần nữa."))
        if not self.n:
            raise ValidationError(gettext("Không có đơn vị nào làm được việc này."))
        return self.n
