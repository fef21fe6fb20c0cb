"""Thu at her pages, Lan's commune, and an empty portal: a database with the country's places only, not the demo."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from environ import Env

from accounts.models import Organization
from tests.admin.conftest import page, typed  # noqa: F401  small hands for the admin's pages
from tests.loaded_database import COUNTRY
from tests.portal.exchange.conftest import bring  # noqa: F401


@pytest.fixture
def of_thu(thu, signed_in):
    return signed_in(thu)


@pytest.fixture
def unit(db):
    """Lan's commune."""
    return Organization.objects.get(short_code="ubnd-28108")


@pytest.fixture(scope="session")
def bare_database(own_database, django_db_blocker, tmp_path_factory):
    """A connection to it. Tests work in transactions on top, as on the demo's."""
    address = own_database(tmp_path_factory.mktemp("bare"), stage=COUNTRY)
    name = Env.db_url_config(address)["NAME"]
    demo = connections["default"]
    bare = type(demo)({**demo.settings_dict, "NAME": name}, "default")
    yield bare
    with django_db_blocker.unblock():
        bare.close()


@pytest.fixture(scope="module")
def empty_portal(bare_database, django_db_blocker):
    """For a whole module: the switch is made before the first test's transaction begins."""
    with _in_place_of_the_demo(bare_database):
        yield
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())  # as conftest does: tests count queries


@contextmanager
def _in_place_of_the_demo(connection):
    demo, connections["default"] = connections["default"], connection
    ContentType.objects.clear_cache()  # it remembers ids
    try:
        yield
    finally:
        connections["default"] = demo
        ContentType.objects.clear_cache()
