"""Stops a request body that is larger than any form of the portal, or than the disk, before it is read."""

from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

from ground.storage import CannotStore


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
