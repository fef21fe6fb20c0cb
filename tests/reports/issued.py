"""What tests of issue share: the day on which it happens, the press, and who sees what came of it."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from inspections.models import StoredFile
from inspections.papers.uploads.judge import AcceptedFile
from reports.documents.issue.issuing import issue
from reports.documents.press import render
from workflow.records.refusals import StepRefused

DAY = date(2026, 5, 20)
NOW = timezone.make_aware(datetime(2026, 5, 20, 9))
TODAY = DAY
SERIES = "Khóa thử"  # a term in which no number is taken yet
READING = {"match": "no_text", "differences": [], "is_cut": False, "signatures": [], "has_roots": False, "doubts": []}
SIGNED = AcceptedFile(b"%PDF-1.7 ky", "TB-da-ky.pdf", "application/pdf", StoredFile.Scan.CLEAN)


def quick(sheet):
    """A PDF made in this process: the press's own process is tested by itself."""
    return render.pdf_of(sheet)


def issued_by(actor, document, **typed):
    return issue(document, actor, DAY, now=NOW, press=quick, **typed)


def refusal_of(act, kind=StepRefused):
    with pytest.raises(kind) as refused:
        act()
    return refused.value.messages[0]


def those_who_see(record, *users):
    rows = type(record)._default_manager
    return [user.username for user in users if rows.visible_to(fresh(user)).filter(pk=record.pk).exists()]


def fresh(user):
    return User.objects.get(pk=user.pk)
