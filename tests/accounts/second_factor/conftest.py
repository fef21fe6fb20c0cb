"""Accounts with a second factor whose key is known."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import SecondFactor
from accounts.second_factor import acts, codes
from accounts.second_factor.entering import STAMP
from tests.conftest import DEMO_PASSWORD, browser_of

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = "one_time_password"


@pytest.fixture
def enrolled():
    """`enrolled(user)` has a second factor now; returns the recovery codes."""
    return lambda user, key=KEY: acts.enrol(user, key, 1, timezone.now() - timedelta(days=1))


@pytest.fixture
def required_since():
    """`required_since(user, days)`: the second factor has been required of that account for so many days."""

    def write(user, days):
        day = timezone.localdate() - timedelta(days=days)
        SecondFactor.objects.update_or_create(user=user, defaults={"required_on": day})

    return write


def code_now(key=KEY, seconds=0):
    return codes.code_at(key, timezone.now() + timedelta(seconds=seconds))


def with_password(username, client=None, target="/"):
    """A browser in which the right password has been typed; `client.sent_to`: where that led."""
    client = client or Client()
    answer = client.post("/sign-in/", {"username": username, "password": DEMO_PASSWORD, "next": target})
    client.sent_to = answer["Location"]
    return client


def verified(user):
    """A browser in which that user has signed in with the code, too."""
    client = browser_of(user)
    session = client.session
    session[STAMP] = SecondFactor.objects.get(user=user).enrolled_at.isoformat()
    session.save()
    return client


def errors(answer):
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}
