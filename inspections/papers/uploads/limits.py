"""Stops a request body that is larger than any form of the portal, or than the disk, before it is read."""

import json
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ground.storage import CannotStore
from ground.text import file_size


def size_attrs(advice: str, files_max: int = 1) -> dict[str, str]:
    """Return the attributes of a file input with which static/js/files.js shows it in words of the portal, and names a
    file that can't be accepted before it is sent; `advice`: what to do with one that is too large.
    """
    large = _("Tệp “{name}” nặng {size}, cổng nhận tối đa %s; chưa gửi.") % file_size(settings.UPLOAD_MAX_BYTES)
    together = file_size(settings.UPLOAD_MAX_BYTES)
    words = {
        "choose": _("Chọn tệp"),
        "drag": _("hoặc kéo tệp vào đây"),
        "photograph": _("Chụp ảnh"),
        "remove": _("Bỏ"),
        "large": f"{large} {advice}",
        "empty": _("Tệp “{name}” rỗng; chưa gửi. Chọn lại tệp có nội dung."),
        "kind": _("Tệp “{name}” không thuộc loại nhận ở đây; chưa gửi. Xem các loại tệp ghi phía trên."),
        "many": _("Nhiều nhất %d tệp một lần; tệp “{name}” gửi lần sau.") % files_max,
        "together": _("Các tệp cộng lại quá %s; tệp “{name}” gửi lần sau.") % together,
    }
    return {
        "data-max-bytes": str(settings.UPLOAD_MAX_BYTES),
        "data-max-together": str(settings.UPLOAD_MAX_BYTES),
        "data-max-files": str(files_max),
        "data-words": json.dumps(words, ensure_ascii=False),
    }


class BodyLimit(FileUploadHandler):
    """First of the upload handlers: reads nothing itself, refuses by Content-Length."""

    def handle_raw_input(
        self, input_data: HttpRequest, META: dict, content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        if content_length > settings.UPLOAD_BODY_MAX_BYTES:
            raise RequestDataTooBig("larger than the largest file and its form")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class TemporaryFile(TemporaryFileUploadHandler):
    """Stores a large file on the disk while its request lasts, and reports a full disk."""

    def new_file(self, *args, **kwargs) -> None:
        with _disk_faults_reported():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with _disk_faults_reported():
            super().receive_data_chunk(raw_data, start)


@contextmanager
def _disk_faults_reported():
    try:
        yield
    except OSError as fault:
        raise CannotStore from fault
