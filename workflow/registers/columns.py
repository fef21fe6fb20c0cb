"""Columns of a register's sheet: how a value is written to a cell, and how a cell is parsed.

A cell is read by its widget, which raises ValueError with what is wrong and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from ground.inputs import excerpt
from ground.limits import LONG_TEXT
from ground.sheets.typed import BareNumber, DayCell, Meaning, NumberCell, RefusedCell, digits_without_zeros
from ground.sheets.writing import plain
from ground.text import fold, nfc, short_date
from workflow.registers.questions import SeveralMeanings

if TYPE_CHECKING:
    from workflow.registers.rows import Row


_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
MOST_DIGITS = 6  # of codes of digits alone
LONGEST_SHOWN = 11  # letters of a number that a cell without a format shows; what is longer it rounds
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")


class NOT_SET:
    """Marks a column about which the file says nothing. A class, so that copies of a register's columns share it."""


class Column(Field):
    """`attribute`: "part__column" (see resources.Part). `empty`: the value of an empty cell, in both directions.

    `note` and `sample` are for the template file; `former`: the title that files of earlier versions have. A readonly
    column is exported, and ignored on import.
    """

    def __init__(
        self,
        attribute: str,
        title: str,
        widget: Widget | None = None,
        *,
        is_required: bool = False,
        empty: object = NOT_SET,
        note: str = "",
        sample: str = "",
        former: str = "",
        **kwargs,
    ) -> None:
        super().__init__(attribute=attribute, column_name=title, widget=widget or Text(), **kwargs)
        self.part, _dunder, self.name = attribute.partition("__")
        self.is_required, self.empty, self.note, self.sample = is_required, empty, note, sample
        self.former = former

    def export(self, instance: object, **kwargs) -> object:
        value = self.get_value(instance)
        return None if value is None or value == self.empty else plain(self.widget.render(value))

    def heads(self) -> set[str]:
        """Return the folded titles by which a sheet may head the column: in every language of the portal, or its
        name in the code.
        """
        titles = {self.attribute, self.name, self.former or self.name}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                titles.add(str(self.column_name))
        return {fold(title) for title in titles}

    def read(self, cell: object, row: Row | None, day: date) -> object:
        """Return the value of a cell; for an empty one its default, or NOT_SET. Raises ValueError.

        `row`: the values read so far; `day`: the date as at which names are looked up.
        """
        if isinstance(cell, RefusedCell):
            raise self._refusal(cell, row, day)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if self.is_required:
                raise ValueError(_("Ô này phải có."))
            return self.empty
        return self.widget.clean(cell, row=row, day=day)

    def _refusal(self, cell, row, day) -> ValueError:
        """Return the question between the meanings of a cell that this column can read; a fault where it reads none."""
        meanings = [meaning for meaning in self.widget.meanings(cell) if self._reads(meaning.cell, row, day)]
        return SeveralMeanings(cell.advice(), cell.kind, meanings) if meanings else ValueError(cell.advice())

    def _reads(self, cell, row, day) -> bool:
        try:
            self.widget.clean(cell, row=row, day=day)
        except SeveralMeanings:
            return True
        except ValueError:
            return False
        return True


class ReadOnly(Column):
    """A column for information, such as the state of a record, which only steps write; ignored on import."""

    def __init__(self, attribute: str, title: str, widget: Widget | None = None, **kwargs) -> None:
        super().__init__(attribute, title, widget or Plain(), readonly=True, **kwargs)


class Plain(Widget):
    """Writes the value as it is."""

    def render(self, value: object, **kwargs) -> object:
        return value

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        """Look up all cells of the column at once, before the first one is read."""

    def describe(self, value: object) -> object:
        """Return the value as events store it."""
        return "" if value is None else plain(value)

    def preview(self, value: object, day: date) -> object:
        """Return a record as the trial of an import shows it: told from like-named ones, as at the row's day."""
        return self.describe(value)

    def meanings(self, cell: RefusedCell) -> list[Meaning]:
        """Return what a cell of this column that is shown otherwise than it is stored may mean."""
        return cell.meanings()


class Text(Plain):
    def __init__(self, longest: int = LONG_TEXT) -> None:
        self.longest = longest

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        _refuse_not_shown(value)
        text = nfc(text_of(value)).replace("\r\n", "\n").strip()
        if len(text) > self.longest:
            raise ValueError(_("Dài %(n)d chữ; ô này nhận đến %(most)d.") % {"n": len(text), "most": self.longest})
        return text


