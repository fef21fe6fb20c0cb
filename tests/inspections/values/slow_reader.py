"""A second reader of Vietnamese figures for the tests: a grammar with backtracking that gives every reading of a text.

Written from how papers write figures, not from `numbers.py`; slow, and unsure wherever a person would be. A reading is
(numerator, denominator, number). A text that the grammar doesn't cover, or with several figures, has none.
"""

from decimal import Decimal
from itertools import product

SCALES = {"trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
SPOILING = {"rưỡi", "nửa", "chục", "vạn", "tá", "tăng", "giảm", "hạ", "bớt"}  # no figure stands as it is beside them
MONTHS, YEARS = range(1, 13), range(1800, 2200)
THOUSANDS, DECIMAL, NONE = "thousands", "decimal", "none"


def readings(text):
    """Return the set of all readings of the whole text; a text without figures has none."""
    found = set()
    for pieces in whole(text.lower().replace("\u2212", "-"), 0):
        figures = [piece for piece in pieces if isinstance(piece, tuple)]
        if not any(piece in SPOILING for piece in pieces if isinstance(piece, str)):
            found |= joined(figures)
    return found


def joined(figures):
    """One figure, or a ratio with its percentage: the columns that they fill."""
    kinds = sorted(kind for kind, _values, _marks in figures)
    if len(figures) != 1 and kinds != ["percent", "ratio"]:
        return set()
    roles = [mark for _kind, _values, marks in figures for mark in marks]
    if not agree(roles):
        return set()
    columns = [None, None, None]
    for kind, values, _marks in figures:
        if kind == "ratio":
            columns[:2] = values
        else:
            columns[2] = values[0]
    return {tuple(columns)}


def agree(roles):
    """A mark has one role in a text, and only one mark separates thousands."""
    by_mark = {}
    for mark, role in roles:
        by_mark.setdefault(mark, set()).add(role)
    grouping = [mark for mark, its in by_mark.items() if THOUSANDS in its]
    return all(len(its) == 1 for its in by_mark.values()) and len(grouping) < 2


def whole(text, at):
    """Yield every way to cut the text from a place on into words, signs, times and figures."""
    if at == len(text):
        yield []
        return
    for piece, end in pieces_at(text, at):
        for rest in whole(text, end):
            yield [piece, *rest]


def pieces_at(text, at):
    times = list(times_at(text, at))
    if times:  # a time or a paper's number is nothing else
        yield "time", max(times)
        return
    if text[at].isdigit() or text[at] in "-–":
        if not (at and (text[at - 1].isalnum() or text[at - 1] in "%.,/-:")):
            yield from figures_at(text, at)
        has_words = any(letter.isalpha() for letter in text)
        if text[at] in "-–" and text[at + 1 : at + 2] in ("", " ") and (has_words or not is_minus(text, at)):
            yield "dash", at + 1
    elif text.startswith(("m2", "m3", "km2"), at):
        yield "unit", text.index("m", at) + 2
    elif text[at].isalpha():
        end = at
        while end < len(text) and text[end].isalpha():
            end += 1
        if end == len(text) or not (text[end].isdigit() or text[end : end + 1] == "-"):
            yield text[at:end], end
    elif text[at] in " ,.;:()≥≤<>~%":
        yield "sign", at + 1


def is_minus(text, at):
    return text[skip(text, at + 1) : skip(text, at + 1) + 1].isdigit()


# --- Times and numbers of papers: nothing of them is a figure --------------------------------------------------------
def times_at(text, at):
    """Yield the ends of a day, month, quarter, year or paper's number that begins here."""
    for word in ("năm ", "tháng ", "quý ", "ngày "):
        if text.startswith(word, at):
            yield from after_word(text, at + len(word), word.strip())
    for end, parts in slashed(text, at):
        if len(parts) == 3 and parts[1] in MONTHS and parts[2] in YEARS and parts[0] <= 31:
            yield end
    number_end = digits_end(text, at)
    if number_end > at and text[number_end : number_end + 1] in ("-", "/"):
        end = number_end + 1
        while end < len(text) and (text[end].isalpha() or text[end] in "/-"):
            end += 1
        if end > number_end + 2 and text[number_end + 1].isalpha():
            yield end


def after_word(text, at, word):
    for end, parts in slashed(text, at):
        is_time = {
            "năm": len(parts) == 1 and parts[0] in YEARS,
            "tháng": parts[0] in MONTHS and (len(parts) == 1 or (len(parts) == 2 and parts[1] in YEARS)),
            "quý": len(parts) == 2 and parts[0] in range(1, 5) and parts[1] in YEARS,
            "ngày": 0 < parts[0] <= 31 and (len(parts) == 1 or parts[1] in MONTHS),
        }[word]
        if is_time:
            yield end


def slashed(text, at):
    """Yield (end, numbers) of whole digits with slashes between; the longest alone."""
    parts, end = [], at
    while digits_end(text, end) > end:
        stop = digits_end(text, end)
        parts.append(int(text[end:stop]))
        end = stop
        if text[end : end + 1] != "/" or digits_end(text, end + 1) == end + 1:
            break
        end += 1
    if (parts and text[end : end + 1] not in ("/", ".", ",", "%") and not text[end : end + 1].isalnum()) or (
        parts and text[end : end + 1] in (".", ",") and not text[end + 1 : end + 2].isdigit()
    ):
        yield end, parts


def digits_end(text, at):
    while at < len(text) and text[at] in "0123456789":
        at += 1
    return at


# --- Figures -------------------------------------------------------------------------------------------------------
def figures_at(text, at):
    """Yield ((kind, values, roles of the marks), end); a dash and a space before a number may be its minus."""
    sign, start = (-1, skip(text, at + 1)) if text[at] in "-–" else (1, at)
    for value, roles, end in numbers_at(text, start):
        number = sign * value
        yield from with_what_follows(text, number, roles, end)
        yield from ratios_at(text, number, roles, end)
        yield from scaled_at(text, value, roles, end, sign)


def with_what_follows(text, number, roles, end):
    after = end
    while text[after : after + 1] == " ":
        after += 1
    if text[after : after + 1] == "%":
        yield ("percent", [number], roles_in_percent(text, end, roles)), after + 1
    elif text.startswith("phần trăm", after):
        yield ("percent", [number], roles_in_percent(text, end, roles)), after + len("phần trăm")
    elif not (text[after : after + 1] in ("/", ":") or scale_at(text, after) or text[end : end + 1].isalpha()):
        yield ("plain", [number], roles), end


def roles_in_percent(text, end, roles):
    """A comma that may be decimal is so in a percentage: the other reading is made impossible by a second role."""
    start = end
    while start and text[start - 1] in "0123456789.,":
        start -= 1
    may_be_decimal = fits(text[start:end], {",": DECIMAL}) if roles == [(",", THOUSANDS)] else False
    return [*roles, (",", DECIMAL)] if may_be_decimal else roles


def ratios_at(text, number, roles, end):
    at = skip(text, end)
    if text[at : at + 1] != "/":
        return
    for value, more, stop in numbers_at(text, skip(text, at + 1)):
        is_month = number in MONTHS and value in YEARS and len(text[:end].rpartition(" ")[2]) < 3  # 9/2026
        after = skip(text, stop)
        if not (is_month or text[after : after + 1] in ("/", "%") or text[stop : stop + 1].isalpha()):
            yield ("ratio", [number, value], [*roles, *more]), stop


def scaled_at(text, value, roles, end, sign):
    """4 tỷ 537 triệu: parts in falling order, each less than the one before it counts by."""
    scale, stop = scale_of(text, end)
    if scale == 1:
        return
    yield ("scaled", [sign * value * scale], roles), stop
    at = skip(text, stop)
    if text[at : at + 1].isdigit():
        for next_value, more, next_end in numbers_at(text, at):
            next_scale, next_stop = scale_of(text, next_end)
            if next_scale > 1 and next_value * next_scale < scale:
                yield ("scaled", [sign * (value * scale + next_value * next_scale)], [*roles, *more]), next_stop


def scale_of(text, at):
    """The product of the words after a number: "nghìn tỷ"; 1 and the place itself without any."""
    scale, word = 1, scale_at(text, skip(text, at))
    while word:
        at = skip(text, at) + len(word)
        scale *= SCALES[word]
        word = scale_at(text, skip(text, at))
    return scale, at


def scale_at(text, at):
    for word in SCALES:
        if text.startswith(word, at) and not text[at + len(word) : at + len(word) + 1].isalpha():
            return word
    return ""


def skip(text, at):
    while text[at : at + 1] == " ":
        at += 1
    return at


def numbers_at(text, at):
    """Yield (value, [(mark, its role), …], end) of the number whose digits and marks end there, in every role."""
    end = at
    while digits_end(text, end) > end:
        end = digits_end(text, end)
        if (text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit()) or (
            text[end : end + 1] == " " and is_group(text, end + 1) and end - at <= 3 + 4 * text[at:end].count(" ")
        ):
            end += 1
    written = text[at:end]
    if not written:
        return
    marks = sorted(set(written) - set("0123456789"))
    for roles in product((THOUSANDS, DECIMAL), repeat=len(marks)):
        said = dict(zip(marks, roles, strict=True))
        if said.get(" ") != DECIMAL and fits(written, said):
            plain = "".join("." if said.get(c) == DECIMAL else c for c in written if said.get(c) != THOUSANDS)
            yield Decimal(plain), list(said.items()), end


def is_group(text, at):
    return digits_end(text, at) == at + 3


def fits(written, said):
    """Whether marks in these roles can stand so: thousands by three from the first, one decimal mark and after them."""
    decimal = [mark for mark, role in said.items() if role == DECIMAL]
    grouping = [mark for mark, role in said.items() if role == THOUSANDS]
    if len(decimal) > 1 or len(grouping) > 1 or (decimal and written.count(decimal[0]) > 1):
        return False
    before, _mark, after = written.partition(decimal[0]) if decimal else (written, "", "")
    if grouping:
        groups = before.split(grouping[0])
        sound = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
        return sound and 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and grouping[0] not in after
    return before.isdigit() and (after.isdigit() or not decimal)
