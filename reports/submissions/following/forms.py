from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.submissions.following.bulk import BulkAct, JudgedReports
from workflow.fields import PlainText
from workflow.jobs.forms import ConfirmedRowsForm
from workflow.records.sections import as_written


class ManyReportsForm(ConfirmedRowsForm):
    """Confirms an act on many self-reports."""

    due_on = forms.DateField(label=_("Hạn gửi mới"))
    reason = PlainText(
        max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": _("Nhập lý do.")}
    )

    def __init__(self, *args, act: BulkAct, judged: JudgedReports, **kwargs) -> None:
        super().__init__(*args, rows=judged.can, **kwargs)
        self.fields["reason"].label, self.fields["reason"].required = act.reason_label, act.has_day
        as_written(self.fields["due_on"])
        if not act.has_day:
            del self.fields["due_on"]

    def clean_due_on(self) -> date:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise ValidationError(gettext("Ngày này đã qua."))
        return self.cleaned_data["due_on"]
