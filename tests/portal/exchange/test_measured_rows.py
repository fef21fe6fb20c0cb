"""What `script/bench` imports can be imported: a rule that refuses its rows is found here, not when it is run."""

from tablib import Dataset

from bench import inout
from portal.exchange.registers import REGISTERS


def test_every_measured_row_is_new(thu, minh, monkeypatch):
    monkeypatch.setattr(inout, "ROWS", 20)
    totals = {}
    for slug, (username, _model, rows) in inout.imported().items():
        typed = rows()
        table = Dataset(*[list(row.values()) for row in typed], headers=list(typed[0]))
        register = REGISTERS[slug]({"thu": thu, "minh": minh}[username])
        totals[slug] = register.import_data(table, rollback_on_validation_errors=True).totals["new"]
    assert totals == dict.fromkeys(inout.imported(), 20)
