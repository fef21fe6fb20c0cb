"""The file between dry run and writing: stored under a generated name, for its sender alone."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from import_export.tmp_storages import MediaStorage

from accounts.people.models import User
from ground.limits import WAITING_IMPORTS
from ground.sheets.files import HeadRating, Table, table_of

KEEP_FOR = timedelta(hours=24)
CHOICES = ".choices"  # the ending of the file beside an uploaded one with what its sender chose about its cells


def keep(user: User, register: str, name: str, content: bytes) -> UUID:
    """Store an uploaded file under its sender's new token; `name` is only shown. The sender's files of yesterday,
    and the oldest of many, are deleted.
    """
    _drop_old(user)
    token = uuid4()
    about = json.dumps({"register": register, "name": name}).encode()
    _file(user, token).save(about + b"\n" + content)
    return token


@dataclass(frozen=True)
class Waiting:
    """An uploaded file: its name, its content, and what its sender chose: key of a question → name of a meaning."""

    name: str
    table: Table
    choices: dict[str, str]


def find(
    user: User, register: str, token: UUID, held: BinaryIO | None = None, rating: HeadRating | None = None
) -> Waiting | None:
    """Return an uploaded file; None when it isn't there, or belongs to another register.

    `held`: the slot of this work, see `ground.processes.heavy`; `rating` as for `table_of`.
    """
    about, content = _stored(user, token)
    if about.get("register") != register:
        return None
    return Waiting(about["name"], table_of(content, held, rating), _choices(user, token))


def choose(user: User, register: str, token: UUID, choices: dict[str, str]) -> None:
    """Store what the sender chose about cells of the file, beside earlier choices, if the file is there."""
    if _stored(user, token)[0].get("register") != register:
        return
    chosen = {**_choices(user, token), **choices}
    path = _path_of_choices(user, token)
    default_storage.delete(path)
    default_storage.save(path, ContentFile(json.dumps(chosen).encode()))


def drop(user: User, token: UUID) -> None:
    _file(user, token).remove()
    default_storage.delete(_path_of_choices(user, token))


def _stored(user, token) -> tuple[dict, bytes]:
    """Return what is known about a file, {} where there is none, and its content."""
    try:
        head, _newline, content = _file(user, token).read().partition(b"\n")
    except FileNotFoundError:
        return {}, b""
    return json.loads(head), content


def _choices(user, token) -> dict[str, str]:
    path = _path_of_choices(user, token)
    if not default_storage.exists(path):
        return {}
    with default_storage.open(path) as file:
        return json.loads(file.read())


def _path_of_choices(user, token) -> str:
    return f"{_folder(user)}/{token}{CHOICES}"


def _file(user, token) -> MediaStorage:
    return MediaStorage(name=str(token), MEDIA_FOLDER=_folder(user))


def _folder(user) -> str:
    return f"imports/{user.pk}"


def _drop_old(user) -> None:
    names = [name for name in default_storage.listdir(_folder(user))[1] if not name.endswith(CHOICES)]
    paths = [f"{_folder(user)}/{name}" for name in names]
    paths.sort(key=default_storage.get_modified_time, reverse=True)
    for n, path in enumerate(paths, start=1):
        if n >= WAITING_IMPORTS or default_storage.get_modified_time(path) < timezone.now() - KEEP_FOR:
            default_storage.delete(path)
            default_storage.delete(f"{path}{CHOICES}")