def _refuse_not_shown(cell) -> None:
    """Refuse for a text what its cell shows otherwise than it is stored. Raises ValueError."""
    if isinstance(cell, bool):
        raise ValueError(_("Ô chứa TRUE hoặc FALSE. Định dạng ô là Văn bản rồi ghi lại đúng chữ."))
    if isinstance(cell, datetime) or (isinstance(cell, DayCell) and not cell.shown):
        words = _("Ô chứa ngày %s, hiện theo kiểu mà cổng không đọc. Định dạng ô là Văn bản rồi ghi lại đúng chữ.")
        raise ValueError(words % short_date(cell))
    if isinstance(cell, float) and not cell.is_integer() and len(text_of(cell)) > LONGEST_SHOWN:
        raise ValueError(_("Ô chứa %s nhưng hiện số ngắn hơn. Định dạng ô là Văn bản rồi ghi lại.") % text_of(cell))


class Numbering(Text):
    """A number such as "2.10", as text: a spreadsheet that reads it as a number drops the zero."""

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        if is_decimal(value) or isinstance(value, date):
            raise ValueError(_("Ô này là chữ, ví dụ 2.10: định dạng ô là Văn bản (Text) rồi ghi lại."))
        return super().clean(value)

    def meanings(self, cell: RefusedCell) -> list[Meaning]:
        return []


class Identifier(Text):
    """A text by which a record is found: a number is asked about, because zeros before it may be lost."""

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        digits = digits_without_zeros(value)
        if digits:
            raise padded(digits)
        return super().clean(value)


class Code(Identifier):
    """Letters without accents, digits, - and _, because addresses contain it."""

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        text = super().clean(value)
        if not re.fullmatch(r"[-\w]+", text, re.ASCII):
            raise ValueError(_("“%s” không phải mã: chỉ dùng chữ không dấu, số, dấu gạch.") % excerpt(text))
        return text


class Whole(Plain):
    def __init__(self, least: int = 0, most: int = 32_767) -> None:
        self.least, self.most = least, most

    def clean(self, value: object, row: Row | None = None, **kwargs) -> int:
        number = _whole_in(value)
        if number is None or not self.least <= number <= self.most:
            params = {"value": quoted(value), "least": self.least, "most": self.most}
            raise ValueError(_("“%(value)s” không phải số nguyên từ %(least)d đến %(most)d.") % params)
        return number


class Day(Plain):
    def clean(self, value: object, row: Row | None = None, **kwargs) -> date:
        if isinstance(value, datetime) and value.time() != time.min:
            words = {"moment": f"{value:%d/%m/%Y %H:%M:%S}"}
            raise ValueError(_("Ô chứa cả giờ (%(moment)s). Ghi riêng ngày, ví dụ 30/10/2019.") % words)
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        day = _day_in(text_of(value).strip())
        if day is None:
            raise ValueError(_("“%s” không phải ngày. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019.") % quoted(value))
        return day


class LastDay(Day):
    """The last day of a spell, whose column stores the day after it."""

    def render(self, value: date | None, **kwargs) -> object:
        return super().render(value and value - timedelta(days=1), **kwargs)

    def clean(self, value: object, row: Row | None = None, **kwargs) -> date:
        day = super().clean(value, row, **kwargs)
        return day if day == date.max else day + timedelta(days=1)


class YesNo(Plain):
    YES, NO = {"co", "x", "true", "1", "yes", "dung"}, {"khong", "false", "0", "no", "sai"}

    def clean(self, value: object, row: Row | None = None, **kwargs) -> bool:
        said = fold(text_of(value))
        if said not in self.YES | self.NO:
            raise ValueError(_("“%s”: ghi “có” hoặc “không”.") % quoted(value))
        return said in self.YES


