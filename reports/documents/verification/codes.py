"""The code by which anybody who holds a paper looks it up: nobody can count through the codes, and none is a secret."""

import secrets

from django.conf import settings
from django.urls import reverse

from reports.documents.models import Document
from reports.documents.states import DocumentState

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another; 5 bits each
LENGTH, GROUP = 16, 4  # 80 bits; papers issued before the check page have twelve letters
TYPED_MAX = 40


def new_code() -> str:
    """Return a code like "7K3F-9QMD-2XBA-T4HW"."""
    return _in_groups("".join(secrets.choice(CODE_LETTERS) for _place in range(LENGTH)))


def read_code(typed: str) -> str:
    """Return the code as it is stored, however it was typed: in small letters, with blanks, without the hyphens."""
    return _in_groups("".join(letter for letter in typed[:TYPED_MAX].upper() if letter.isalnum()))


def _in_groups(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def address_of(code: str) -> str:
    """Return the whole address of the code's page; it begins as the settings say, never as a request does."""
    return settings.SITE_URL + reverse("document_check", args=[code])


def check_url(document: Document) -> str:
    """Return the path of the document's public page; "" for one that has none yet."""
    may_be_public = bool(document.check_code) and document.state in (DocumentState.PUBLISHED, DocumentState.REPLACED)
    if not may_be_public or not Document.objects.public().filter(pk=document.pk).exists():
        return ""
    return reverse("document_check", args=[document.check_code])


def printed_address(document: Document, code: str, is_wanted: bool) -> str:
    """Return the address that the paper prints on its last page; "" where its body wants none, or the paper will never
    be public.
    """
    return address_of(code) if is_wanted and settings.SITE_URL and not document.is_internal else ""
