"""Made facts of every kind of paper under every rule set, for measuring and for looking: `sample("plan", "hd05")`."""

from copy import deepcopy

DAYS = {"hd36": "2025-08-12", "hd05": "2026-10-06", "nd30": "2026-10-06"}
KINDS = {  # slug: form, type code, type title
    "plan": ("titled", "KH", "KẾ HOẠCH"),
    "delegation-decision": ("decision", "QĐ", "QUYẾT ĐỊNH"),
    "schedule-letter": ("letter", "CV", ""),
    "reminder-letter": ("letter", "CV", ""),
    "report-outline": ("titled", "ĐC", "ĐỀ CƯƠNG"),
    "minutes": ("minutes", "BB", "BIÊN BẢN"),
    "result-report": ("titled", "BC", "BÁO CÁO"),
    "conclusion-notice": ("titled", "TB", "THÔNG BÁO"),
    "submission": ("titled", "TTr", "TỜ TRÌNH"),
    "figures-annex": ("annex", "PL", "PHỤ LỤC"),
}
PARTY = {
    "layout": "party",
    "superior": "Tỉnh ủy Tây Ninh",
    "issuer": "Ban Tuyên giáo và Dân vận",
    "symbol": "BTGDVTU",
    "archive": "Lưu BTGDVTU",
}
STATE = {
    "layout": "state",
    "superior": "Ủy ban nhân dân tỉnh Tây Ninh",
    "issuer": "Sở Nội vụ",
    "symbol": "SNV",
    "archive": "Lưu XDCQ",
}
LONG = (
    "Công tác chỉ đạo, điều hành trên một số mặt chưa quyết liệt, chưa kịp thời; việc phối hợp giữa Ủy ban nhân dân "
    "xã Cần Đước với Mặt trận Tổ quốc, các đoàn thể chính trị - xã hội trong phát triển kinh tế - xã hội, bảo đảm "
    "quốc phòng - an ninh năm 2026 còn lúng túng, nhất là ở các ấp xa trung tâm."
)
RESULT = (
    "Hồ sơ giải quyết đúng và trước hạn đạt 94,49%, tăng 3,09 điểm phần trăm so với năm 2025; 17/17 ấp tổ chức đối "
    "thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân ít nhất 1 lần trong năm."
)
REQUESTS = [
    "Yêu cầu Ủy ban nhân dân xã Cần Đước:",
    "- Rà soát, bổ sung quy chế tiếp công dân; phân công đồng chí Nguyễn Thị Ngọc Hạnh trực tiếp phụ trách; hoàn thành "
    "trước ngày 31/10/2026.",
    "- Công khai kết quả giải quyết đơn thư tại Trung tâm Phục vụ hành chính công xã trước ngày 30/11/2026.",
]


def sample(kind, rules):
    """Return the facts of an issued paper."""
    form, code, title = KINDS[kind]
    body = STATE if rules == "nd30" else PARTY
    facts = {
        **body,
        **common_parts(),
        "kind": kind,
        "kind_name": title.capitalize() or "Công văn",
        "form": form,
        "type_code": "" if rules == "nd30" and form == "letter" else code,
        "type_title": title,
        "effective_on": DAYS[rules],
        "issued_on": DAYS[rules],
        "opening": f"{body['issuer']} thông báo kết luận như sau:",
    }
    return deepcopy({**facts, **OWN_PARTS.get(kind, lambda rules: {})(rules)})


def common_parts():
    """Return what most papers have alike."""
    return {
        "about": "về kết luận kiểm tra việc thực hiện công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
        "issuer_line": "",
        "head_line": "",
        "place": "Tây Ninh",
        "number": 7,
        "draft_number": 1,
        "style": {"line_height_pt": 18, "subject_mark": "-----", "end_mark": ".", "tone": "ỦY"},
        "addressees": [],
        "addressee_word": "",
        "grounds": grounds(),
        "resolution": "",
        "sections": sections(),
        "closing": "",
        "signers": [signer()],
        "recipients": ["Thường trực Tỉnh ủy (báo cáo)", "Đảng ủy xã Cần Đước", "Ủy ban nhân dân xã Cần Đước"],
        "annexes": [],
        "missing": [],
    }


