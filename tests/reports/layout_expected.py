"""What domain.md §4 says of each rule set, typed from there; measured by layout_measures."""

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "", "bold", "italic", "bold italic"

# --- Typed from domain.md §4a (HD 36, HD 05) and §4b (NĐ 30) ---------------------------------------------------------
PARTY = {
    "nation": ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, BOLD),
    "columns": (46, 54),
    "superior": (14, REGULAR),
    "issuer": (14, BOLD),
    "issuer mark": "*",
    "number": ("Số 07-{code}/{symbol}", 14, REGULAR),
    "about": (14, BOLD),
    "about begins large": False,
    "about mark": "-----",
    "letter about": ("về việc ", 12, ITALIC),
    "grounds": ("- ", ",", 14, REGULAR),
    "first level": ("I- ", 14, BOLD),
    "title": (14, REGULAR),
    "recipients label": (14, REGULAR, True),
    "recipients": (12, REGULAR),
    "archive": "- Lưu ",
    "authority words": {"plan": "K/T TRƯỞNG BAN", "schedule-letter": "T/L TRƯỞNG BAN"},
    "proposal word": "Kính trình",
    "annex label": "Phụ lục 1",
}
EXPECTED = {
    "hd36": {**PARTY, "type title": (16, BOLD), "recipients end": ","},
    "hd05": {**PARTY, "type title": (15, BOLD), "recipients end": ";"},
    "nd30": {
        "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, BOLD),
        "columns": (40, 60),
        "superior": (13, REGULAR),
        "issuer": (13, BOLD),
        "issuer mark": "",
        "number": ("Số: 07/{code}{symbol}", 13, REGULAR),
        "type title": (14, BOLD),
        "about": (14, BOLD),
        "about begins large": True,
        "about mark": "",
        "letter about": ("V/v ", 12, REGULAR),
        "grounds": ("", ".", 14, ITALIC),
        "first level": ("I. ", 14, BOLD),
        "title": (14, BOLD),
        "recipients label": (12, BOLD_ITALIC, False),
        "recipients": (11, REGULAR),
        "recipients end": ";",
        "archive": "- Lưu: VT, ",
        "authority words": {"plan": "KT. TRƯỞNG BAN", "schedule-letter": "TL. TRƯỞNG BAN"},
        "proposal word": "Kính gửi",
        "annex label": "Phụ lục I",
    },
}
