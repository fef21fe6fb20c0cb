"""Files in an S3 store: stored whole or not at all, as on a disk (ground.storage), and read by any machine."""

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from ground.processes.heavy import Busy
from ground.storage import CannotRead, CannotStore

FAULTS = (Boto3Error, BotoCoreError, ClientError, RetriesExceededError)
ONE_REQUEST_BYTES = 1 << 30  # what is larger goes in parts, which an S3 store joins or drops; no file here is
REFUSED_KEYS = [
    "403",
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
]  # which of them: the store's choice
REFUSALS = {"NoSuchBucket": "bucket"} | dict.fromkeys(REFUSED_KEYS, "key")
logger = logging.getLogger(__name__)


class StoreAway(Busy, OSError):
    """The store doesn't answer, or refuses: pages answer 503 with these words, jobs treat it as a fault of a disk."""

    def __init__(self) -> None:
        super().__init__(words=_("Kho tệp của cổng không trả lời. Chờ ít phút rồi làm lại."))


@dataclass(frozen=True)
class StoredObject:
    """A file in the store; `digest`: the MD5 of its content in most stores, in hexadecimal digits."""

    name: str
    size: int
    modified: datetime
    digest: str


@contextmanager
def _store_answers() -> Iterator[None]:
    try:
        yield
    except FAULTS as fault:
        logger.error("the file store doesn't answer: %s", fault)
        raise StoreAway from fault


class WholeObjectStorage(S3Storage):
    """Puts each file in one request, which an S3 store takes whole or refuses.

    A file is fetched whole before its first byte goes out, so that a store that breaks off is answered with words.
    """

    def get_default_settings(self) -> dict[str, Any]:
        """Add what servers other than Amazon's need: the bucket in the path, no check sums that they don't know."""
        client = Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=20,
            retries={"total_max_attempts": 2, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        transfer = TransferConfig(multipart_threshold=ONE_REQUEST_BYTES, use_threads=False)
        return super().get_default_settings() | {"client_config": client, "transfer_config": transfer}

    def save(self, name: str | None, content: File, max_length: int | None = None) -> str:
        try:
            with _store_answers():
                return super().save(name, content, max_length)
        except StoreAway as fault:
            raise CannotStore from fault

    def _open(self, name: str, mode: str = "rb") -> File:
        try:
            with _store_answers():
                opened = super()._open(name, mode)
                opened.seek(0)  # fetches it
        except FileNotFoundError as fault:
            logger.error("a stored file can't be read: %s", fault)
            raise CannotRead(errno.ENOENT, os.strerror(errno.ENOENT), name) from fault
        return opened

    def exists(self, name: str) -> bool:
        with _store_answers():
            return super().exists(name)

    def delete(self, name: str) -> None:
        with _store_answers():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _store_answers():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with _store_answers():
            return super().get_modified_time(name)

    # --- For backups -------------------------------------------------------------------------------------------------
    def listed(self) -> Iterator[StoredObject]:
        """Yield all files of the store, as many at once as it lists in one answer."""
        with _store_answers():
            for each in self.bucket.objects.all():
                yield StoredObject(each.key, each.size, each.last_modified, each.e_tag.strip('"'))

    def put(self, name: str, content: File) -> None:
        """Store the file under this very name, in the place of what is there."""
        with _store_answers():
            self._save(name, content)

    def copy(self, name: str, new_name: str) -> None:
        with _store_answers():
            self.bucket.Object(new_name).copy_from(CopySource={"Bucket": self.bucket.name, "Key": name})

    # --- Is it well? -------------------------------------------------------------------------------------------------
    def can_write(self) -> bool:
        try:
            self.try_writing()
        except (CannotStore, StoreAway):
            return False  # it is in the log
        return True

    def try_writing(self) -> None:
        """Store a file and delete it. Raises CannotStore or StoreAway; `refusal` says why."""
        self.delete(self.save(f".health-{uuid4().hex}", ContentFile(b"ok")))

    def hurried(self, seconds: float) -> "WholeObjectStorage":
        """Return the same store, waiting for one answer so long and no longer."""
        brief = Config(connect_timeout=seconds, read_timeout=seconds, retries={"total_max_attempts": 1})
        _arguments, options = self._constructor_args
        return WholeObjectStorage(**options | {"client_config": self.client_config.merge(brief)})


def refusal(fault: BaseException | None) -> str:
    """Return "bucket" where the store has none of that name, "key" where it refuses ours, "" where it said nothing or
    something else.
    """
    while fault:
        if isinstance(fault, ClientError):
            return REFUSALS.get(fault.response["Error"]["Code"], "")
        fault = fault.__cause__
    return ""
