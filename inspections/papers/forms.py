"""The form of a paper: its file, and what is printed on it."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.processes.heavy import Busy
from ground.text import nfc
from inspections.papers.uploads.judge import AcceptedFile, judge
from workflow.fields import refuse_old_encoding


class PaperForm(forms.Form):
    """`kinds`: which types of file are accepted. After errors the file must be chosen again."""

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
        validators=[refuse_old_encoding],
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
        label=_("Trích yếu"),
        max_length=300,
        validators=[refuse_old_encoding],
        error_messages={"required": _("Ghi trích yếu như in trên văn bản.")},
    )
    is_not_secret = forms.BooleanField(
        label=_("Tài liệu không thuộc danh mục bí mật nhà nước"),
        error_messages={"required": _("Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật.")},
    )

    busy: Busy | None = None  # too much is being judged: the same form may be sent again soon

    def __init__(self, *args, today: date, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.account = today, account
        self.fields["file"].help_text = self.file_help % filesizeformat(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in self.kinds)

    def clean_file(self) -> AcceptedFile:
        try:
            return judge(self.cleaned_data["file"], self.kinds, self.account)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def clean_number(self) -> str:
        return " ".join(nfc(self.cleaned_data["number"]).split())

    def clean_title(self) -> str:
        return " ".join(nfc(self.cleaned_data["title"]).split())

    def clean_dated_on(self) -> date:
        day = self.cleaned_data["dated_on"]
        if day > self.today:
            raise ValidationError(gettext("Ngày văn bản sau hôm nay."))
        return day

    def clean(self) -> None:
        if self.errors and self.files:
            self.add_error("file", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))

    @property
    def arguments(self) -> dict:
        """Return the arguments for the functions in `acts`: the file and what is printed on it."""
        return {name: self.cleaned_data[name] for name in ("file", "number", "dated_on", "title")}
