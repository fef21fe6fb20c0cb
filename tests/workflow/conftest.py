from datetime import date

import pytest

from inspections.models import Inspection, Session


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
def pages(settings):
    """The portal with the pages of tests/workflow/pages.py."""
    settings.ROOT_URLCONF = "tests.workflow.pages"
