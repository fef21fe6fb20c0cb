from datetime import date

import pytest
from django.conf import settings
from django.urls import set_urlconf
from django.utils import timezone

from accounts.models import Organization
from inspections.models import Campaign, Inspection, Session
from reports.models import Dossier, Round, SectionText
from workflow.steps.acts import take


@pytest.fixture
def planned(db):
    """Of our Board, not told to anybody yet; Đoàn số 1 is not its delegation."""
    return Inspection.objects.get(reference="DVCQ2026-25459")


@pytest.fixture
def session(planned):
    return Session.objects.create(
        inspection=planned, held_on=date(2026, 6, 1), place="UBND xã", oral_conclusion="Nhất trí."
    )


@pytest.fixture
def pages(monkeypatch):
    """The portal with the pages of tests/workflow/pages.py.

    Django's own way to change a setting would forget all addresses: they are read again for a fifth of a second a test.
    """
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.workflow.pages")
    yield
    set_urlconf(None)


@pytest.fixture
def report(db, minh, lan):
    """Of Lan's and Khoa's commune, written and sent once; the campaign asks for the leader's word."""
    campaign = Campaign.objects.get(code="DVCQ2026")
    Campaign.objects.filter(pk=campaign.pk).update(is_confirmation_asked=True)
    unit = Organization.objects.get(short_code="ubnd-28108")
    bodies = {"subject_organization": unit, "reporting_organization": unit}
    inspection = Inspection.objects.create(
        campaign=campaign, delegation=campaign.delegations.get(number=1), reference="DVCQ2026-THU", **bodies
    )
    take(inspection, "notify", minh)
    dossier = Dossier.objects.get(inspection=inspection)
    SectionText.objects.create(dossier=dossier, section="survey", text="11 ấp", changed_by=lan)
    facts = {"values": [], "sections": []}
    Round.objects.create(dossier=dossier, n=1, facts=facts, submitted_at=timezone.now(), due_on=dossier.due_on)
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def opened_report(report, minh):
    """The same, its round opened, and nobody's word awaited."""
    Campaign.objects.filter(pk=report.inspection.campaign_id).update(is_confirmation_asked=False)
    Round.objects.filter(dossier=report).update(opened_at=timezone.now(), opened_by=minh)
    return Dossier.objects.get(pk=report.pk)
