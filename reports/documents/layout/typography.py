"""Where a line may break: not inside a name or a date, not before a dash, but inside a word longer than a line."""

import re

# A space followed by a word joiner: no line breaks there, yet the PDF's text has a plain space, as searches expect.
TIE, SOFT_BREAK = " \u2060", "\u200b"
UNTIED_SPACE = re.compile(r" (?!\u2060)")
LONG_WORD = 30  # letters; longer ones may break, so that the line before them is not torn
STRETCH = 12  # letters between two chances to break

SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ"
CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
NAME_WORD = rf"[{CAPITAL}][{SMALL}]*"
UNIT_TYPES = "xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tỉnh|đặc khu|ấp|khu phố|khóm|thôn"
NUMBERED = "số|ngày|tháng|năm|quý|lần|khóa|Điều|khoản|điểm|mục|phần|trang|Phụ lục|Đoàn"
UNITS = "%|tỷ|triệu|nghìn|đồng|ha|km|m|điểm"
TIED = [
    re.compile(rf"(?i:\b(?:{UNIT_TYPES})) {NAME_WORD}(?: {NAME_WORD}){{0,3}}(?!\w)"),
    re.compile(rf"(?<!\w){NAME_WORD}(?: {NAME_WORD}){{1,4}}(?!\w)"),
    re.compile(rf"(?i:\b(?:{UNIT_TYPES}|{NUMBERED})) (?=\d)"),
    re.compile(rf"\d (?=(?:{UNITS})(?!\w))"),
    re.compile(r"(?<=\S) (?=[-–] \S)"),
    re.compile(r"^[-+•] (?=\S)"),
]
# In titles, whose lines are short, words of two syllables stay whole, and no line ends with a word that leads on.
COMPOUNDS = (
    "dân vận|chính quyền|công tác|kiểm tra|khảo sát|giám sát|phúc tra|kết luận|kết quả|thực hiện|thành lập|thông báo|"
    "ban hành|đôn đốc|báo cáo|số liệu|nhân dân|địa bàn|ủy ban|tỉnh ủy|huyện ủy|đảng ủy|tuyên giáo|mặt trận|đại diện|"
    "chủ tịch|trưởng ban|trưởng đoàn"
)
LEADING = "và|của|tại|về|với|theo|các|do|giữa"
TIED_IN_TITLES = [
    *(re.compile(rf"(?i:\b{compound}\b)") for compound in COMPOUNDS.split("|")),
    re.compile(rf"(?i:\b(?:{LEADING})) (?=\w)"),
]
LONG = re.compile(rf"[^\s{SOFT_BREAK}]{{{LONG_WORD + 1},}}")


def broken_well(text: str) -> str:
    """Return `text` with spaces tied where a line may not break, and chances to break inside very long words."""
    for tied in TIED:
        text = tied.sub(lambda found: found[0].replace(" ", TIE), text)
    return LONG.sub(lambda found: _with_chances(found[0]), text)


def title_broken_well(text: str) -> str:
    """Return the text of a title with spaces tied as in `broken_well`, and within words of two syllables."""
    for tied in TIED_IN_TITLES:
        text = tied.sub(lambda found: found[0].replace(" ", TIE), text)
    return broken_well(text)


def words_of(text: str) -> list[str]:
    """Split a well broken text where its lines may break, other than inside long words."""
    return UNTIED_SPACE.split(text)


def untied(line: str) -> str:
    """Return a line without its ties: nothing breaks it any more."""
    return line.replace(TIE, " ")


def _with_chances(word: str) -> str:
    pieces = re.split(r"(?<=[/._?&=@:;,-])(?=[^/._?&=@:;,-])", word)
    return SOFT_BREAK.join(
        piece[start : start + STRETCH] for piece in pieces for start in range(0, len(piece), STRETCH)
    )
