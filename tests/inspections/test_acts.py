"""References and stored files."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.models import Organization
from inspections.inspections.acts import reference_for
from inspections.models import Inspection, StoredFile
from inspections.papers.acts import store_file


@pytest.fixture
def another(case):
    """Another inspection of the same body in the same campaign, with the reference it is due."""

    def make():
        subject = case.subject_organization
        return Inspection.objects.create(
            campaign=case.campaign,
            subject_organization=subject,
            reporting_organization=subject,
            reference=reference_for(case.campaign, subject),
        )

    return make


def test_a_reference_is_the_campaigns_code_and_the_places(case):
    assert case.reference == "DVCQ2019-806"


def test_a_second_and_a_third_inspection_of_the_same_body_are_numbered(another):
    assert [another().reference for _ in range(3)] == ["DVCQ2019-806-2", "DVCQ2019-806-3", "DVCQ2019-806-4"]


def test_a_body_without_a_place_goes_by_its_short_code(case):
    department = Organization.objects.create(short_code="so-noi-vu", system="state", kind="department")
    assert reference_for(case.campaign, department) == "DVCQ2019-so-noi-vu"


def test_a_code_that_begins_alike_is_no_collision(case):
    Inspection.objects.filter(pk=case.pk).update(reference="DVCQ2019-8065")
    assert reference_for(case.campaign, case.subject_organization) == "DVCQ2019-806"


def test_the_code_is_the_one_of_the_campaigns_start(case):
    """The district is no more since 01/07/2025; a campaign after that has only the body's own code."""
    case.campaign.starts_on = date(2025, 7, 1)
    assert reference_for(case.campaign, case.subject_organization) == "DVCQ2019-ubnd-huyen-can-duoc"


def test_two_inspections_never_have_one_reference(case, another):
    made = another()
    made.reference = case.reference
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(update_fields=["reference"])


def test_a_stored_file_lies_under_a_key_of_its_own_and_keeps_its_name_for_people(db):
    content = b"%PDF-1.7 noi dung"
    stored = store_file(content, "../../Báo cáo “cuối”.pdf", "application/pdf")
    again = store_file(content, "khác.pdf", "application/pdf")
    assert default_storage.open(stored.key).read() == content
    assert StoredFile.objects.filter(pk=stored.pk).values("sha256", "size", "content_type", "original_name").get() == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "content_type": "application/pdf",
        "original_name": "../../Báo cáo “cuối”.pdf",
    }
    assert stored.key.isalnum()
    assert stored.key != again.key


@pytest.mark.parametrize("code", ["DVCQ 2027", "ĐVCQ2027", "DVCQ/2027"])
def test_a_campaigns_code_can_stand_in_an_address(case, code):
    case.campaign.code = code
    with pytest.raises(ValidationError) as refusal:
        case.campaign.full_clean()
    assert list(refusal.value.message_dict) == ["code"]
