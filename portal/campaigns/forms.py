"""The filters of the matrix, and the acts on many inspections."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.inputs import SearchField
from inspections.inspections.progress import stage_labels
from inspections.inspections.states import InspectionState
from portal.campaigns.bulk import BulkAct, JudgedInspections
from workflow.fields import PlainText


class MatrixFilter(forms.Form):
    """Filters and groups of the campaign page; read from the address, so no field is required."""

    q = SearchField(label=_("Tên đơn vị hoặc mã cuộc kiểm tra"), required=False)
    step = forms.ChoiceField(label=_("Đang ở bước"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False)
    due = forms.ChoiceField(label=_("Hạn"), required=False)
    delegation = forms.ChoiceField(label=_("Đoàn"), required=False)
    group = forms.ChoiceField(label=_("Xếp theo cụm"), required=False)
    after = forms.CharField(label=_("Trang"), required=False, max_length=200)
    before = forms.CharField(label=_("Trang"), required=False, max_length=200)

    def __init__(self, *args, delegations: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        stages = {key: label for key, label in stage_labels().items() if key != "notice"}  # nothing ever stands there
        choices = {
            "step": [("", gettext("Mọi bước")), *stages.items()],
            "state": [("", gettext("Mọi trạng thái")), *InspectionState.choices],
            "due": [("", gettext("Mọi hạn")), ("late", gettext("Quá hạn")), ("soon", gettext("Đến hạn trong 2 ngày"))],
            "delegation": [("", gettext("Mọi đoàn")), *delegations],
            "group": [
                ("", gettext("Không xếp cụm")),
                ("place", gettext("Địa bàn cấp trên")),
                ("delegation", gettext("Đoàn kiểm tra")),
                ("state", gettext("Trạng thái")),
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered

    @property
    def filters(self) -> dict:
        """Return the valid filters of the address; invalid ones are ignored."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def not_understood(self) -> list[str]:
        return [str(self.fields[name].label) for name in self.errors]

    @property
    def narrows(self) -> bool:
        return bool({"q", "step", "state", "due", "delegation"} & self.filters.keys())

    def choice_fields(self) -> list[BoundField]:
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]


class BulkForm(forms.Form):
    """Confirms an act on many inspections: for those the page showed, and once however often it is submitted."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    shown = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainText(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do.")},
    )

    def __init__(self, *args, act: BulkAct, judged: JudgedInspections, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.n = len(judged.can)
        if not act.reason_label:
            del self.fields["reason"]
        else:
            self.fields["reason"].label, self.fields["reason"].required = act.reason_label, act.needs_reason

    def clean_shown(self) -> int:
        """Refuse if the list has changed since it was shown, because others may have worked meanwhile."""
        if self.cleaned_data["shown"] != self.n:
            self.data = self.data.copy()
            self.data[self.add_prefix("shown")] = str(self.n)
            raise ValidationError(gettext("Danh sách vừa đổi vì có người khác đang làm. Xem lại rồi bấm lần nữa."))
        if not self.n:
            raise ValidationError(gettext("Không có đơn vị nào làm được việc này."))
        return self.n
