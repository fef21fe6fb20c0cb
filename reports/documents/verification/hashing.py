"""Takes the hash of a file that is sent to the check page while it arrives; the file itself is stored nowhere."""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import reverse


@dataclass(frozen=True)
class HashedFile:
    """What is left of a file: nothing to read."""

    size: int
    sha256: str

    def close(self) -> None:
        """Do nothing, for a request closes its files."""


class HashOnly(FileUploadHandler):
    """Of the upload handlers the one for the check page; files of all other pages pass through."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.hash = None
        if self.request.path_info.startswith(reverse("document_check_form")):
            self.hash = hashlib.sha256()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.hash is None:
            return raw_data
        self.hash.update(raw_data)
        return None

    def file_complete(self, file_size: int) -> HashedFile | None:
        return None if self.hash is None else HashedFile(file_size, self.hash.hexdigest())
