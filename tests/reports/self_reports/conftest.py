"""The self-report of Lan's and Khoa's commune, requested with the notice of its inspection."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organization
from inspections.inspections.acts import reference_for
from inspections.models import Campaign, Inspection, Session, StoredFile
from inspections.papers.uploads.judge import TYPES, AcceptedFile
from reports.models import Dossier
from reports.submissions.contents.written import contents_of
from reports.submissions.files import add_files, owners_in
from workflow.records import drafts
from workflow.steps.acts import take


@pytest.fixture
def campaign(db):
    return Campaign.objects.get(code="DVCQ2026")


@pytest.fixture
def planned(campaign):
    """An inspection of Lan's and Khoa's commune, in twenty days."""
    unit = Organization.objects.get(short_code="ubnd-28108")
    inspection = Inspection.objects.create(
        campaign=campaign,
        delegation=campaign.delegations.get(number=1),
        subject_organization=unit,
        reporting_organization=unit,
        reference=reference_for(campaign, unit),
    )
    Session.objects.create(inspection=inspection, held_on=timezone.localdate() + timedelta(days=20))
    return inspection


@pytest.fixture
def dossier(planned, minh):
    take(planned, "notify", minh)
    return Dossier.objects.get(inspection=planned)


@pytest.fixture
def at(dossier):
    """`at("send/")` is the address of a page of the report."""
    base = dossier.get_absolute_url()
    return lambda path="": f"{base}{path}"


@pytest.fixture
def key_of(dossier):
    """`key_of("2.1")` is the key of a criterion in the fields' names."""
    criteria = dossier.inspection.campaign.criteria_set.criteria
    return lambda number: str(criteria.get(number=number).pk)


@pytest.fixture
def typed(key_of):
    """`typed({"2.1": {"numerator": "8", "denominator": "16"}}, survey="…")` is what a page posts."""

    def make(values=(), revisions=(), **texts):
        sent, known = {}, dict(revisions)
        for number, fields in dict(values).items():
            key = key_of(number)
            sent |= {f"{key}-{name}": text for name, text in fields.items()}
            sent[f"{key}-revision"] = str(known.get(number, 0))
        for slug, text in texts.items():
            sent |= {f"text-{slug}": text, f"{slug}-revision": str(known.get(slug, 0))}
        return sent

    return make


@pytest.fixture
def attached(dossier, lan):
    """`attached(content, "text-survey")` is a file that Lan has put beside a part; without a part, the whole report."""

    def attach(content, owner="", name="bao cao.pdf", scan_state=StoredFile.Scan.WAITING):
        owners = {each.key: each for each in owners_in(contents_of(dossier))}
        file = AcceptedFile(content, name, TYPES["pdf"], scan_state)
        [made] = add_files(dossier, owners[owner], [file], lan)
        return made

    return attach


@pytest.fixture
def nothing_waits(db):
    drafts.sweep(timezone.now() + timedelta(hours=25))


@pytest.fixture
def files_page(at):
    return at("files/")


@pytest.fixture
def officer(signed_in, lan):
    return signed_in(lan)
