"""Dry runs of imports with keys of existing rows; their output is searched for words that the user must not see."""

from ground.sheets.files import Table
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.walk import WORDS


def words_of_trials(user, worlds):
    """What dry runs of imports tell of rows that are there already: the file names them, and says something new."""
    words = set()
    for world in worlds.values():
        outcomes = [trial.run(REGISTERS[slug](user), table, is_dry=True) for slug, table in tables_about(world)]
        words |= {word for each in outcomes for word in WORDS.findall(f"{each.faults} {each.changes} {each.new_rows}")}
    return words


def tables_about(world):
    """Sheets with the keys of a world's rows; what they say beside is nobody's word."""
    reference, criterion = world.inspection.reference, world.criterion.code
    body = world.inspection.subject_organization.short_code
    value = {"Mã cuộc kiểm tra": reference, "Chỉ tiêu (mã gốc hoặc số)": criterion, "Theo văn bản": "mới"}
    of_a_row = {"Mã cuộc kiểm tra": reference, "Thứ tự": 1, "Nội dung": "mới"}
    yield "values", table([{**value, "Bên ghi": side} for side in ("đơn vị báo cáo", "đoàn kiểm chứng")])
    yield "findings", table([{**of_a_row, "Loại": "hạn chế"}])
    yield "findings", table([{"Mã đợt": world.campaign.code, "Thứ tự": 1, "Loại": "hạn chế", "Nội dung": "mới"}])
    yield "recommendations", table([{**of_a_row, "Đơn vị thực hiện (theo văn bản)": "mới"}])
    yield "inspections", table([{"Mã đợt": world.campaign.code, "Đơn vị được kiểm tra (mã)": body, "Đoàn": "9"}])


def table(rows):
    head = list(rows[0])
    return Table(head, [[row[title] for title in head] for row in rows], list(range(2, len(rows) + 2)))
