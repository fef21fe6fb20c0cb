"""Which tests `script/test` runs on which of its two databases.

Whatever asks the database something of its own (scopes, querysets, locks, constraints, imports, odd input) runs on
both. Tests marked `one_database` run on that one. Tests that use no database, and those that look at what is built on
it, pages, forms and papers, take turns, file by file: the queries behind them have tests on both.
"""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
TAKING_TURNS = [
    "accounts/test_first_use.py",
    "accounts/test_set_up_dialogue.py",
    "admin/test_rows_of_a_form.py",
    "admin/test_states.py",
    "admin/test_who_enters.py",
    "browser",
    "heavy",
    "inspections/attachments",
    "inspections/values/test_one_reader.py",
    "inspections/values/test_value_form.py",
    "languages/test_switch.py",
    "portal/exchange/test_pages.py",
    "portal/help",
    "portal/test_case_page.py",
    "portal/test_panels.py",
    "reports",
    "workflow/test_form_page.py",
    "workflow/test_step_pages.py",
    "workflow/test_step_tables.py",
    "workflow/test_tasks.py",
]


def of_the_other_database(items: list, vendor: str) -> set:
    """The tests among `items` that the run on the other database does."""
    marks = {item: item.get_closest_marker("one_database") for item in items}
    turns = [item for item in items if not marks[item] and (_alternates(item) or not _uses_database(item))]
    files = sorted({item.path for item in turns})
    others = set(files[1::2] if vendor == "sqlite" else files[::2])
    marked = {item for item, mark in marks.items() if mark and mark.args != (vendor,)}
    return marked | {item for item in turns if item.path in others}


def _alternates(item):
    place = item.path.relative_to(TESTS)
    return any(place == Path(each) or Path(each) in place.parents for each in TAKING_TURNS)


def _uses_database(item):
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in item.fixturenames
