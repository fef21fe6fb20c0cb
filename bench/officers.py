"""Makes bodies with an officer each, and the self-reports that these are asked for in the demo's open campaign."""

import io
from dataclasses import dataclass
from datetime import date

TEXT = "Xã có 11 ấp, 3.120 hộ; cán bộ đã được quán triệt. " * 20


@dataclass(frozen=True)
class Desk:
    """An officer at work: signed in as `session`, on the report at `path`."""

    name: str
    session: str
    path: str
    dossier: int

    def typed(self, n: int = 0) -> dict[str, str]:
        """Return what the officer's page sends when the first section is saved for the n-th time."""
        return {"text-survey": f"{TEXT} {n}", "survey-revision": str(n)}


def make_desks(count: int, prefix: str, password: str = "") -> list[Desk]:
    """Make so many bodies, officers, all with this password, and inspections, and have Minh notify them."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from accounts.models import User

    minh, stored = User.objects.get(username="minh"), make_password(password or None)
    with transaction.atomic():
        return [_desk(f"{prefix}-{n}", stored, minh) for n in range(count)]


def _desk(code: str, password: str, minh) -> Desk:
    from accounts.models import Membership, Organization, OrganizationName, Person, User
    from bench.load import session_of
    from inspections.models import Campaign, Delegation, Inspection
    from reports.models import Dossier
    from workflow.steps.acts import take

    campaign, since = Campaign.objects.get(code="DVCQ2026"), date(2025, 7, 1)
    body = Organization.objects.create(short_code=code, system="state", kind="peoples_committee")
    named = {"name": f"UBND {code}", "full_name": f"Ủy ban nhân dân {code}"}
    OrganizationName.objects.create(organization=body, starts_on=since, **named)
    person = Person.objects.create(full_name="Lê Thị Lụa", organization=body)
    officer = User.objects.create(username=code, password=password, person=person, must_change_password=False)
    Membership.objects.create(user=officer, organization=body, role=Membership.Role.OFFICER, starts_on=since)
    inspection = Inspection.objects.create(
        campaign=campaign,
        delegation=Delegation.objects.get(campaign=campaign, number=1),
        subject_organization=body,
        reporting_organization=body,
        reference=f"O-{code}",
    )
    take(inspection, "notify", minh)
    dossier = Dossier.objects.get(inspection=inspection)
    return Desk(code, session_of(code), dossier.get_absolute_url(), dossier.pk)


def made_pdf(words: str) -> bytes:
    """Return a page that says nothing; other words make other bytes."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Subject": words})
    writer.write(out)
    return out.getvalue()


def files_on_disk() -> int:
    """Return how many files lie in the storage, with or without a row."""
    from django.core.files.storage import default_storage

    return len(default_storage.listdir("")[1])


def broken_files() -> int:
    """Return of how many stored files the bytes are missing or aren't those that were sent."""
    import hashlib

    from django.core.files.storage import default_storage

    from inspections.models import StoredFile

    broken = 0
    for key, sha256 in StoredFile.objects.values_list("key", "sha256"):
        is_there = default_storage.exists(key)
        broken += not is_there or hashlib.sha256(default_storage.open(key).read()).hexdigest() != sha256
    return broken
