"""What no text may contain, in forms, the admin and imports alike."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.fonts.old_encodings import find_old_text
from ground.fonts.print_font import find_lacking_letter
from ground.inputs import excerpt

# {2.1}, {8.1@2018}, {8.1@2018..2019}, {3.4/số người}: the figure of a criterion, in the columns that replace it.
PLACE_HOLDER = re.compile(
    r"\{(?P<number>[0-9][0-9.]*)(?:/(?P<part>[^{}@]+))?(?:@(?P<year>\d{4})(?:\.\.(?P<until>\d{4}))?)?\}"
)

NO_PLACEHOLDERS = gettext_lazy("Ghi số như đã in: ô này không thay {2.1} bằng số của chỉ tiêu.")


def refuse_old_encoding(text: str) -> None:
    """Raise ValidationError for text typed for TCVN3 or VNI fonts: no search would find it, papers would print its
    wrong letters.
    """
    old = find_old_text(text)
    if old:
        words = {"word": excerpt(old.word), "shown": excerpt(old.shown), "encoding": old.encoding}
        raise ValidationError(
            _(
                "“%(word)s” gõ theo bảng mã cũ %(encoding)s (đúng ra là “%(shown)s”). Chuyển cả đoạn sang Unicode bằng "
                "bộ gõ (UniKey: Ctrl+Shift+F6) rồi nhập lại."
            )
            % words,
            code="old_encoding",
        )


def refuse_unprintable(text: str) -> None:
    """Raise ValidationError for a character that the print font lacks: a paper would show a box in its place."""
    found = find_lacking_letter(text)
    if found is None:
        return
    words = {"char": found.char, "code": f"U+{ord(found.char):04X}", "line": found.line, "before": found.before}
    if found.before:
        message = _("Phông in không có ký tự “%(char)s” (%(code)s), ở dòng %(line)d sau “%(before)s”. Thay hoặc xóa.")
    else:
        message = _("Phông in không có ký tự “%(char)s” (%(code)s), ở đầu dòng %(line)d. Thay hoặc xóa.")
    raise ValidationError(message % words, code="unprintable")


def refuse_placeholder(text: str) -> None:
    """Raise ValidationError for {2.1} in a text where nothing replaces it."""
    found = PLACE_HOLDER.search(text)
    if found:
        words = _("Ô này không thay “%s” bằng số của chỉ tiêu. Ghi số như đã in.")
        raise ValidationError(words % excerpt(found.group()), code="placeholder")


TEXT_RULES = [refuse_old_encoding, refuse_unprintable]
PLAIN_TEXT_RULES = [*TEXT_RULES, refuse_placeholder]
