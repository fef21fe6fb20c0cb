"""The form of a paper: its file, and what is printed on it."""

from datetime import date
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.file_fields import size_attrs
from ground.processes.heavy import Busy
from ground.text import file_size
from inspections.papers.uploads import pending
from inspections.papers.uploads.judge import AcceptedFile, judge
from workflow.fields import PlainText
from workflow.years import refuse_impossible_year


class TokenField(forms.UUIDField):
    """A token that is None where it is none: the form has made it, nobody types it."""

    def to_python(self, value: str | None) -> UUID | None:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class PaperForm(forms.Form):
    """`kinds`: which types of file are accepted. After an error in another field a file that was judged to be right,
    and of which the sender has said that it isn't secret, waits on the server and need not be chosen again.
    """

    kinds = ("pdf", "docx")
    file_help = _("PDF hoặc Word (.docx), tối đa %s. Cổng xem nội dung tệp trước khi nhận.")

    file = forms.FileField(
        label=_("Tệp văn bản"),
        error_messages={
            "required": _("Chọn tệp."),
            "empty": _("Tệp rỗng. Chọn lại tệp có nội dung."),
            "invalid": _("Chọn tệp."),
        },
    )
    number = PlainText(
        label=_("Số, ký hiệu"),
        max_length=60,
        error_messages={"required": _("Ghi số, ký hiệu như in trên văn bản.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    dated_on = forms.DateField(
        label=_("Ngày văn bản"),
        validators=[refuse_impossible_year],
        error_messages={
            "required": _("Ghi ngày in trên văn bản."),
            "invalid": _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."),
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
    )
    title = PlainText(
        label=_("Trích yếu"),
        max_length=300,
        error_messages={"required": _("Ghi trích yếu như in trên văn bản.")},
    )
    is_not_secret = forms.BooleanField(
        label=_("Tài liệu không thuộc danh mục bí mật nhà nước"),
        error_messages={"required": _("Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật.")},
    )

    waiting_file = TokenField(widget=forms.HiddenInput, required=False)  # its token, see uploads.pending

    busy: Busy | None = None  # too much is being judged: the same form may be sent again soon

    def __init__(self, *args, today: date, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.account = today, account
        self.fields["dated_on"].widget.attrs["data-pick-day"] = gettext("Chọn trên lịch")
        self.fields["file"].help_text = self.file_help % file_size(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in self.kinds)
        self.fields["file"].widget.attrs |= size_attrs(gettext("Quét lại ở độ phân giải thấp hơn (200 dpi)."))
        self._take_waiting_file()

    def _take_waiting_file(self) -> None:
        """Put the waiting file in place of one that is sent, unless another is chosen or it is dropped."""
        token = self._token()
        if token is None:
            return
        if self.data.get("drop_file") or self.files.get("file"):
            pending.drop(self.account, token)
            self._set_token("")
            return
        upload = pending.find(self.account, token)
        if upload is not None:
            self.files = MultiValueDict({"file": [upload]})

    def _token(self) -> UUID | None:
        return self.fields["waiting_file"].clean(self.data.get("waiting_file"))

    def _set_token(self, token: str) -> None:
        self.data = self.data.copy()
        self.data["waiting_file"] = token

    def _keep_file(self, judged: AcceptedFile) -> None:
        """Store the file for the next try, and show its name with a way to drop it."""
        if self._token() is None:
            self._set_token(str(pending.keep(self.account, judged.name, judged.content)))
        words = {"name": judged.name, "size": file_size(len(judged.content))}
        self["file"].help_text = gettext("Đang giữ tệp “%(name)s” (%(size)s): không phải chọn lại.") % words
        self.fields["drop_file"] = forms.BooleanField(
            label=gettext("Bỏ tệp “%(name)s”") % words,
            required=False,
            help_text=gettext("Muốn thay tệp thì chọn tệp khác ở trên. Cổng giữ tệp đến 24 giờ, chỉ cho bạn."),
        )
        self.order_fields(["file", "drop_file"])

    def forget_file(self) -> None:
        """Delete the waiting file once the form has been received."""
        token = self._token()
        if token is not None:
            pending.drop(self.account, token)

    def clean_file(self) -> AcceptedFile:
        try:
            return judge(self.cleaned_data["file"], self.kinds, self.account)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].split())

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_dated_on(self) -> date:
        day = self.cleaned_data["dated_on"]
        if day > self.today:
            raise ValidationError(gettext("Ngày văn bản sau hôm nay."))
        return day

    def clean(self) -> None:
        judged = self.cleaned_data.get("file")
        is_open = self.cleaned_data.get("is_not_secret")
        if judged and is_open and (self.errors or self._token()):
            self._keep_file(judged)
        elif self.errors and self.files:
            if self.busy is None:
                self.forget_file()
                self._set_token("")
            self.add_error("file", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))

    @property
    def arguments(self) -> dict:
        """Return the arguments for the functions in `acts`: the file and what is printed on it."""
        return {name: self.cleaned_data[name] for name in ("file", "number", "dated_on", "title")}
