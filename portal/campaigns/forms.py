"""The filters of the matrix, and the acts on many inspections."""

from datetime import date, time, timedelta
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ground.inputs import SearchField
from inspections.inspections.bookings.spread import Hours
from inspections.inspections.progress import stage_labels
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Session
from portal.campaigns.bulk import BulkAct, JudgedInspections
from portal.campaigns.deadlines import due_labels
from portal.campaigns.matrix import FILTERS
from portal.campaigns.scheduling import Arrangement
from portal.campaigns.tasks import MINE, did_labels, mark_labels, task_labels
from workflow.fields import PlainText
from workflow.jobs.forms import ConfirmedRowsForm
from workflow.records.sections import Sectioned, as_clock, as_written
from workflow.steps.forms import day_field

FROM_HOME = ("whose", "mark", "did")


class MatrixFilter(forms.Form):
    """Filters and groups of the campaign page; read from the address, so no field is required."""

    q = SearchField(label=_("Tên đơn vị hoặc mã cuộc kiểm tra"), required=False)
    step = forms.ChoiceField(label=_("Đang ở bước"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False)
    due = forms.ChoiceField(label=_("Hạn"), required=False)
    delegation = forms.ChoiceField(label=_("Đoàn"), required=False)
    task = forms.ChoiceField(label=_("Việc đang chờ"), required=False)
    whose = forms.ChoiceField(label=_("Việc của ai"), required=False)
    mark = forms.ChoiceField(label=_("Tiến độ"), required=False)
    did = forms.ChoiceField(label=_("Có gì mới từ hôm qua"), required=False)
    group = forms.ChoiceField(label=_("Xếp theo cụm"), required=False)
    after = forms.CharField(label=_("Trang"), required=False, max_length=200)
    before = forms.CharField(label=_("Trang"), required=False, max_length=200)

    def __init__(self, *args, delegations: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        stages = {key: label for key, label in stage_labels().items() if key != "notice"}  # nothing ever stands there
        choices = {
            "step": [("", gettext("Mọi bước")), *stages.items()],
            "state": [("", gettext("Mọi trạng thái")), *InspectionState.choices],
            "due": [("", gettext("Mọi hạn")), ("soon", gettext("Đến hạn trong 2 ngày")), *due_labels().items()],
            "task": [("", gettext("Mọi việc")), *task_labels().items()],
            "whose": [("", gettext("Của mọi người")), (MINE, gettext("Việc của tôi"))],
            "mark": [("", gettext("Mọi tiến độ")), *mark_labels().items()],
            "did": [("", gettext("Mọi lúc")), *did_labels().items()],
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
        return bool(set(FILTERS) & self.filters.keys())

    def in_words(self) -> str:
        """Return what narrows the rows, "Trạng thái: Dự kiến, Đoàn: Đoàn số 1"; "" for all of them."""
        said = {name: value for name, value in self.filters.items() if name in FILTERS}
        labels = {name: dict(getattr(self.fields[name], "choices", [])) for name in said}
        return ", ".join(f"{self.fields[name].label}: {labels[name].get(said[name], said[name])}" for name in said)

    def choice_fields(self) -> list[BoundField]:
        """Return the fields with choices; those by which home leads here only where the address sets them."""
        shown = [name for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]
        return [self[name] for name in shown if name not in FROM_HOME or name in self.filters]


class BulkForm(ConfirmedRowsForm):
    """Confirms an act on many inspections."""

    reason = PlainText(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do.")},
    )

    def __init__(self, *args, act: BulkAct, judged: JudgedInspections, **kwargs) -> None:
        super().__init__(*args, rows=judged.can, **kwargs)
        if not act.reason_label:
            del self.fields["reason"]
        else:
            self.fields["reason"].label, self.fields["reason"].required = act.reason_label, act.needs_reason
        if act.is_step:
            self.fields["happened_on"] = day_field()

    def clean_happened_on(self) -> date | None:
        """Refuse a day to come; one before the step that led to a row is told of that row when it is done."""
        day = self.cleaned_data["happened_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("Ngày thực hiện sau hôm nay."))
        return day


MORNING, AFTERNOON, WHOLE_DAY = Session.PartOfDay.MORNING, Session.PartOfDay.AFTERNOON, Session.PartOfDay.WHOLE_DAY
WEEKDAYS = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật")]


class ScheduleForm(Sectioned, forms.Form):
    """Chooses delegations, days, hours and a place for many inspections; what is left empty stays as it is."""

    sections = (
        (_("Đoàn kiểm tra"), ["delegations"]),
        (_("Ngày, giờ làm việc"), ["starts_on a_day", "morning_from morning_to", "afternoon_from afternoon_to"]),
        ("", ["weekdays"]),
        (_("Nơi làm việc"), ["where place", "participants"]),
        ("", ["is_joint", "replaces"]),
    )
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    delegations = forms.ModelMultipleChoiceField(
        None,
        label=_("Chia cho các đoàn"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Đơn vị liền nhau về cùng một đoàn, số đơn vị chia đều. Không chọn: giữ đoàn đang có."),
    )
    starts_on = forms.DateField(
        label=_("Từ ngày"), required=False, help_text=_("Để trống: chỉ phân đoàn, chưa xếp ngày.")
    )
    a_day = forms.ChoiceField(
        label=_("Mỗi đoàn một ngày"),
        choices=[
            ("both", _("hai buổi: sáng và chiều")),
            ("morning", _("một buổi sáng")),
            ("afternoon", _("một buổi chiều")),
            ("whole_day", _("một buổi cả ngày")),
        ],
    )
    morning_from = forms.TimeField(label=_("Buổi sáng từ"), required=False, initial=time(8))
    morning_to = forms.TimeField(label=pgettext_lazy("end of hours", "đến"), required=False, initial=time(11))
    afternoon_from = forms.TimeField(label=_("Buổi chiều từ"), required=False, initial=time(14))
    afternoon_to = forms.TimeField(label=pgettext_lazy("end of hours", "đến"), required=False, initial=time(16, 30))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Vào các ngày"),
        coerce=int,
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )
    where = forms.ChoiceField(
        label=_("Địa điểm"),
        choices=[("seat", _("trụ sở của từng đơn vị")), ("one", _("một nơi, ghi bên cạnh")), ("", _("chưa ghi"))],
        required=False,
        initial="seat",
    )
    place = PlainText(label=_("Nơi làm việc chung"), required=False, max_length=200)
    participants = PlainText(
        label=_("Thành phần dự"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một người hoặc nhóm; để trống nếu chưa có."),
    )
    is_joint = forms.BooleanField(label=_("Một buổi nghe chung các đơn vị của mỗi đoàn, ở một nơi"), required=False)
    replaces = forms.BooleanField(label=_("Xếp lại cả cuộc đã có đoàn hoặc đã có ngày"), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args, campaign: Campaign, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = campaign.delegations.order_by("number", "pk")
        self.fields["delegations"].queryset = offered
        later = max(filter(None, [campaign.starts_on, today + timedelta(days=1)]))
        self.initial |= {"receipt": uuid4(), "starts_on": later, "delegations": list(offered)}
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                as_written(field)
            elif isinstance(field, forms.TimeField):
                as_clock(field)

    def clean(self) -> dict:
        cleaned = super().clean()
        for start, end in (("morning_from", "morning_to"), ("afternoon_from", "afternoon_to")):
            if cleaned.get(start) and cleaned.get(end) and cleaned[end] <= cleaned[start]:
                self.add_error(end, gettext("Giờ kết thúc phải sau giờ bắt đầu."))
        if cleaned.get("starts_on") and not cleaned.get("weekdays"):
            self.add_error("weekdays", gettext("Chọn ít nhất một ngày trong tuần."))
        if cleaned.get("where") == "one" and not cleaned.get("place"):
            self.add_error("place", gettext("Ghi nơi làm việc chung."))
        if cleaned.get("is_joint") and cleaned.get("where") == "seat":
            self.add_error("where", gettext("Nghe chung một buổi thì ghi một nơi làm việc chung."))
        if not self.errors and not (cleaned["delegations"] or cleaned["starts_on"]):
            self.add_error(None, gettext("Chọn đoàn hoặc ghi ngày bắt đầu."))
        return cleaned

    def arrangement(self) -> Arrangement:
        """Return what was chosen, from a valid form."""
        cleaned = self.cleaned_data
        return Arrangement(
            delegations=list(cleaned["delegations"].prefetch_related("members__person")),
            first_day=cleaned["starts_on"],
            weekdays=set(cleaned["weekdays"]),
            hours=self._hours(),
            place=cleaned["place"] if cleaned["where"] == "one" else "",
            at_subject=cleaned["where"] == "seat",
            participants=cleaned["participants"],
            is_joint=cleaned["is_joint"],
            replaces=cleaned["replaces"],
        )

    def _hours(self) -> list[Hours]:
        cleaned, chosen = self.cleaned_data, self.cleaned_data["a_day"]
        morning = Hours(MORNING.value, cleaned["morning_from"], cleaned["morning_to"])
        afternoon = Hours(AFTERNOON.value, cleaned["afternoon_from"], cleaned["afternoon_to"])
        if chosen == "whole_day":
            return [Hours(WHOLE_DAY.value, cleaned["morning_from"], cleaned["afternoon_to"])]
        return {"both": [morning, afternoon], "morning": [morning], "afternoon": [afternoon]}[chosen]
