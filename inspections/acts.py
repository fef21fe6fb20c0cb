"""What is done to the work: one function an act."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inspections.models import Campaign, Inspection, StoredFile


def reference_for(campaign: Campaign, subject) -> str:
    """ "DVCQ2024-123": campaign code and the subject's locality code (or its short code), -2, -3 … on collision.

    Fixed when the inspection is made; nobody reads anything out of it again.
    """
    spell = subject.locality.spell_at(campaign.starts_on or f"{campaign.year}-12-31") if subject.locality_id else None
    stem = f"{campaign.code}-{spell.official_code if spell else subject.short_code}"
    taken = set(Inspection.objects.filter(reference__startswith=stem).values_list("reference", flat=True))
    reference, n = stem, 1
    while reference in taken:
        n += 1
        reference = f"{stem}-{n}"
    return reference


def store_file(content: bytes, name: str, content_type: str) -> StoredFile:
    """The bytes under a generated key, outside the web root; `name` is only what people are told."""
    key = default_storage.save(f"{uuid.uuid4().hex}", ContentFile(content))
    return StoredFile.objects.create(
        key=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
        original_name=name,
    )
