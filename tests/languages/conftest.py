import pytest
from django.conf import settings


@pytest.fixture
def reading(signed_in):
    """`reading(user, language)` is a browser in which that user has signed in and chosen the language."""

    def sign_in(user, language):
        client = signed_in(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return sign_in


@pytest.fixture
def catalogue():
    """`catalogue(language, domain)` is the path of a catalogue's text, beside which its compiled form lies."""

    def path(language, domain="django"):
        return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / f"{domain}.po"

    return path
