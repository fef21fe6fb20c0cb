"""Contradictions in a value: pure functions from rows to messages. A check never changes the value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.text import decimal_text, short_date, signed_text
from inspections.values.models import MeasuredValue
from inspections.values.numbers import Reading, Unclear, Why, format_number, percent_of
from inspections.values.periods import year_of
from inspections.values.types import figures_of, reading_of, type_of, unsettled_print

# What has to be confirmed for reasons that upper rooms know, (value) → messages; registered in AppConfig.ready.
further_doubts: list[Callable[[MeasuredValue], list[str]]] = []


def another_stands(other: MeasuredValue) -> str:
    """Say that a value can't be written where another one stands, and which."""
    return _("Đã có số khác cho chỉ tiêu này, cùng bên ghi, cùng kỳ: “%s”.") % other


@dataclass(frozen=True)
class Message:
    """`kind`: "done" (compared and right), "warn" (a doubt), "note" (what can or can't be computed)."""

    kind: str
    text: str


def checks(value: MeasuredValue) -> list[Message]:
    """Compare a value with its print, the register of its place and the year before: for form, page, list and paper.

    `value.earlier` was set by `series.values_of` or from `series.earlier`; the inspection brings its day and the units
    of its place, with one query for all its values. Warnings come first; never empty.
    """
    figures = figures_of(value)  # where a print can be read in two ways, as the columns read it
    messages = [
        *columns_against_print(value, figures),
        *percent_against_counts(figures),
        *parts_within_whole(figures),
        *parts_against_total(value),
        *denominator_against_register(value, figures),
        *of_its_type(value, figures),
        *number_is_there(value, figures),
        *jump_since(value),
        *change_since(value),
    ]
    messages.sort(key=lambda message: message.kind != "warn")
    return messages or [Message("note", type_of(value.set_criterion).nature(value))]


def doubts(value: MeasuredValue, replaces: MeasuredValue | None = None) -> list[str]:
    """Say what has to be confirmed before a value is written: what `checks` warn of, and in whose place it is put."""
    warnings = [message.text for message in checks(value) if message.kind == "warn"]
    if replaces is None:
        return warnings
    words = _("Đã ghi “%s” cho chỉ tiêu này, cùng bên, cùng kỳ. Lưu thì số mới thay số ấy; số ấy còn trong lịch sử.")
    return [words % replaces, *warnings]


def columns_against_print(value: MeasuredValue, figures: Reading) -> list[Message]:
    """Compare the figures in the columns with the print's own."""
    pairs = [
        (figures.numerator, value.numerator),
        (figures.denominator, value.denominator),
        (figures.number, value.number),
    ]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return [Message("warn", _("Số lưu kèm không khớp với số đã ghi “%s”.") % value.printed)]
    return []


def percent_against_counts(figures: Reading) -> list[Message]:
    """Work the percentage out of the counts, as exact as it is printed; of counts alone give their percentage."""
    if not figures.is_percent:
        ratio = percent_of(figures, 0)
        exact = ratio is not None and ratio == percent_of(figures, 4)
        return [Message("note", _("Bằng %s%%") % ratio)] if exact else _rounded(figures)
    calculated = percent_of(figures, figures.places)
    if calculated is None or figures.number is None:
        return [Message("note", _("Không có tử số, mẫu số; không tính lại được"))]
    if calculated != figures.number:
        words = {
            "reckoned": decimal_text(calculated, figures.places),
            "printed": decimal_text(figures.number, figures.places),
        }
        return [Message("warn", _("Ghi %(printed)s%% nhưng tính từ tử số, mẫu số là %(reckoned)s%%.") % words)]
    return [Message("done", _("Khớp với tử số, mẫu số"))]


def _rounded(figures: Reading) -> list[Message]:
    ratio = percent_of(figures, 2)
    return [Message("note", _("Bằng khoảng %s%%") % decimal_text(ratio, 2))] if ratio is not None else []


def parts_within_whole(figures: Reading) -> list[Message]:
    """Find a part that is more than the whole."""
    numerator, denominator = figures.numerator, figures.denominator
    if numerator is not None and denominator is not None and numerator > denominator:
        return [Message("warn", _("Tử số lớn hơn mẫu số."))]
    return []


