"""Which tests run on which database: none is left out by both, and who needs both has both."""

import pytest

from tests import turns

BOTH = ["sqlite", "postgresql"]


class Collected:
    """A test as pytest has collected it."""

    def __init__(self, place, *marks, fixtures=("django_db_setup",)):
        self.path, self.fixturenames = turns.TESTS / place, fixtures
        self.marks = {mark.name: mark for mark in marks}

    def get_closest_marker(self, name):
        return self.marks.get(name)


def runs_of(*tests):
    """For each test the databases it runs on."""
    others = {vendor: turns.of_the_other_database(list(tests), vendor) for vendor in BOTH}
    return [[vendor for vendor in BOTH if test not in others[vendor]] for test in tests]


def test_what_asks_the_database_runs_on_both():
    assert runs_of(Collected("inspections/test_scope.py"), Collected("workflow/test_two_at_once.py")) == [BOTH, BOTH]


@pytest.mark.parametrize("vendor", BOTH)
def test_a_marked_test_runs_on_its_own_database(vendor):
    marked = Collected("browser/test_every_page.py", pytest.mark.one_database(vendor).mark)
    assert runs_of(marked) == [[vendor]]


def test_files_of_pages_and_files_without_a_database_take_turns():
    tests = [
        Collected("admin/test_states.py"),
        Collected("browser/test_steps.py"),
        Collected("look/test_colours.py", fixtures=()),
        Collected("reports/test_document_views.py"),
    ]
    assert runs_of(*tests) == [["sqlite"], ["postgresql"], ["sqlite"], ["postgresql"]]


def test_what_takes_turns_is_there():
    assert [place for place in turns.TAKING_TURNS if not (turns.TESTS / place).exists()] == []
