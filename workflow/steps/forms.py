from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.fields import PlainText
from workflow.records.models import Record
from workflow.records.sections import as_written
from workflow.steps.states import Step


class StepForm(forms.Form):
    """The input of a step: a reason where it needs one or takes a note, and the columns of `step.asks`."""

    reason = PlainText(
        label=_("Lý do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập lý do.")},
    )

    def __init__(self, step: Step, record: Record, needs_reason: bool, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.record = step, record
        if step.reason_label:
            self.fields["reason"].label = step.reason_label
            self.fields["reason"].error_messages["required"] = _("Nhập nội dung.")
        elif needs_reason and not step.needs_reason:
            self.fields["reason"].label = _("Lý do bạn làm thay")
        self.fields["reason"].required = needs_reason
        if not (needs_reason or step.reason_label):
            self.fields["reason"].widget = forms.HiddenInput()
        for column in step.asks:
            self.fields[column] = record._meta.get_field(column).formfield(required=True)
            if isinstance(self.fields[column], forms.DateField):
                as_written(self.fields[column])
        self.order_fields([*step.asks, "reason"])

    def received(self) -> None:
        """Called once the step has been taken: nothing to do here."""