def parts_against_total(value: MeasuredValue) -> list[Message]:
    """Compare the sum of all parts with the total, where each of them has a number; percentages don't add up."""
    wanted, rows = ["", *value.set_criterion.parts], [*value.alongside, value]
    if len(wanted) == 1 or not set(wanted) <= {row.part for row in rows}:
        return []
    by_part = {row.part: figures_of(row) for row in rows}
    if any(by_part[part].is_percent for part in wanted):
        return []
    for name in ("number", "numerator"):
        figures = [getattr(by_part[part], name) for part in wanted]
        if None not in figures:
            return _compare_sum(figures[0], sum(figures[1:], Decimal()))
    return []


def _compare_sum(total: Decimal, together: Decimal) -> list[Message]:
    if total == together:
        return [Message("done", _("Bằng tổng các thành phần"))]
    words = {"total": format_number(total), "together": format_number(together)}
    return [Message("warn", _("Số tổng là %(total)s nhưng các thành phần cộng lại là %(together)s.") % words)]


def denominator_against_register(value: MeasuredValue, figures: Reading) -> list[Message]:
    """Compare a denominator that counts communes with the register's count on the value's own day."""
    rule, denominator = value.set_criterion.denominator_rule, figures.denominator
    if not rule or denominator is None:
        return []
    day = register_day(value)
    units = value.inspection.units_on(day)
    counted = {kind: n for kind, n in units.items() if rule == "communes" or kind == "xã"}
    if not counted:
        return []
    names = " + ".join(f"{n} {kind}" for kind, n in counted.items())
    if denominator == sum(counted.values()):
        only = _("Khớp: chỉ tính %s") if rule == "rural_communes" else _("Khớp: %s")
        return [Message("done", only % names)]
    words = {"names": names, "day": short_date(day), "denominator": f"{denominator.normalize():f}"}
    return [Message("warn", _("Địa bàn có %(names)s (tại ngày %(day)s), mẫu số ghi %(denominator)s.") % words)]


def register_day(value: MeasuredValue) -> date:
    """Give the last day that the value speaks of, but none after the session; without one the inspection's day."""
    day = value.inspection.day
    return min(value.as_of or value.period_end or day, day)


def part_is_unknown(value: MeasuredValue) -> str:
    """Say that the criterion has no such part, and which it has; "" for one of its parts and for a total."""
    parts = value.set_criterion.parts
    if not value.part or value.part in parts:
        return ""
    if not parts:
        return _("Chỉ tiêu này không có thành phần: bỏ trống ô này.")
    words = {"part": value.part, "parts": "; ".join(parts)}
    return _("Chỉ tiêu không có thành phần “%(part)s”. Ghi một trong: %(parts)s; bỏ trống là số tổng.") % words


def body_had_ended(value: MeasuredValue) -> str:
    """Say that the value speaks of a body for a time after its end; "" where the body was there."""
    body = value.about_organization
    if body.closed_on is None or not body.is_closed_at(register_day(value)):
        return ""
    words = {"name": body.full_name_at(body.closed_on), "day": short_date(body.closed_on)}
    message = _("%(name)s đã kết thúc hoạt động từ ngày %(day)s. Ghi kỳ đến trước ngày ấy, hoặc chọn cơ quan kế thừa.")
    return message % words


def change_since(value: MeasuredValue) -> list[Message]:
    """Give the difference from the year before, where both have a number."""
    earlier = value.earlier
    change = change_between(earlier, value) if earlier else None
    if earlier is None or change is None:
        return []
    difference, places, in_points = change
    unit = _("điểm phần trăm") if in_points else value.set_criterion.unit
    words = {"change": signed_text(difference, places), "unit": unit, "year": year_of(earlier)}
    return [Message("note", _("%(change)s %(unit)s so với năm %(year)d") % words)]


JUMP_POINTS = 20  # of a percentage from one year to the next
JUMP_TIMES = 2  # of any other number


def jump_since(value: MeasuredValue) -> list[Message]:
    """Find a figure that moved further within a year than such figures do: often a slip of the hand."""
    earlier = value.earlier
    if earlier is None:
        return []
    before, now = _share_or_number(earlier), _share_or_number(value)
    if before is None or now is None or not _is_jump(before, now):
        return []
    words = {"year": year_of(earlier), "printed": earlier.printed}
    return [Message("warn", _("Khác xa năm %(year)d (đã ghi “%(printed)s”). Xem lại số vừa ghi.") % words)]