def draft(kind, rules):
    """Return the same paper before it has a number and a day."""
    return {**sample(kind, rules), "number": None, "issued_on": None}


def filled_to_the_foot(kind, rules):
    """Return the paper with two annexes whose first pages are full of lines 20 points high, paragraphs 6 points apart:
    the first with three paragraphs of a line before a long one, the second with a long one alone.
    """
    long = " ".join([LONG] * 12)
    pages = [["Một.", "Hai.", "Ba.", long], [long]]
    annexes = [{**annex("Lịch", False, **section("", page)), "reference": ""} for page in pages]
    facts = sample(kind, rules)
    return {**facts, "annexes": annexes, "style": {**facts["style"], "line_height_pt": 20}}


def in_parts(kind, rules):
    """Return the annex with the figures of so many units that its PDF is printed in two parts."""
    units = [section(f"UBND xã thứ {n}", table=values(16)) for n in range(1, 46)]
    return {**sample(kind, rules), "kind": "campaign-figures", "sections": units}


def signer(how="own", of="", title="Trưởng ban", name="Nguyễn Thị Ngọc Hạnh", caption=""):
    return {"authority": {"how": how, "of": of}, "title": title, "name": name, "caption": caption}


def grounds():
    return [
        "Căn cứ Kế hoạch số 64-KH/BTGDVTU, ngày 12/02/2026 của Ban Tuyên giáo và Dân vận Tỉnh ủy về kiểm tra công tác "
        "dân vận chính quyền năm 2026",
        "Căn cứ Quyết định số 12-QĐ/BTGDVTU, ngày 02/3/2026 về thành lập Đoàn Kiểm tra số 3",
        "Căn cứ Báo cáo số 15-BC/ĐKT, ngày 20/9/2026 của Đoàn Kiểm tra số 3",
    ]


def section(heading, paragraphs=(), parts=(), **content):
    return {"heading": heading, "paragraphs": list(paragraphs), "parts": list(parts), **content}


def sections():
    return [
        section("Ưu điểm", [RESULT, LONG]),
        section("Hạn chế, tồn tại", [LONG, "Nguyên nhân:", "- Khách quan: địa bàn rộng.", f"- Chủ quan: {LONG}"]),
        section("Yêu cầu, đề nghị", REQUESTS),
        section("Tổ chức thực hiện", ["Ủy ban nhân dân xã Cần Đước tổ chức thực hiện Thông báo này.", LONG]),
    ]


def grid(count=5, landscape=False):
    labels = ["STT", "Đơn vị được kiểm tra", "Thời gian", "Địa điểm", "Thành phần"]
    row = ["Ủy ban nhân dân xã Cần Đước", "8 giờ 00, ngày 14/10/2026", "Hội trường Ủy ban nhân dân xã", "Đoàn số 3"]
    return {
        "columns": [{"label": label, "width_mm": None, "align": "left"} for label in labels],
        "groups": [{"label": "Cụm I", "rows": [[str(n), *row] for n in range(1, count + 1)]}],
        "caption": "",
    }


def values(count=12):
    row = {"label": "Hồ sơ giải quyết đúng và trước hạn", "period": "năm 2026", "side": "Tự báo cáo", "checks": []}
    rows = [{**row, "number": f"2.{n}", "printed": f"{80 + n % 20},49%"} for n in range(1, count + 1)]
    return [{"group": "2. Cải cách hành chính, thủ tục hành chính, một cửa", "rows": rows}]


