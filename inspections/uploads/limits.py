"""Stops a body that is larger than any form of the portal before it is taken in."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BodyLimit(FileUploadHandler):
    """First of the upload handlers: reads nothing itself, refuses by the length that the request announces."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.UPLOAD_BODY_MAX_BYTES:
            raise RequestDataTooBig("larger than the largest file and its form")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