class Choice(Plain):
    """A choice: written as its label, read as its label in any language or as its code."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        self.choices = choices
        self._known = {}

    def render(self, value: str, **kwargs) -> str | None:
        return str(dict(self.choices).get(value, value)) if value != "" else None

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        self._known = {fold(str(code)): code for code, _label in self.choices}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                self._known |= {fold(str(label)): code for code, label in self.choices}

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        said = fold(text_of(value))
        if said not in self._known:
            labels = "; ".join(str(label) for _code, label in self.choices)
            raise ValueError(
                _("“%(value)s” không có trong danh sách: %(labels)s.") % {"value": quoted(value), "labels": labels}
            )
        return self._known[said]


class Several(Plain):
    """A list in one cell: "lượt tiếp | số người"."""

    def __init__(self, of: Plain | None = None, most: int = 30) -> None:
        self.of, self.most = of or Text(200), most

    def render(self, value: Iterable, **kwargs) -> str | None:
        return " | ".join(str(self.of.render(item)) for item in value) or None

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        self.of.prepare(cells, user)

    def clean(self, value: object, row: Row | None = None, **kwargs) -> list:
        items = [item for item in text_of(value).split("|") if item.strip()]
        if len(items) > self.most:
            raise ValueError(_("Có %(n)d mục; ô này nhận đến %(most)d.") % {"n": len(items), "most": self.most})
        return [self.of.clean(item) for item in items]

    def describe(self, value: list) -> str:
        return self.render(value or []) or ""


class Reference(Plain):
    """A record by its code, among those that the user may see; a stranger's code is reported as unknown.

    `rows(user)` returns these records; `unknown` is the message for a code that none of them has.
    """

    def __init__(self, rows: Callable[[AbstractBaseUser], QuerySet], key: str, unknown: str) -> None:
        self.rows, self.key, self.unknown = rows, key, unknown
        self.known = {}

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        keys = {key for cell in cells for key in possible_codes(cell)}
        found = self.rows(user).filter(**{f"{self.key}__in": keys}) if keys else []
        self.known = {getattr(record, self.key): record for record in found}

    def clean(self, value: object, row: Row | None = None, **kwargs) -> Model:
        refuse_lost_zeros(value, self.known)
        found = self.known.get(key_text(value))
        if found is None:
            raise ValueError(self.unknown % quoted(value))
        return found

    def render(self, value: object, **kwargs) -> object:
        return getattr(value, self.key)

    def describe(self, value: object) -> str:
        return "" if value is None else str(self.render(value) or "")


def key_text(cell: object) -> str:
    return nfc(text_of(cell)).strip()


def is_decimal(cell: object) -> bool:
    """Tell whether a spreadsheet may have dropped zeros at the end of a cell: 2.1 of what was 2.10."""
    return isinstance(cell, float | NumberCell) or (isinstance(cell, BareNumber) and "." in cell)


def possible_codes(cell: object) -> list[str]:
    """Return a cell's text, and if it is a number also with the zeros that a spreadsheet may have dropped."""
    digits = digits_without_zeros(cell)
    return [key_text(cell), *(digits.zfill(n) for n in range(len(digits) + 1, MOST_DIGITS + 1) if digits)]


def refuse_lost_zeros(cell: object, known: Mapping[str, object]) -> None:
    """Ask about a number that is one of the known codes without its zeros. Raises SeveralMeanings."""
    codes = [code for code in possible_codes(cell) if code in known]
    if codes and codes != [key_text(cell)]:
        raise lost_zeros(key_text(cell), codes)


def lost_zeros(digits: str, codes: list[str], names: Mapping[str, str] | None = None) -> SeveralMeanings:
    """Return the question which of the codes a number was; `names`: code → what it is the code of."""
    meanings = [Meaning(code, f"{code} {(names or {}).get(code, '')}".strip(), code) for code in codes]
    return SeveralMeanings(_words_on_zeros(digits, [m.label for m in meanings]), f"zeros {digits}", meanings)


def padded(digits: str) -> SeveralMeanings:
    """Return the question how many digits the codes of a column had; one choice is for all of them."""
    widths = [*range(1, MOST_DIGITS + 1), *([len(digits) + 1] if len(digits) >= MOST_DIGITS else [])]
    meanings = [Meaning(str(n), _("mã có ít nhất %d chữ số") % n, digits.zfill(n)) for n in widths]
    choices = dict.fromkeys(str(meaning.cell) for meaning in meanings)
    return SeveralMeanings(_words_on_zeros(digits, choices), "zeros", meanings)


def _words_on_zeros(digits, choices):
    words = _("“%(value)s” là ô số nên có thể đã mất số 0 ở đầu: %(choices)s. Định dạng ô là Văn bản rồi ghi lại mã.")
    return words % {"value": excerpt(digits), "choices": "; ".join(choices)}


def text_of(cell: object) -> str:
    """Return the text of a cell as the spreadsheet shows it: without the ".0" of whole numbers, with a decimal comma,
    dates as day/month/year unless the cell's format says otherwise.
    """
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(str(cell)):f}".replace(".", ",")
    if isinstance(cell, DayCell) and cell.shown:
        return cell.shown
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    return str(cell)


def quoted(cell: object) -> str:
    """Return a cell as a message quotes it."""
    return excerpt(text_of(cell))


def _whole_in(cell) -> int | None:
    """Return the whole number of a text of digits; thousands separators are allowed only in figures
    (inspections/values).
    """
    if isinstance(cell, NumberCell) and not cell.is_percent and cell.number == cell.number.to_integral_value():
        return int(cell.number)
    text = text_of(cell).strip()
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else None


def _day_in(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    parts = found.groups()[::-1] if found else (_ISO_DAY.fullmatch(text) or re.match("()()()", "")).groups()
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def is_filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def is_readable(cell: object) -> bool:
    return not isinstance(cell, RefusedCell) and is_filled(cell)
