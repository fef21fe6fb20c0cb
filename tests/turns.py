"""Which tests `script/test` runs on which of its two databases.

Whatever asks the database something of its own (scopes, querysets, locks, constraints, imports, odd input) runs on
both. Tests marked `one_database` run on that one. Tests that use no database, and those that look at what is built on
it, pages, forms and papers, take turns, file by file: the queries behind them have tests on both. A file's turn follows
from its name, so that a new file moves no other.
"""

import zlib
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent
VENDORS = ["postgresql", "sqlite"]
TAKING_TURNS = [
    "accounts/administration",
    "accounts/registering",
    "accounts/second_factor",
    "accounts/single_sign_on",
    "accounts/test_first_use.py",
    "accounts/test_hand_over.py",
    "accounts/test_organization_page.py",
    "accounts/test_passwords.py",
    "accounts/test_passwords_set_by_others.py",
    "accounts/test_roles_by_others.py",
    "accounts/test_sessions.py",
    "accounts/test_set_up_dialogue.py",
    "accounts/test_sign_in_log.py",
    "admin/test_filters.py",
    "admin/test_follow_up.py",
    "admin/test_history.py",
    "admin/test_nothing_lost.py",
    "admin/test_rows_of_a_form.py",
    "admin/test_states.py",
    "admin/test_who_enters.py",
    "browser",
    "heavy",
    "inspections/attachments",
    "inspections/campaigns/test_campaigns.py",
    "inspections/criteria/test_catalogue.py",
    "inspections/inspections/test_inspections.py",
    "inspections/papers/test_paper_limits.py",
    "inspections/papers/test_scanning.py",
    "inspections/test_checks.py",
    "inspections/values/test_one_reader.py",
    "inspections/values/test_placeholders.py",
    "inspections/values/test_value_form.py",
    "languages/test_switch.py",
    "localities/test_admin.py",
    "localities/test_pages.py",
    "portal/exchange/test_admin.py",
    "portal/exchange/test_codes.py",
    "portal/exchange/test_pages.py",
    "portal/exchange/test_questions.py",
    "portal/exchange/test_typed_values.py",
    "portal/exchange/test_unknown_columns.py",
    "portal/help",
    "portal/recommendations/test_assignments.py",
    "portal/test_calendar.py",
    "portal/test_case_page.py",
    "portal/test_entry.py",
    "portal/test_panels.py",
    "portal/test_provinces.py",
    "portal/test_query_counts.py",
    "reports",
    "set_up/test_log_lines.py",
    "workflow/test_after_a_step.py",
    "workflow/test_dated_steps.py",
    "workflow/test_exports.py",
    "workflow/test_form_page.py",
    "workflow/test_histories_of_steps.py",
    "workflow/test_step_pages.py",
    "workflow/test_step_tables.py",
    "workflow/test_tasks.py",
]


def of_the_other_database(items: list, vendor: str) -> set:
    """The tests among `items` that the run on the other database does."""
    marks = {item: item.get_closest_marker("one_database") for item in items}
    turns = [item for item in items if not marks[item] and (_alternates(item.path) or not _uses_database(item))]
    marked = {item for item, mark in marks.items() if mark and mark.args != (vendor,)}
    return marked | {item for item in turns if _turn_of(item.path) != vendor}


@cache
def _turn_of(path):
    return VENDORS[zlib.crc32(path.relative_to(TESTS).as_posix().encode()) % 2]


@cache
def _alternates(path):
    place = path.relative_to(TESTS)
    return any(place == Path(each) or Path(each) in place.parents for each in TAKING_TURNS)


def _uses_database(item):
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in item.fixturenames
