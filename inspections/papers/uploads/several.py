"""Several files chosen in one form. After an error in another field, files that were judged to be right wait on the
server, for their sender alone, and need not be chosen again.
"""

from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ground.file_fields import size_attrs
from ground.limits import WAITING_UPLOADS
from ground.processes.heavy import Busy
from ground.text import file_size
from inspections.papers.uploads import pending
from inspections.papers.uploads.judge import ALL_ENDINGS, EVIDENCE, AcceptedFile, judge

FILES_MAX = WAITING_UPLOADS  # of one form
LAST = ["files", "drop_files", "is_not_secret"]  # the last fields, once files wait


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files; cleaned it is a list of uploads, [] for none."""

    widget = SeveralFiles

    def clean(self, data: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(upload, initial) for upload in data or []]


class FormWithFiles(forms.Form):
    """A form with several files; a form class of its own adds what else it asks, and calls `begin_files`."""

    files = FilesField(
        label=_("Tệp kèm theo (không bắt buộc)"),
        required=False,
        error_messages={"empty": _("Tệp rỗng. Chọn lại tệp có nội dung."), "invalid": _("Chọn tệp.")},
    )
    is_not_secret = forms.BooleanField(label=_("Tài liệu không thuộc danh mục bí mật nhà nước"), required=False)
    waiting_files = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    busy: Busy | None = None
    too_many_words = _("Nhiều nhất %d tệp một lần.")

    def begin_files(self, account: int) -> None:
        """Say what may be chosen, and find the files that wait from the try before."""
        self.account = account
        field = self.fields["files"]
        params = {"n": FILES_MAX, "size": file_size(settings.UPLOAD_MAX_BYTES)}
        words = gettext("PDF, Word, Excel, ảnh (.jpg, .png, .heic); nhiều nhất %(n)d tệp, mỗi tệp tối đa %(size)s.")
        field.help_text = words % params
        field.widget.attrs |= {"multiple": True, "accept": ",".join(ALL_ENDINGS), "data-kinds": ",".join(ALL_ENDINGS)}
        field.widget.attrs |= size_attrs(gettext("Quét lại ở độ phân giải thấp hơn (200 dpi)."), FILES_MAX)
        self._stored_before = self._waiting()

    def _tokens(self) -> list[UUID]:
        words = (self.data.get("waiting_files") or "") if self.is_bound else ""
        try:
            return [UUID(word) for word in words.split(",") if word][:FILES_MAX]
        except ValueError:
            return []

    def _waiting(self) -> list[UploadedFile]:
        """Return the files that wait from the try before, unless others are chosen now or they are dropped."""
        tokens = self._tokens()
        if self.is_bound and (self.files.getlist("files") or self.data.get("drop_files")):
            for token in tokens:
                pending.drop(self.account, token)
            self._set_tokens([])
            return []
        return [upload for token in tokens if (upload := pending.find(self.account, token))]

    def _set_tokens(self, tokens: list[UUID]) -> None:
        self.data = self.data.copy()
        self.data["waiting_files"] = ",".join(map(str, tokens))

    def clean_files(self) -> list[AcceptedFile]:
        uploads = [*self._stored_before, *self.cleaned_data["files"]]
        if len(uploads) > FILES_MAX:
            raise ValidationError(self.too_many_words % FILES_MAX)
        try:
            return [self._judged(upload) for upload in uploads]
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy

    def _judged(self, upload: UploadedFile) -> AcceptedFile:
        try:
            return judge(upload, EVIDENCE, self.account)
        except ValidationError as fault:
            raise ValidationError([f"{upload.name}: {message}" for message in fault.messages]) from fault

    def clean(self) -> dict:
        cleaned = super().clean()
        judged = cleaned.get("files") or []
        if judged and not cleaned.get("is_not_secret"):
            message = gettext("Xem lại tài liệu rồi đánh dấu. Tài liệu mật gửi theo đường văn bản mật.")
            self.add_error("is_not_secret", message)
        if judged and self.errors:
            self._keep(judged)
        elif self.errors and self.files:
            self.add_error("files", gettext("Trang không giữ tệp đã chọn: chọn lại tệp."))
        return cleaned

    def _keep(self, judged: list[AcceptedFile]) -> None:
        """Store the files for the next try, and show their names with a way to drop them."""
        if not self._stored_before:
            self._set_tokens([pending.keep(self.account, each.name, each.content) for each in judged])
        names = ", ".join(f"“{each.name}”" for each in judged)
        message = ngettext(
            "Đang giữ tệp %s: không phải chọn lại.", "Đang giữ các tệp %s: không phải chọn lại.", len(judged)
        )
        self["files"].help_text = message % names
        self.fields["drop_files"] = forms.BooleanField(label=gettext("Bỏ các tệp đang giữ"), required=False)
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])

    def received(self) -> None:
        for token in self._tokens():
            pending.drop(self.account, token)
