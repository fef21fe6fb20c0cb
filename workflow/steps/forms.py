from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflow.fields import PlainText
from workflow.records.models import Stateful
from workflow.records.sections import as_written
from workflow.steps.acts import questions_for, why_not_on
from workflow.steps.states import Step
from workflow.years import refuse_impossible_year


def understood_field() -> forms.BooleanField:
    """Return the tick without which a step that can't be undone isn't taken."""
    return forms.BooleanField(
        label=_("Tôi đã xem lại, và biết việc này không hoàn tác được"),
        error_messages={"required": _("Xem lại rồi đánh dấu: việc này không hoàn tác được.")},
    )


class StepFields(forms.Form):
    """What forms of a step have in common: the day on which it was done, and the tick where it can't be undone."""

    step: Step
    record: Stateful

    def add_step_fields(self, step: Step, record: Stateful) -> None:
        self.step, self.record = step, record
        if step.is_dated:
            self.fields["happened_on"] = day_field()
        if step.final:
            self.fields["understood"] = understood_field()

    def clean_happened_on(self) -> date | None:
        day = self.cleaned_data["happened_on"]
        refusals = why_not_on(self.record, day, timezone.localdate()) if day else []
        if refusals:
            raise ValidationError(refusals)
        return day

    @property
    def happened_on(self) -> date | None:
        return self.cleaned_data.get("happened_on")


def day_field() -> forms.DateField:
    """Return the field for the day on which an act was done; empty for today."""
    field = forms.DateField(
        label=_("Ngày thực hiện"),
        required=False,
        validators=[refuse_impossible_year],
        help_text=_("Để trống là hôm nay. Việc đã làm ngoài cổng thì ghi ngày đã làm; cổng vẫn ghi lúc nhập."),
    )
    as_written(field)
    return field


class StepForm(StepFields):
    """The input of a step: a reason where it needs one or takes a note, the columns of `step.asks`, and a tick where
    it can't be undone.
    """

    reason = PlainText(
        label=_("Lý do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập lý do.")},
    )

    def __init__(self, step: Step, record: Stateful, needs_reason: bool, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.add_step_fields(step, record)
        if step.reason_label:
            self.fields["reason"].label = step.reason_label
            self.fields["reason"].error_messages["required"] = _("Nhập nội dung.")
        elif needs_reason and not step.needs_reason:
            is_confirmed = questions_for(record, step)
            self.fields["reason"].label = _("Lý do vẫn làm") if is_confirmed else _("Lý do bạn làm thay")
        self.fields["reason"].required = needs_reason
        if not (needs_reason or step.reason_label):
            self.fields["reason"].widget = forms.HiddenInput()
        for column in step.asks:
            self.fields[column] = record._meta.get_field(column).formfield(required=True)
            if isinstance(self.fields[column], forms.DateField):
                as_written(self.fields[column])
        self.order_fields([*step.asks, "reason"])

    @property
    def changes(self) -> dict:
        """Return the columns that are written with the step."""
        return {name: self.cleaned_data[name] for name in self.step.asks}

    def received(self) -> None:
        """Called once the step has been taken: nothing to do here."""
