"""The file between dry run and writing: stored under a generated name, for its sender alone."""

import json
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.utils import timezone
from import_export.tmp_storages import MediaStorage

from accounts.people.models import User
from ground.limits import WAITING_IMPORTS
from ground.sheets.files import HeadRating, Table, table_of

KEEP_FOR = timedelta(hours=24)


def keep(user: User, register: str, name: str, content: bytes) -> UUID:
    """Store an uploaded file under its sender's new token; `name` is only shown. The sender's files of yesterday,
    and the oldest of many, are deleted.
    """
    _drop_old(user)
    token = uuid4()
    about = json.dumps({"register": register, "name": name}).encode()
    _file(user, token).save(about + b"\n" + content)
    return token


def find(
    user: User, register: str, token: UUID, held: BinaryIO | None = None, rating: HeadRating | None = None
) -> tuple[str, Table] | None:
    """Return the name and content of an uploaded file; None when it isn't there, or belongs to another register.

    `held`: the slot of this work, see `ground.processes.heavy`; `rating` as for `table_of`.
    """
    try:
        head, _newline, content = _file(user, token).read().partition(b"\n")
    except FileNotFoundError:
        return None
    about = json.loads(head)
    return (about["name"], table_of(content, held, rating)) if about["register"] == register else None


def drop(user: User, token: UUID) -> None:
    _file(user, token).remove()


def _file(user, token) -> MediaStorage:
    return MediaStorage(name=str(token), MEDIA_FOLDER=_folder(user))


def _folder(user) -> str:
    return f"imports/{user.pk}"


def _drop_old(user) -> None:
    if not default_storage.exists(_folder(user)):
        return
    paths = [f"{_folder(user)}/{name}" for name in default_storage.listdir(_folder(user))[1]]
    paths.sort(key=default_storage.get_modified_time, reverse=True)
    for n, path in enumerate(paths, start=1):
        if n >= WAITING_IMPORTS or default_storage.get_modified_time(path) < timezone.now() - KEEP_FOR:
            default_storage.delete(path)