def chart():
    from datetime import date  # noqa: F401
    from decimal import Decimal

    from ground.charts import Point, line_chart

    numbers = {2023: "91,40", 2024: "88,15", 2025: "91,45", 2026: "94,49"}
    points = [Point(y, Decimal(n.replace(",", ".")), f"Năm {y}", f"{n}%", y == 2026) for y, n in numbers.items()]
    return {
        "title": "Chỉ số mức độ hài lòng của người dân",
        "chart": line_chart(points),
        "change": "tăng 3,04 điểm phần trăm so với năm 2025",
    }


def annex(title, landscape=True, **content):
    reference = "(Kèm theo Kế hoạch số 07-KH/BTGDVTU, ngày 06/10/2026)"
    return {"key": title, "title": title, "reference": reference, "landscape": landscape, "sections": [content]}


# --- What each kind has of its own ---------------------------------------------------------------------------------
def plan(rules):
    sub = [section("Mục đích", [LONG]), section("Yêu cầu", [LONG, "- Đúng người.", "- Đúng việc."])]
    return {
        "about": "kiểm tra công tác dân vận chính quyền năm 2026 trên địa bàn tỉnh Tây Ninh",
        "opening": "Ban Tuyên giáo và Dân vận Tỉnh ủy ban hành Kế hoạch như sau:",
        "sections": [
            section("Mục đích, yêu cầu", parts=sub),
            section("Nội dung, đối tượng kiểm tra", parts=[section("Nội dung", [LONG]), section("Đối tượng", [LONG])]),
            section("Tổ chức thực hiện", parts=[section("Đoàn Kiểm tra", [LONG])]),
        ],
        "annexes": [
            annex("Lịch kiểm tra", **section("", grid=grid(9))),
            annex("Đề cương báo cáo", False, **section("Khái quát tình hình", [LONG, "- Diện tích.", "- Dân số."])),
        ],
        "signers": [signer("for_head", "Trưởng ban", "Phó Trưởng ban", "Trần Quang Minh")],
    }


def decision(rules):
    members = {
        "columns": [{"label": label, "align": "left"} for label in ("STT", "Họ và tên", "Chức vụ", "Nhiệm vụ")],
        "groups": [
            {
                "label": "",
                "rows": [
                    ["1", "Nguyễn Văn Bình", "Phó Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy", "Trưởng đoàn"],
                    ["2", "Lê Thị Hồng Vân", "Phó Giám đốc Sở Nội vụ (mời)", "Thành viên"],
                    ["3", "Phạm Thanh Sơn", "Chuyên viên Phòng Dân vận các cơ quan Nhà nước", "Thư ký"],
                ],
            }
        ],
        "caption": "",
    }
    articles = [
        section("", ["Thành lập Đoàn Kiểm tra số 3 gồm các đồng chí có tên sau:"], grid=members),
        section("", ["Đoàn Kiểm tra số 3 có nhiệm vụ:", "- Kiểm tra theo Kế hoạch.", f"- {LONG}"]),
        section("", ["Chánh Văn phòng và các đồng chí có tên ở Điều 1 chịu trách nhiệm thi hành Quyết định này."]),
    ]
    return {
        "about": "về việc thành lập Đoàn Kiểm tra số 3",
        "opening": "Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy",
        "resolution": "QUYẾT ĐỊNH",
        "sections": [{**article, "numbering": "articles"} for article in articles],
    }


def letter(rules):
    return {
        "about": "việc thông báo lịch kiểm tra công tác dân vận chính quyền năm 2026",
        "addressees": ["Đảng ủy xã Cần Đước", "Ủy ban nhân dân xã Cần Đước"],
        "addressee_word": "Kính gửi",
        "grounds": [],
        "opening": LONG,
        "sections": [section("", [RESULT, *REQUESTS])],
        "recipients": ["Sở Nội vụ", "Các thành viên Đoàn Kiểm tra số 3"],
        "signers": [signer("by_order", "Trưởng ban", "Chánh Văn phòng", "Trần Quang Minh")],
    }


def reminder(rules):
    return {**letter(rules), "addressees": ["Ủy ban nhân dân xã Cần Đước"], "about": "việc đôn đốc gửi báo cáo"}


