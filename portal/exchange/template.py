"""The template file: heads, one sample line, and what goes into each column."""

from io import BytesIO

from django.utils.translation import gettext as _

from ground.sheets.reading import ROWS_MAX
from ground.sheets.writing import About, write_xlsx
from workflow.registers.columns import Choice, Column, Several
from workflow.registers.resources import Register


def template_file(register: Register) -> BytesIO:
    columns = [column for column in register.columns.values() if not column.readonly]
    head = [f"{column.column_name} *" if register.is_needed(column) else str(column.column_name) for column in columns]
    file = BytesIO()
    write_xlsx(
        file, head, [register.sample()], [(_("Hướng dẫn"), list(_lines(register, columns)))], About(str(register.title))
    )
    file.seek(0)
    return file


def _lines(register, columns):
    yield [_("Cách điền"), _("Điền từ dòng 3 của trang đầu, mỗi bản ghi một dòng; dòng 2 là ví dụ, cổng bỏ qua.")]
    yield ["", _("Giữ nguyên dòng tên cột. Cột có dấu * phải điền. Cột không cần thì để trống hoặc xóa cả cột.")]
    yield ["", _("Ngày ghi dd/mm/yyyy. Số lẻ ghi 94,49 hoặc 94.49. Không dùng công thức.")]
    yield ["", _("Nhận đến %d dòng một lần. Nhập lại cùng một tệp không tạo bản ghi hai lần.") % ROWS_MAX]
    yield ["", ""]
    yield [_("Cột"), _("Nội dung")]
    for column in columns:
        yield [str(column.column_name), describe_column(register, column)]


def describe_column(register: Register, column: Column) -> str:
    """Return what goes into the column: "Phải có. Một trong: ưu điểm; hạn chế"."""
    of = column.widget.of if isinstance(column.widget, Several) else column.widget
    choices = "; ".join(str(label) for _code, label in of.choices) if isinstance(of, Choice) else ""
    words = [
        _("Phải có.") if register.is_needed(column) else "",
        str(column.note),
        _("Một trong: %s.") % choices if choices else "",
    ]
    return " ".join(filter(None, words))
