"""What contradicts in a value: pure functions from rows to messages. A message never changes what was written."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ground.text import decimal_text, short_date, signed_text
from inspections.values.numbers import change_between, figures_of, percent_of, year_of


@dataclass(frozen=True)
class Message:
    """`kind`: "done" (compared and right), "warn" (a doubt), "note" (what can or can't be reckoned)."""

    kind: str
    text: str


def value_messages(value, units: dict[str, int], day, earlier=None) -> list[Message]:
    """What the portal reckons from one value.

    `units`: commune-level units of the place by unit type as at `day` ({} where there are none);
    `earlier`: the same criterion's value of the year before, or None. Warnings come first.
    """
    messages = [
        *columns_against_print(value),
        *percent_against_counts(value),
        *parts_within_whole(value),
        *denominator_against_register(value, units, day),
        *score_in_quarters(value),
        *number_is_told(value),
        *jump_since(value, earlier),
        *change_since(value, earlier),
    ]
    messages.sort(key=lambda message: message.kind != "warn")
    return messages or [Message("note", _nature(value))]


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


def denominator_against_register(value, units: dict[str, int], day) -> list[Message]:
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


def score_in_quarters(value) -> list[Message]:
    """Points are given in quarters, up to the criterion's maximum; an index of another body's is no such points."""
    asked, number = value.set_criterion, figures_of(value).number
    if asked.value_type != "score" or asked.unit not in ("", "điểm") or number is None:
        return []
    if number * 4 % 1:
        return [Message("warn", _("Điểm chấm theo phần tư điểm: 1,25; 1,5; 1,75."))]
    if asked.max_quarter_points and number * 4 > asked.max_quarter_points:
        most = decimal_text(asked.max_quarter_points / Decimal(4), 2)
        return [Message("warn", _("Quá điểm tối đa của chỉ tiêu (%s).") % most)]
    return []


def number_is_told(value) -> list[Message]:
    """A criterion that asks for a number got only words."""
    figures = figures_of(value)
    is_asked = value.set_criterion.value_type in ("ratio", "percent", "count", "money", "score")
    if not is_asked or figures.number is not None or figures.numerator is not None:
        return []
    return [Message("warn", _("Không đọc được số nào trong “%s”.") % value.printed)]


def _nature(value) -> str:
    natures = {
        "yes_no": _("Có; tần suất giữ nguyên chữ") if value.frequency_text else _("Có hoặc không"),
        "choice": _("Định tính"),
        "text": _("Định tính"),
    }
    return natures.get(value.set_criterion.value_type, _("Không có gì để đối chiếu"))
