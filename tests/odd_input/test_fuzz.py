"""Odd requests, always the same ones; script/torture sends thousands, each time others."""

import pytest

from bench import fuzz

SLOW = {"document_download", "document_print", "document_word"}  # whole papers; in script/torture
SLOW |= {"register_export", "import_template"}  # whole registers


@pytest.mark.django_db
def test_no_odd_value_in_an_address_a_parameter_or_a_field_ends_in_an_error():
    done = fuzz.run(most_plans=150, seconds=600, explored=60, skip=SLOW)
    assert not done.faults, "\n\n".join(done.faults.values())
    assert done.requests > 200
    assert {200, 302, 404} <= set(done.statuses)
