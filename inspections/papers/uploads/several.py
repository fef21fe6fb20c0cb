"""Several files chosen in one form. After an error in another field, files that were judged to be right wait on the
server, for their sender alone, and need not be chosen again. With a script each is sent by itself as soon as it is
chosen, and waits in the same way (static/js/uploads.js).
"""

import json
from collections.abc import Sequence
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

FILES_MAX = 3  # of one request
ONE_BY_ONE = "X-One-File"  # the header with which static/js/uploads.js sends each file

UPLOAD_WORDS = {
    "waiting": _("đang chờ gửi"),
    "untick": _("chờ bạn đánh dấu “không thuộc danh mục bí mật nhà nước” bên dưới"),
    "sending": _("đã gửi {done}/{all}, còn khoảng {seconds} giây"),
    "judging": _("đã gửi xong, cổng đang xem nội dung"),
    "stored": _("{size}, đã lưu trên cổng"),
    "done": _("Đã lưu"),
    "stop": _("Dừng"),
    "stopped": _("đã dừng, chưa lưu"),
    "again": _("Gửi lại"),
    "remove": _("Bỏ"),
    "offline": _("mất kết nối, chưa lưu; tự gửi lại khi có mạng"),
    "ended": _("phiên làm việc đã hết, tệp này chưa lưu. Đăng nhập ở thẻ mới, rồi về đây bấm Gửi lại"),
    "signIn": _("Đăng nhập"),
    "large": _("tệp quá lớn, chưa lưu. Giảm dung lượng rồi chọn lại"),
    "sum": _("Đã lưu {n}/{all} tệp. Tệp đã lưu không mất khi rời trang hay hết phiên."),
    "unfinished": _("Còn tệp chưa lưu xong; lưu xong thì tự chuyển trang. Không muốn chờ thì bấm Dừng."),
    "nothing": _("Chưa chọn tệp nào."),
    "finish": _("Xong"),
    "held": _("{n} tệp đã lên cổng từ lần trước, sẽ gửi cùng; không phải chọn lại."),
    "many": _("nhiều nhất {n} tệp một lần, chưa gửi tệp này"),
}
WORDS_BESIDE = {  # of files that wait for the rest of their form
    "stored": _("{size}, đã lên cổng, chờ gửi cùng nội dung"),
    "done": _("Đã lên cổng"),
    "stopped": _("đã dừng, chưa gửi"),
    "offline": _("mất kết nối, chưa lên cổng; tự gửi lại khi có mạng"),
    "ended": _("phiên làm việc đã hết, tệp này chưa lên cổng. Đăng nhập ở thẻ mới, rồi về đây bấm Gửi lại"),
    "sum": _("{n}/{all} tệp đã lên cổng, chờ đến khi bạn gửi; không mất khi ô khác có lỗi hay hết phiên."),
    "unfinished": _("Còn tệp chưa lên cổng; lên xong thì tự gửi. Không muốn chờ thì bấm Dừng."),
}

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
    is_beside = False
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
        if self._stored_before:
            self._show_waiting([each.name for each in self._stored_before])

    @property
    def upload_words(self) -> str:
        """Return as JSON what static/js/uploads.js says while it sends one file after another."""
        words = {**UPLOAD_WORDS, **(WORDS_BESIDE if self.is_beside else {})}
        return json.dumps({name: str(text) for name, text in words.items()}, ensure_ascii=False)

    @property
    def files_waiting_max(self) -> int:
        return WAITING_UPLOADS

    def _tokens(self) -> list[UUID]:
        words = (self.data.get("waiting_files") or "") if self.is_bound else ""
        try:
            return [UUID(word) for word in words.split(",") if word][: WAITING_UPLOADS + 1]
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
        chosen = self.cleaned_data["files"]
        most = WAITING_UPLOADS if self._stored_before else FILES_MAX
        if len(chosen) > FILES_MAX or len(self._tokens()) > most:
            raise ValidationError(self.too_many_words % most)
        if len(self._stored_before) < len(self._tokens()):
            self._set_tokens([])
            raise ValidationError(gettext("Có tệp chờ quá lâu nên cổng không còn giữ. Chọn lại các tệp."))
        uploads = [*self._stored_before, *chosen]
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
        self._show_waiting([each.name for each in judged])
        self["files"].help_text = self.fields["files"].help_text

    def _show_waiting(self, names: list[str]) -> None:
        message = ngettext(
            "Đang giữ tệp %s: không phải chọn lại.", "Đang giữ các tệp %s: không phải chọn lại.", len(names)
        )
        self.fields["files"].help_text = message % ", ".join(f"“{name}”" for name in names)
        self.fields["drop_files"] = forms.BooleanField(label=gettext("Bỏ các tệp đang giữ"), required=False)
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])

    def first_fault(self, refusal: Sequence[str] = ()) -> str:
        """Return what is wrong with a file that came alone, without its name, which its line shows."""
        faults = [*refusal, *(message for messages in self.errors.values() for message in messages)]
        names = [upload.name for upload in self.files.getlist("files")]
        fault = str(faults[0])
        return next((fault.removeprefix(f"{name}: ") for name in names if fault.startswith(f"{name}: ")), fault)

    def received(self) -> None:
        for token in self._tokens():
            pending.drop(self.account, token)


class OneFileForm(FormWithFiles):
    """A file that comes alone, to wait for the form beside which it was chosen."""

    def __init__(self, *args, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.begin_files(account)

    def clean_files(self) -> list[AcceptedFile]:
        files = super().clean_files()
        if len(files) != 1:
            raise ValidationError(gettext("Chưa chọn tệp nào."))
        return files