def _share_or_number(value: MeasuredValue) -> tuple[Decimal, bool] | None:
    """Return (figure, whether it is a percentage), or None where the value has none."""
    figures = figures_of(value)
    share = figures.number if figures.is_percent else percent_of(figures, 2)
    if share is not None:
        return share, True
    return (figures.number, False) if figures.number is not None else None


def _is_jump(before: tuple[Decimal, bool], now: tuple[Decimal, bool]) -> bool:
    (old, was_percent), (new, is_percent) = before, now
    if was_percent != is_percent:
        return False
    if is_percent:
        return abs(new - old) >= JUMP_POINTS
    return old > 0 and (new >= old * JUMP_TIMES or new * JUMP_TIMES <= old)


def of_its_type(value: MeasuredValue, figures: Reading) -> list[Message]:
    """Find what only values of this type can get wrong."""
    criterion = value.set_criterion
    return [Message("warn", doubt) for doubt in type_of(criterion).doubts(criterion, figures)]


def number_is_there(value: MeasuredValue, figures: Reading) -> list[Message]:
    """Find only words, a number with two meanings or several numbers where the criterion wants one."""
    doubt = unsettled_print(value)
    has_figures = figures.number is not None or figures.numerator is not None
    if doubt:
        return [Message("warn", doubt)]
    if has_figures or not type_of(value.set_criterion).has_number:
        return []
    read = reading_of(value)
    if isinstance(read, Unclear) and read.why != Why.UNREADABLE:
        words = _("“%s” có nhiều số, một khoảng hoặc mức tăng giảm, không phải một số; cổng không tính với nó.")
        return [Message("warn", words % value.printed)]
    return [Message("warn", _("Không đọc được số nào trong “%s”.") % value.printed)]


# --- As it was read --------------------------------------------------------------------------------------------------
WHY_NO_NUMBER = {
    Why.SEVERAL: gettext_lazy("có nhiều số"),
    Why.RANGE: gettext_lazy("là một khoảng"),
    Why.CHANGE: gettext_lazy("là mức tăng giảm"),
    Why.UNREADABLE: gettext_lazy("không đọc chắc được"),
}


def reading_in_words(value: MeasuredValue) -> str:
    """Say which figures the columns of a value hold, or why they hold none: "tử số 20, mẫu số 25"."""
    criterion, read = value.set_criterion, reading_of(value)
    if not type_of(criterion).has_number:
        return _("giữ nguyên chữ")
    words = []
    if value.numerator is not None:
        words.append(_("tử số %s") % format_number(value.numerator))
    if value.denominator is not None:
        words.append(_("mẫu số %s") % format_number(value.denominator))
    if value.number is not None:
        words.append(_("số %s") % format_number(value.number))
    if not words:
        why = WHY_NO_NUMBER[read.why] if isinstance(read, Unclear) else _("không có số")
        return _("giữ nguyên chữ, không lưu số: %s") % why
    return ", ".join([*words, _("số ước")] if value.is_estimate else words)


# --- From one year to another ----------------------------------------------------------------------------------------
def change_between(earlier: Any, later: Any) -> tuple[Decimal, int, bool] | None:
    """Return (difference, decimals, is in percentage points), or None where either has no number of its own."""
    a, b = figures_of(earlier), figures_of(later)
    if a.number is None or b.number is None or a.is_percent != b.is_percent:
        return None
    return b.number - a.number, max(a.places, b.places), a.is_percent


def change_in_words(earlier: Any, later: Any) -> str:
    """Return "tăng 3,09 điểm phần trăm"; "" where nothing can be compared."""
    change = change_between(earlier, later)
    if change is None:
        return ""
    difference, places, in_points = change
    if difference == 0:
        return _("không thay đổi")
    amount = decimal_text(abs(difference), places)
    words = _("%s điểm phần trăm") % amount if in_points else f"{amount} {later.set_criterion.unit}".strip()
    return (_("tăng %s") if difference > 0 else _("giảm %s")) % words
