"""A paper of 2019 reads the same whatever the country and its bodies are called afterwards."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization, OrganizationName, OrganizationSuccession
from localities.models import ChangeLink, LocalityChange, LocalitySpell
from reports.documents.compose import kinds
from reports.documents.issue.printing import page_of, pdf_of
from reports.documents.layout import lay_out
from reports.documents.models import Document
from reports.documents.press import render
from tests.composed_papers import composed

pytestmark = pytest.mark.django_db
DAY_2019 = date(2019, 10, 30)
LATER = date(2027, 1, 1)


def papers_of(inspection):
    return {slug: composed(slug, inspection, DAY_2019) for slug in kinds()}


def undo_the_reorganization():
    """Bring the register and the bodies back to what was known in 2019."""
    begun = date(2020, 1, 1)
    ChangeLink.objects.filter(change__effective_on__gte=begun).delete()
    LocalityChange.objects.filter(effective_on__gte=begun).delete()
    LocalitySpell.objects.filter(valid_from__gte=begun).delete()
    forever = LocalitySpell._meta.get_field("ends_on").default
    LocalitySpell.objects.filter(ends_on__gte=begun).update(ends_on=forever)
    OrganizationSuccession.objects.filter(effective_on__gte=begun).delete()
    OrganizationName.objects.filter(starts_on__gte=begun).delete()
    OrganizationName.objects.filter(ends_on__gte=begun).update(
        ends_on=OrganizationName._meta.get_field("ends_on").default
    )
    Organization.objects.filter(closed_on__gte=begun).update(closed_on=None)


def rename_all(inspection):
    """Let the district, its committee and the Board have other names from 2027 on."""
    board, subject = inspection.campaign.inspecting_organization, inspection.subject_organization
    for body in (board, subject):
        name = body.names.order_by("starts_on").last()
        OrganizationName.objects.filter(pk=name.pk).update(ends_on=LATER)
        OrganizationName.objects.create(
            organization=body, starts_on=LATER, name="Tên khác", full_name="Tên khác hẳn", symbol="TKH",
            superior="Khác", place_name="Nơi khác", signer_title="Khác",
        )  # fmt: skip
    spell = LocalitySpell.objects.filter(locality=subject.locality).order_by("valid_from").last()
    LocalitySpell.objects.filter(pk=spell.pk).update(ends_on=LATER)
    spell.pk, spell.valid_from, spell.name = None, LATER, "Huyện Tên Khác"
    spell.save()


def test_a_draft_of_2019_is_byte_equal_before_and_after_the_reorganization_and_a_renaming(case):
    after = papers_of(case)
    pdf = render.pdf_of(lay_out(after["conclusion-notice"]))
    undo_the_reorganization()
    assert not LocalitySpell.objects.filter(valid_from__gte=date(2020, 1, 1)).exists()
    assert papers_of(case) == after
    rename_all(case)
    renamed = papers_of(case)
    assert renamed == after
    assert render.pdf_of(lay_out(renamed["conclusion-notice"])) == pdf
    words = str(composed("conclusion-notice", case, LATER + timedelta(1)))
    assert "Khác" in words  # a paper of a later day would show it


def test_an_issued_paper_is_never_touched_by_what_happens_afterwards(can_duoc):
    issued = Document.objects.filter(inspection=can_duoc, kind="conclusion-notice").exclude(pdf=None).first()
    page, pdf = page_of(issued), pdf_of(issued)
    rename_all(can_duoc)
    issued = Document.objects.get(pk=issued.pk)
    assert (page_of(issued), pdf_of(issued)) == (page, pdf)
