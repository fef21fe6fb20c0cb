"""Forms of signed copies, and of the certificates by which they are trusted."""

import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.file_fields import size_attrs
from ground.processes.heavy import Busy
from ground.text import file_size
from inspections.papers.forms import PaperForm, TokenField
from inspections.papers.uploads import pending
from inspections.papers.uploads.judge import AcceptedFile, judge
from reports.documents.forms import ActForm
from reports.documents.models import Document
from reports.documents.signatures.certificates import CERTIFICATE_BYTES, Found, certificates_in
from reports.documents.signatures.judging import read_copy
from reports.documents.signatures.shown import SignatureLine, doubts_in_words, signature_lines
from workflow.fields import PlainText


class SignedCopyForm(ActForm):
    """A signed copy. What is doubtful about it is shown, and the same file, which waits on the server meanwhile, is
    taken once a person confirms that.
    """

    sections = (("", ["kind", "file", "is_not_secret", "reason", "is_confirmed"]),)
    kind = forms.ChoiceField(
        label=_("Bản đính kèm"),
        choices=[
            ("digital", _("Tệp PDF của cổng, đã ký số bằng công cụ của cơ quan")),
            ("scan", _("Bản chụp (scan) bản giấy đã ký")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn loại bản.")},
    )
    file = PaperForm.base_fields["file"]
    is_not_secret = PaperForm.base_fields["is_not_secret"]
    reason = PlainText(
        label=_("Lý do thay bản đã ký"), max_length=1000, error_messages={"required": _("Nhập lý do thay bản đã ký.")}
    )
    is_confirmed = forms.BooleanField(label=_("Tôi đã đọc tệp: đây là bản đã ký của văn bản này"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)  # SHA-256 whose doubts were shown
    waiting_file = TokenField(widget=forms.HiddenInput, required=False)
    busy: Busy | None = None

    def __init__(self, *args, document: Document, account: int, asks_reason: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.account = document, account
        self.reading: dict[str, Any] = {}
        if not asks_reason:
            del self.fields["reason"]
        field = self.fields["file"]
        field.help_text = gettext("PDF. Cổng đọc chữ ký trong tệp, không sửa tệp, không gọi ra mạng.")
        field.widget.attrs["accept"] = ".pdf"
        field.widget.attrs |= size_attrs(gettext("Quét lại ở độ phân giải thấp hơn (200 dpi)."))
        self._take_waiting_file()

    def shows(self, name: str) -> bool:
        return super().shows(name) and (name != "is_confirmed" or bool(self.reading.get("doubts")))

    # --- The file that waits -----------------------------------------------------------------------------------------
    def _token(self) -> UUID | None:
        return self.fields["waiting_file"].clean(self.data.get("waiting_file"))

    def _take_waiting_file(self) -> None:
        token = self._token()
        if token is None:
            return
        if self.files.get("file"):
            self.forget_file()
            return
        upload = pending.find(self.account, token)
        if upload is not None:
            self.files = MultiValueDict({"file": [upload]})

    def _keep_file(self, judged: AcceptedFile) -> None:
        self.data = self.data.copy()
        self.data["seen"] = hashlib.sha256(judged.content).hexdigest()
        if self._token() is None:
            self.data["waiting_file"] = str(pending.keep(self.account, judged.name, judged.content))
        words = {"name": judged.name, "size": file_size(len(judged.content))}
        self.fields["file"].help_text = gettext("Đang giữ tệp “%(name)s” (%(size)s): không phải chọn lại.") % words

    def forget_file(self) -> None:
        token = self._token()
        if token is not None:
            pending.drop(self.account, token)
            self.data = self.data.copy()
            self.data["waiting_file"] = ""

    # --- What is checked ---------------------------------------------------------------------------------------------
    def clean_file(self) -> AcceptedFile:
        try:
            return judge(self.cleaned_data["file"], ("pdf",), self.account)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def clean(self) -> None:
        judged, kind = self.cleaned_data.get("file"), self.cleaned_data.get("kind")
        if judged and kind and self.cleaned_data.get("is_not_secret"):
            self._read(judged, kind)
        if self.errors and judged and self.reading:
            self._keep_file(judged)
        elif self.errors and self.files:
            self.forget_file()
            self.add_error("file", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))

    def _read(self, judged: AcceptedFile, kind: str) -> None:
        try:
            self.reading = read_copy(self.document, judged.content, kind, self.account)
        except Busy as busy:
            self.busy = busy
            self.add_error("file", busy.words)
        except ValidationError as fault:
            self.add_error("file", fault)
        if self.reading.get("doubts") and not self._is_confirmed(judged):
            self.add_error(
                "is_confirmed", gettext("Xem những điều ghi ở trên. Nếu vẫn là bản đã ký, đánh dấu rồi gửi.")
            )

    def _is_confirmed(self, judged: AcceptedFile) -> bool:
        is_the_same = self.cleaned_data.get("seen") == hashlib.sha256(judged.content).hexdigest()
        return bool(self.cleaned_data.get("is_confirmed")) and is_the_same

    # --- What the page shows -----------------------------------------------------------------------------------------
    @property
    def doubts(self) -> list[str]:
        return doubts_in_words(self.reading) if self.reading else []

    @property
    def signatures(self) -> list[SignatureLine]:
        return list(signature_lines(self.reading)) if self.reading else []


class CertificateForm(ActForm):
    """Certificates from a file, one or several."""

    sections = (("", ["file"]),)
    file = forms.FileField(
        label=_("Tệp chứng thư"),
        help_text=_("Chứng thư gốc hoặc trung gian của nơi cấp (.cer, .crt, .pem), lấy từ nguồn mà bạn tin chắc."),
        error_messages={"required": _("Chọn tệp."), "empty": _("Tệp rỗng. Chọn lại tệp có nội dung.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".cer,.crt,.pem,.der"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= size_attrs(gettext("Tệp chứng thư chỉ vài kB: chọn lại tệp."))

    def clean_file(self) -> list[Found]:
        upload = self.cleaned_data["file"]
        found = certificates_in(upload.read()) if upload.size <= CERTIFICATE_BYTES else []
        if not found:
            raise ValidationError(gettext("Tệp không có chứng thư nào đọc được (.cer, .crt, .pem)."))
        return found
