"""The form by which a filled workbook comes back, and in what words a file that can't be read is refused."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.file_fields import size_attrs
from ground.processes.heavy import Busy, upload_turn
from ground.sheets.files import sheets_of
from ground.text import file_size
from inspections.papers.uploads.names import storable_name
from reports.submissions.workbook.reading import NOT_XLSX

COPY_OVER = _("Tải bảng mới từ trang này, chép số sang rồi gửi.")
# Where the words of ground.sheets.files give advice for tables of any make: here only the report's own one helps.
WORDS = {
    "unknown": NOT_XLSX,
    "not_utf8": NOT_XLSX,
    "picture": _("Tệp là ảnh, không có ô nào. Tải bảng từ trang này, ghi số vào bảng rồi gửi."),
    "archive": _("Tệp nén (.zip, .rar…). Giải nén rồi gửi tệp .xlsx bên trong."),
    "foreign_parts": _("Tệp lấy dữ liệu từ tệp hay nơi khác."),
    "embedded": _("Tệp chứa tệp khác bên trong."),
    "strange_part": _("Tệp có thành phần mà cổng không biết."),
    "entities": _("Tệp có khai báo mà Excel không dùng."),
    "too_much_inside": _("Tệp giải nén ra lớn bất thường."),
    "too_many_rows": _("Tệp có quá nhiều dòng."),
    "too_many_columns": _("Tệp có quá nhiều cột."),
    "too_slow": _("Tệp quá phức tạp, cổng không đọc xong."),
}
WHOLE = {"unknown", "not_utf8", "picture", "archive"}  # which say themselves what to do


def words_of(refused: ValidationError) -> str:
    """Return why a file is refused that can't be read as the report's workbook."""
    own = WORDS.get(getattr(refused, "code", None) or "")
    if own is None:
        return " ".join(refused.messages)
    return str(own) if refused.code in WHOLE else f"{own} {COPY_OVER}"


class WorkbookForm(forms.Form):
    """Takes the file, which is read in a child process; what it says is judged on the page of its trial."""

    file = forms.FileField(
        label=_("Bảng Excel đã ghi (.xlsx)"),
        help_text=_("Cổng kiểm tra cả bảng và cho xem trước; chưa lưu gì khi chưa xác nhận."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Chọn tệp."), "empty": _("Tệp rỗng. Chọn đúng tệp.")},
    )

    busy: Busy | None = None

    def __init__(self, *args, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["file"].widget.attrs |= size_attrs(str(COPY_OVER))

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            params = {"size": file_size(upload.size), "limit": file_size(settings.UPLOAD_MAX_BYTES)}
            too_large = gettext("Tệp %(size)s, cổng nhận tối đa %(limit)s.") % params
            raise ValidationError(f"{too_large} {COPY_OVER}")
        try:
            with upload_turn(self.account) as held:
                if not sheets_of(upload.read(), held):
                    raise ValidationError(str(NOT_XLSX))
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy
        except ValidationError as refused:
            raise ValidationError(words_of(refused)) from refused
        upload.seek(0)
        upload.name = storable_name(upload.name)
        return upload
