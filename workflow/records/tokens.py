"""Submission tokens: what is sent twice, by a double click or a reload, is one act and leads to one page.

A token is computed from what was typed. Sent with other content, from another tab or after the browser's “back”, it is
another submission: it is processed, or refused and shown to its sender, like any other form. A `SubmissionToken` stores
the token.
"""

import hashlib
import json
import re
from uuid import UUID, uuid5

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from workflow.records.models import SubmissionToken

BESIDE = re.compile(r"csrfmiddlewaretoken|(.*-)?receipt|.*password.*")  # fields that aren't part of the content
SPACE = UUID("6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d53")  # of our tokens, so that they equal no other uuid5


def digest_of(request: HttpRequest) -> str:
    """Compute the SHA-256 of the fields as they were typed and of the files' bytes; read it before the act moves them.

    Passwords are left out: nothing derived from one is stored.
    """
    fields = sorted((name, texts) for name, texts in request.POST.lists() if not BESIDE.fullmatch(name))
    files = sorted((name, [_file_digest(each) for each in some]) for name, some in request.FILES.lists())
    return hashlib.sha256(json.dumps([fields, files]).encode()).hexdigest()


def _file_digest(upload) -> list[str]:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return [upload.name, digest.hexdigest()]


def token_of(filling: UUID | int, digest: str) -> UUID:
    """Return the token of a submission; `filling`: the id of the filled form, or that of the event that the
    submission wrote.
    """
    return uuid5(SPACE, f"{filling} {digest}")


def earlier_page(user: AbstractBaseUser, token: UUID | None) -> str | None:
    """Return the page to which this user's same submission led before; None when there was none."""
    rows = SubmissionToken.objects.visible_to(user).filter(token=token)
    return rows.values_list("path", flat=True).first() if token else None


def store(user: AbstractBaseUser, token: UUID, path: str = "") -> SubmissionToken:
    """Keep the token, in the caller's transaction. Raises IntegrityError when the same sending was faster."""
    return SubmissionToken.objects.create(token=token, sender=user, path=path)
