"""Stores what a workbook says, whole or not at all."""

from django.db import transaction

from accounts.people.models import User
from reports.submissions.contents.saving import TypedPart, save
from reports.submissions.models import Dossier


def store(dossier: Dossier, parts: list[TypedPart], actor: User) -> bool:
    """Store all values as the page would; False, with nothing stored, where somebody has changed one of them meanwhile.
    Raises TakenAlready where the report can't be written any more.
    """
    with transaction.atomic():
        if not save(dossier, parts, actor).clashes:
            return True
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    return False
