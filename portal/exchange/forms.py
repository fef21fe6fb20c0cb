from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.file_fields import size_attrs
from ground.processes.heavy import Busy
from ground.sheets.files import HeadRating, read_upload
from inspections.papers.uploads.names import storable_name


class SheetForm(forms.Form):
    """Uploads a file, which is read in a child process and checked before its rows are read."""

    file = forms.FileField(
        label=_("Tệp .xlsx hoặc .csv"),
        help_text=_("Điền vào tệp mẫu, hoặc sửa tệp đã xuất. Chưa ghi gì khi chưa xem trước và xác nhận."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Chọn tệp."), "empty": _("Tệp rỗng. Chọn đúng tệp.")},
    )

    busy: Busy | None = None

    def __init__(self, *args, account: int, rating: HeadRating, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.rating = account, rating
        self.fields["file"].widget.attrs |= size_attrs(gettext("Chia thành nhiều tệp."))

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        try:
            read_upload(upload, self.account, self.rating)
        except Busy as busy:
            self.busy = busy
            raise ValidationError(busy.words) from busy
        upload.seek(0)
        upload.name = storable_name(upload.name)
        return upload
