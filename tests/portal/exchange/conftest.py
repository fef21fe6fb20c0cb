"""Fixtures that import files made in memory into a register and return the outcome."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ground.sheets.files import Table, table_of
from ground.sheets.writing import xlsx_bytes
from portal.exchange import trial
from portal.exchange.registers import REGISTERS


@pytest.fixture
def bring():
    """`bring(user, "values", {head: cell, …}, …)` imports rows and tells the outcome; `is_dry=True` only tries."""

    def run(user, slug, *rows, is_dry=False, choices=(), confirmed=0):
        head = list(rows[0])
        table = Table(head, [[row.get(title) for title in head] for row in rows], list(range(2, len(rows) + 2)))
        return trial.run(REGISTERS[slug](user), table, is_dry, trial.Ask(choices=dict(choices), confirmed=confirmed))

    return run


@pytest.fixture
def taken_out():
    """`taken_out(user, "values")` is the register as rows of {head: cell}, as an .xlsx brings them back."""

    def run(user, slug, queryset=None):
        register = REGISTERS[slug](user)
        head = [str(title) for title in register.get_export_headers()]
        lines = list(register.lines(queryset))
        if not lines:
            return []
        table = table_of(xlsx_bytes(head, lines))
        return [dict(zip(table.head, row, strict=True)) for row in table.rows]

    return run


@pytest.fixture
def sent(signed_in):
    """`sent(user, "values", content)` sends a file to the import page and follows to its dry run."""

    def run(user, slug, content, name="tệp.xlsx"):
        browser = signed_in(user)
        page = browser.post(f"/import/{slug}/", {"file": SimpleUploadedFile(name, content)}, follow=True)
        return browser, page

    return run
