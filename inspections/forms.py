"""What people hand in: a paper as a file, with what is printed on it."""

from datetime import date
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danvan.heavy import Busy
from danvan.inputs import SearchField
from danvan.text import nfc, short_date
from inspections.progress import stage_labels
from inspections.states import InspectionState
from inspections.uploads.judge import judge


class PaperForm(forms.Form):
    """`kinds`: which files are taken. When the form comes back with errors the file must be chosen again."""

    kinds = ("pdf", "docx")
    file_help = _("PDF hoặc Word (.docx), đến %s. Cổng xem nội dung tệp trước khi nhận.")

    file = forms.FileField(
        label=_("Tệp văn bản"),
        error_messages={
            "required": _("Chọn tệp."),
            "empty": _("Tệp rỗng. Chọn lại tệp có nội dung."),
            "invalid": _("Chọn tệp."),
        },
    )
    number = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        error_messages={"required": _("Ghi số, ký hiệu như in trên văn bản.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    dated_on = forms.DateField(
        label=_("Ngày văn bản"),
        error_messages={
            "required": _("Ghi ngày in trên văn bản."),
            "invalid": _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."),
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
    )
    title = forms.CharField(
        label=_("Trích yếu"), max_length=300, error_messages={"required": _("Ghi trích yếu như in trên văn bản.")}
    )
    is_not_secret = forms.BooleanField(
        label=_("Tài liệu không thuộc danh mục bí mật nhà nước"),
        error_messages={"required": _("Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật.")},
    )

    busy: Busy | None = None  # too much is being judged: the same form may be sent again soon

    def __init__(self, *args, today: date, account: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.account = today, account
        self.fields["file"].help_text = self.file_help % filesizeformat(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in self.kinds)

    def clean_file(self):
        try:
            return judge(self.cleaned_data["file"], self.kinds, self.account)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def clean_number(self):
        return " ".join(nfc(self.cleaned_data["number"]).split())

    def clean_title(self):
        return " ".join(nfc(self.cleaned_data["title"]).split())

    def clean_dated_on(self):
        day = self.cleaned_data["dated_on"]
        if day > self.today:
            raise ValidationError(gettext("Ngày văn bản sau hôm nay."))
        return day

    def clean(self):
        if self.errors and self.files:
            self.add_error("file", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))

    @property
    def given(self) -> dict:
        """What the acts take: the file and what is printed on it."""
        return {name: self.cleaned_data[name] for name in ("file", "number", "dated_on", "title")}


class ReportForm(PaperForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        self.fields["number"].help_text = gettext("Như in trên văn bản, ví dụ 175/BC-UBND; để trống nếu không ghi số.")


class NoticeForm(PaperForm):
    kinds = ("pdf",)
    file_help = _("Bản PDF đã ký, đến %s. Cổng xem nội dung tệp trước khi nhận.")

    def __init__(self, *args, last_session: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.last_session = last_session
        self.fields["number"].help_text = gettext("Như in trên văn bản, ví dụ 15-TB/BTGDVTU.")

    def clean_dated_on(self):
        day = super().clean_dated_on()
        if self.last_session and day < self.last_session:
            told = gettext("Ngày văn bản trước buổi làm việc cuối cùng (%s).")
            raise ValidationError(told % short_date(self.last_session))
        return day


class SeenNoticeForm(forms.Form):
    """The leader publishes the attached paper that this page showed, no other."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def given(self) -> dict:
        return self.cleaned_data


class MatrixFilter(forms.Form):
    """What the campaign page is narrowed and put together by; read from the address, so nothing in it is required."""

    q = SearchField(label=_("Tên đơn vị hoặc mã cuộc kiểm tra"), required=False)
    step = forms.ChoiceField(label=_("Đang ở bước"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False)
    due = forms.ChoiceField(label=_("Hạn"), required=False)
    delegation = forms.ChoiceField(label=_("Đoàn"), required=False)
    group = forms.ChoiceField(label=_("Xếp theo cụm"), required=False)
    after = forms.CharField(label=_("Trang"), required=False, max_length=200)
    before = forms.CharField(label=_("Trang"), required=False, max_length=200)

    def __init__(self, *args, delegations: list[tuple[str, str]], **kwargs):
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
    def asked(self) -> dict:
        """What of the address is understood; the rest narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def not_understood(self) -> list[str]:
        return [str(self.fields[name].label) for name in self.errors]

    @property
    def narrows(self) -> bool:
        return bool({"q", "step", "state", "due", "delegation"} & self.asked.keys())

    def choice_fields(self):
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]


class CalendarFilter(forms.Form):
    """Which days the calendar shows and of whom; read from the address."""

    on = forms.DateField(label=_("Ngày"), required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    by = forms.ChoiceField(label=_("Xem theo"), required=False, choices=[("week", _("Tuần")), ("month", _("Tháng"))])
    campaign = forms.ChoiceField(label=_("Đợt kiểm tra"), required=False)
    delegation = forms.ChoiceField(label=_("Đoàn"), required=False)
    who = SearchField(label=_("Người trong đoàn"), required=False)

    def __init__(self, *args, campaigns: list, delegations: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = [("", gettext("Mọi đợt")), *campaigns]
        self.fields["delegation"].choices = [("", gettext("Mọi đoàn")), *delegations]
        self.fields["who"].widget.attrs |= {"placeholder": gettext("Tên, không cần dấu"), "autocomplete": "off"}
        if not delegations:
            del self.fields["delegation"]

    @property
    def asked(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def not_understood(self) -> list[str]:
        return [str(self.fields[name].label) for name in self.errors]

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and not 1900 <= day.year <= 2100:
            raise ValidationError(gettext("Không có ngày này."))
        return day

    def filter_fields(self):
        return [self[name] for name in ("campaign", "delegation", "who") if name in self.fields]


class BulkForm(forms.Form):
    """An act on many inspections, confirmed: for those the page showed, and once however often it is pressed."""

    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    shown = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nhập lý do.")},
    )

    def __init__(self, *args, act, judged, **kwargs):
        super().__init__(*args, **kwargs)
        self.n = len(judged.can)
        if not act.reason_label:
            del self.fields["reason"]
        else:
            self.fields["reason"].label, self.fields["reason"].required = act.reason_label, act.needs_reason

    def clean_shown(self):
        """Between looking and confirming others may have worked: what is confirmed is what was shown."""
        if self.cleaned_data["shown"] != self.n:
            self.data = self.data.copy()
            self.data[self.add_prefix("shown")] = str(self.n)
            raise ValidationError(gettext("Danh sách vừa đổi vì có người khác đang làm. Xem lại rồi bấm lần nữa."))
        if not self.n:
            raise ValidationError(gettext("Không có đơn vị nào làm được việc này."))
        return self.n
