"""What contradicts in a value: pure functions from rows to messages. A message never changes what was written."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ground.text import decimal_text, short_date, signed_text
from inspections.values.models import MeasuredValue
from inspections.values.numbers import Unclear, Why
from inspections.values.periods import year_of
from inspections.values.types import change_between, figures_of, percent_of, reading_of, type_of, unsettled_print


def another_stands(other: MeasuredValue) -> str:
    """Say that a value can't be written where another one stands, and which."""
    return _("Đã có số khác cho chỉ tiêu này, cùng bên ghi, cùng kỳ: “%s”.") % other


@dataclass(frozen=True)
class Message:
    """`kind`: "done" (compared and right), "warn" (a doubt), "note" (what can or can't be reckoned)."""

    kind: str
    text: str


def value_messages(value, units: dict[str, int], day: date, earlier=None) -> list[Message]:
    """What the portal reckons from one value.

    `units`: commune-level units of the place by unit type ({} where there are none); `day`: of the inspection;
    `earlier`: the same criterion's value of the year before, or None. Warnings come first.
    """
    messages = [
        *columns_against_print(value),
        *percent_against_counts(value),
        *parts_within_whole(value),
        *denominator_against_register(value, units, value_day(value, day)),
        *of_its_type(value),
        *number_is_told(value),
        *jump_since(value, earlier),
        *change_since(value, earlier),
    ]
    messages.sort(key=lambda message: message.kind != "warn")
    return messages or [Message("note", type_of(value.set_criterion).nature(value))]


def value_day(value: MeasuredValue, day: date) -> date:
    """The day whose register a denominator is held against: the value's own, but none after the session."""
    return min(value.as_of or value.period_end or day, day)


def columns_against_print(value) -> list[Message]:
    """The figures kept beside the print must be the print's own."""
    figures = figures_of(value)  # where a print can be read in two ways, as the columns read it
    pairs = [
        (figures.numerator, value.numerator),
        (figures.denominator, value.denominator),
        (figures.number, value.number),
    ]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return [Message("warn", _("Số lưu kèm không khớp với số đã ghi “%s”.") % value.printed)]
    return []


def percent_against_counts(value) -> list[Message]:
    figures = figures_of(value)
    if not figures.is_percent:
        ratio = percent_of(figures, 0)
        exact = ratio is not None and ratio == percent_of(figures, 4)
        return [Message("note", _("Bằng %s%%") % ratio)] if exact else _rounded(figures)
    reckoned = percent_of(figures, figures.places)
    if reckoned is None:
        return [Message("note", _("Không có tử số, mẫu số; không tính lại được"))]
    if reckoned != figures.number:
        told = {
            "reckoned": decimal_text(reckoned, figures.places),
            "printed": decimal_text(figures.number, figures.places),
        }
        return [Message("warn", _("Ghi %(printed)s%% nhưng tính từ tử số, mẫu số là %(reckoned)s%%.") % told)]
    return [Message("done", _("Khớp với tử số, mẫu số"))]


def _rounded(figures) -> list[Message]:
    ratio = percent_of(figures, 2)
    return [Message("note", _("Bằng khoảng %s%%") % decimal_text(ratio, 2))] if ratio is not None else []


def parts_within_whole(value) -> list[Message]:
    figures = figures_of(value)
    if None not in (figures.numerator, figures.denominator) and figures.numerator > figures.denominator:
        return [Message("warn", _("Tử số lớn hơn mẫu số."))]
    return []


def denominator_against_register(value, units: dict[str, int], day: date) -> list[Message]:
    """A denominator that counts communes must be the register's count as at `day`."""
    rule, denominator = value.set_criterion.denominator_rule, figures_of(value).denominator
    counted = {kind: n for kind, n in units.items() if rule == "communes" or kind == "xã"}
    if not rule or denominator is None or not counted:
        return []
    names = " + ".join(f"{n} {kind}" for kind, n in counted.items())
    if denominator == sum(counted.values()):
        only = _("Khớp: chỉ tính %s") if rule == "rural_communes" else _("Khớp: %s")
        return [Message("done", only % names)]
    told = {"names": names, "day": short_date(day), "denominator": f"{denominator.normalize():f}"}
    return [Message("warn", _("Địa bàn có %(names)s (tại ngày %(day)s), mẫu số ghi %(denominator)s.") % told)]


def change_since(value, earlier) -> list[Message]:
    change = change_between(earlier, value) if earlier else None
    if change is None:
        return []
    difference, places, in_points = change
    unit = _("điểm phần trăm") if in_points else value.set_criterion.unit
    told = {"change": signed_text(difference, places), "unit": unit, "year": year_of(earlier)}
    return [Message("note", _("%(change)s %(unit)s so với năm %(year)d") % told)]


JUMP_POINTS = 20  # of a percentage from one year to the next
JUMP_TIMES = 2  # of any other number


def jump_since(value, earlier) -> list[Message]:
    """A figure that moved further within a year than such figures do: often a slip of the hand."""
    if earlier is None:
        return []
    before, now = _share_or_number(earlier), _share_or_number(value)
    if None in (before, now) or before[1] != now[1] or not _is_jump(before[0], now[0], now[1]):
        return []
    return [
        Message(
            "warn",
            _("Khác xa năm %(year)d (đã ghi “%(printed)s”). Xem lại số vừa ghi.")
            % {"year": year_of(earlier), "printed": earlier.printed},
        )
    ]


def _share_or_number(value) -> tuple | None:
    """(figure, whether it is a percentage), or None where the value has none."""
    figures = figures_of(value)
    share = figures.number if figures.is_percent else percent_of(figures, 2)
    if share is not None:
        return share, True
    return (figures.number, False) if figures.number is not None else None


def _is_jump(before, now, is_percent: bool) -> bool:
    if is_percent:
        return abs(now - before) >= JUMP_POINTS
    return before > 0 and (now >= before * JUMP_TIMES or now * JUMP_TIMES <= before)


def of_its_type(value: MeasuredValue) -> list[Message]:
    """Find what only values of this type can get wrong."""
    criterion = value.set_criterion
    return [Message("warn", doubt) for doubt in type_of(criterion).doubts(criterion, figures_of(value))]


def number_is_told(value) -> list[Message]:
    """A criterion that asks for a number got only words, one with two meanings, or more numbers than one."""
    figures, doubt = figures_of(value), unsettled_print(value)
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