def minutes(rules):
    captions = ("NGƯỜI GHI BIÊN BẢN", "ĐẠI DIỆN ĐƠN VỊ", "ĐẠI DIỆN ĐOÀN")
    names = ("Phạm Thanh Sơn", "Nguyễn Thị Ngọc Hạnh", "Nguyễn Văn Bình")
    titles = ("Thư ký", "Chủ tịch Ủy ban nhân dân xã", "Trưởng đoàn")
    return {
        "superior": PARTY["issuer"] if rules != "nd30" else STATE["issuer"],
        "issuer": "Đoàn Kiểm tra số 3",
        "symbol": "ĐKT",
        "about": "làm việc với Ủy ban nhân dân xã Cần Đước",
        "day_is_left_out": True,
        "grounds": [],
        "opening": "Hôm nay, hồi 8 giờ 00 ngày 14/10/2026, tại Hội trường Ủy ban nhân dân xã Cần Đước.",
        "sections": [
            section("Thành phần", parts=[section("Đoàn Kiểm tra", ["- Đồng chí Nguyễn Văn Bình, Trưởng đoàn."])]),
            section("Nội dung", parts=[section("Báo cáo của đơn vị", [LONG]), section("Giải trình", [RESULT])]),
        ],
        "closing": "Biên bản kết thúc hồi 11 giờ 30 cùng ngày, đã đọc lại, thống nhất, lập thành 03 bản.",
        "signers": [
            signer(title=title, name=name, caption=caption)
            for caption, title, name in zip(captions, titles, names, strict=True)
        ],
        "recipients": ["Ủy ban nhân dân xã Cần Đước", "Các thành viên Đoàn Kiểm tra số 3"],
    }


def report(rules):
    return {
        "superior": "Ban Tuyên giáo và Dân vận Tỉnh ủy" if rules != "nd30" else "Sở Nội vụ",
        "issuer": "Đoàn Kiểm tra số 3",
        "symbol": "ĐKT",
        "about": "kết quả kiểm tra công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
        "grounds": [],
        "opening": "Đoàn Kiểm tra số 3 báo cáo kết quả như sau:",
        "sections": [
            section("Khái quát cuộc kiểm tra", parts=[section("Căn cứ", [f"- {text}." for text in grounds()])]),
            section(
                "Kết quả kiểm tra",
                parts=[
                    section("Số liệu theo chỉ tiêu", table=values()),
                    section("Diễn biến qua các năm", chart=chart()),
                ],
            ),
            section("Nhận xét", parts=[section("Ưu điểm", [RESULT, LONG]), section("Hạn chế", [LONG])]),
        ],
        "closing": "Trên đây là Báo cáo kết quả kiểm tra, Đoàn Kiểm tra số 3 kính trình xem xét, chỉ đạo.",
        "signers": [signer(title="Trưởng đoàn", name="Nguyễn Văn Bình")],
    }


def submission(rules):
    return {
        "about": "về việc ban hành Thông báo kết luận kiểm tra tại xã Cần Đước",
        "addressees": ["Thường trực Tỉnh ủy" if rules != "nd30" else "Ủy ban nhân dân tỉnh"],
        "addressee_word": "Kính gửi",
        "opening": "Ban Tuyên giáo và Dân vận Tỉnh ủy kính trình như sau:",
    }


def figures(rules):
    return {
        "about": "số liệu kiểm tra công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
        "grounds": [],
        "opening": "",
        "reference": "Kèm theo Báo cáo số 07-BC/ĐKT, ngày 06/10/2026 của Đoàn Kiểm tra số 3",
        "sections": [section("", table=values(40))],
        "signers": [],
        "recipients": [],
        "archive": "",
    }


OWN_PARTS = {
    "plan": plan,
    "delegation-decision": decision,
    "schedule-letter": letter,
    "reminder-letter": reminder,
    "minutes": minutes,
    "result-report": report,
    "submission": submission,
    "figures-annex": figures,
}
