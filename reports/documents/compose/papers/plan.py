"""Kế hoạch kiểm tra of a whole campaign, with its annexes: bodies, schedule, outline of reports, table of figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Delegation, OfficialPaper
from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, below, of_records
from reports.documents.compose.naming import day_in_text, upper_first
from reports.documents.compose.papers.report_outline import OUTLINE, figures_form, outline_sections
from reports.documents.compose.passages import (
    bases_of,
    grounds_of,
    period_lines,
    person_in_text,
    reported_to,
    session_place,
    session_time,
    title_of,
)
from reports.documents.compose.sections import Section, annex, filled, grid, section
from reports.documents.compose.subject import PaperSubject

FEW = 12  # bodies that a paper names one by one; more stand in its annex


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    return {
        "about": paper.work,
        "grounds": grounds_of([each for each in bases_of(paper) if not _is_own_plan(each, paper)], paper),
        "opening": f"{paper.issuer} xây dựng Kế hoạch {paper.work} như sau:",
        "sections": filled([_purpose(paper), _content(paper), _subjects(paper), _method(paper), *_people(paper)]),
        "recipients": [*reported_to(paper), *bodies_in_few_words(paper), *_delegations(paper)],
        "annexes": _annexes(paper),
    }


def _is_own_plan(each: OfficialPaper, paper: PaperSubject) -> bool:
    is_own = each.issuer in (paper.names.full(paper.inspecting_body), paper.issuer)
    return each.paper_type == OfficialPaper.Type.PLAN and is_own


# --- I to III ------------------------------------------------------------------------------------------------------
def _purpose(paper: PaperSubject) -> Section:
    purpose = [
        f"- Đánh giá kết quả {paper.matter.removeprefix('việc ')}; làm rõ ưu điểm, hạn chế, nguyên nhân.",
        "- Kịp thời nhắc nhở, hướng dẫn khắc phục hạn chế; tiếp nhận kiến nghị, đề xuất của đơn vị.",
    ]
    demands = [
        f"- Việc {paper.act} khách quan, đúng nội dung, thời gian, không gây trở ngại cho hoạt động của đơn vị.",
        f"- Đơn vị được {paper.act} báo cáo đầy đủ, trung thực, chuẩn bị hồ sơ, tài liệu liên quan.",
    ]
    return section(
        "purpose",
        "Mục đích, yêu cầu",
        parts=[section("aims", "Mục đích", purpose), section("demands", "Yêu cầu", demands)],
    )


def _content(paper: PaperSubject) -> Section:
    return section("content", f"Nội dung {paper.act}", [f"- {group}." for group in paper.groups])


def _subjects(paper: PaperSubject) -> Section:
    names, count = names_of(paper), len(paper.inspections)
    where = "; ".join(names) if count <= FEW else f"{count} đơn vị theo danh sách kèm theo"
    lines = [f"- Đối tượng: {where}."] if names else []
    return section("subjects", f"Đối tượng, thời kỳ {paper.act}", [*lines, *period_lines(paper)])


def names_of(paper: PaperSubject) -> list[str]:
    return list(dict.fromkeys(paper.names.full(row.subject_organization) for row in paper.inspections))


def bodies_in_few_words(paper: PaperSubject) -> list[str]:
    """Return the inspected bodies by name; of more than a dozen that they are those of the annex."""
    names = names_of(paper)
    return names if len(names) <= FEW else [f"Các đơn vị được {paper.act} (theo danh sách)"]


# --- IV to VI ------------------------------------------------------------------------------------------------------
def _method(paper: PaperSubject) -> Section:
    start, end = paper.campaign.starts_on, paper.campaign.ends_on
    days = [f"- Thời gian: từ ngày {day_in_text(start)} đến ngày {day_in_text(end)}."] if start and end else []
    lines = [
        "- Phương pháp: nghe đơn vị báo cáo; xem hồ sơ, tài liệu; làm việc tại cơ sở, gặp gỡ Nhân dân.",
        *days,
        "- Lịch, địa điểm: theo phụ lục; có thay đổi thì thông báo trước cho đơn vị.",
    ]
    return section("method", "Phương pháp, thời gian, địa điểm, lịch", lines)


def _people(paper: PaperSubject) -> list[Section]:
    units = ["- Lãnh đạo đơn vị, bộ phận phụ trách; thành phần khác do đơn vị mời."]
    return [
        section(
            "people",
            "Thành phần",
            parts=[
                section("delegations", "Thành phần đoàn", [_led_by(each, paper) for each in paper.delegations]),
                section("units", f"Thành phần đơn vị được {paper.act}", units),
            ],
        ),
        section("carrying-out", "Tổ chức thực hiện", _carrying_out(paper)),
    ]


def _led_by(delegation: Delegation, paper: PaperSubject) -> str:
    """Return "- Đoàn Kiểm tra số 1: đồng chí Lê Văn Bình, Phó Trưởng ban, Trưởng đoàn; 3 thành viên."."""
    members = paper.members_of(delegation)
    heads = [member for member in members if member.role == member.Role.HEAD]
    led = [f"{person_in_text(head.person.full_name, title_of(head), paper)}, Trưởng đoàn" for head in heads]
    others = [f"{len(members) - len(heads)} thành viên"] if len(members) > len(heads) else []
    text = "; ".join([*led, *others])
    return f"- {paper.name_of(delegation)}{f': {text}' if text else ''}."


def _delegations(paper: PaperSubject) -> list[str]:
    return [f"Các thành viên {paper.name_of(each)}" for each in paper.delegations]


def _carrying_out(paper: PaperSubject) -> list[str]:
    """Return who does what within which time; the days are the campaign's."""
    campaign, issuer = paper.campaign, paper.issuer
    return [
        f"- {issuer} thành lập đoàn, thông báo lịch chậm nhất {campaign.notice_days} ngày trước buổi làm việc.",
        f"- Đơn vị gửi báo cáo theo đề cương về {issuer} chậm nhất {campaign.report_days} ngày trước buổi làm việc.",
        f"- Đoàn báo cáo kết quả; {issuer} thông báo kết luận trong {campaign.conclusion_days} ngày sau buổi làm việc.",
        f"- Đơn vị báo cáo kết quả khắc phục trong {campaign.remedy_days} ngày kể từ ngày có kết luận.",
    ]


# --- Annexes -------------------------------------------------------------------------------------------------------
def _annexes(paper: PaperSubject) -> list[dict[str, Any]]:
    reference = f"Kèm theo Kế hoạch {paper.work}"
    annexes = [
        annex("bodies", f"Danh sách đơn vị được {paper.act}", filled([_bodies(paper)]), reference),
        annex("schedule", f"Lịch {paper.act}", filled([_schedule(paper)]), reference),
        annex("outline", "Đề cương báo cáo", outline_sections(paper), reference),
        figures_form(paper, reference),
    ]
    return [each for each in annexes if each["sections"]]


def _bodies(paper: PaperSubject) -> Section:
    rows = [
        [str(n), paper.names.full(row.subject_organization), paper.name_of(row.delegation)]
        for n, row in enumerate(paper.inspections, start=1)
    ]
    return section(
        "list", "", grid=grid([("STT", 12, "center"), ("Đơn vị", None, "left"), ("Đoàn", 50, "left")], [("", rows)])
    )


def _schedule(paper: PaperSubject) -> Section:
    paper.names.read_places(session.locality for row in paper.inspections for session in row.sessions.all())
    rows = [
        [upper_first(session_time(session)), paper.names.full(row.subject_organization), session_place(session, paper)]
        for row in paper.inspections
        for session in sorted(row.sessions.all(), key=lambda each: (each.held_on is None, each.held_on, each.pk))
        if session.held_on
    ]
    numbered_rows = [[str(n), *row] for n, row in enumerate(rows, start=1)]
    columns: list[tuple[str, int | None, str]] = [
        ("STT", 12, "center"),
        ("Thời gian", 42, "left"),
        ("Đơn vị", None, "left"),
        ("Địa điểm", None, "left"),
    ]
    return section("list", "", grid=grid(columns, [("", numbered_rows)]))


PLACES = (
    Place("about", text="{công việc}", rule=Rule.FILLED),
    of_records("grounds"),
    Place("opening", text="{cơ quan ban hành} xây dựng Kế hoạch {công việc} như sau:"),
    Place("purpose", "Mục đích, yêu cầu"),
    Place(
        "purpose/aims",
        "Mục đích",
        "- Đánh giá kết quả {nội dung thực hiện}; làm rõ ưu điểm, hạn chế, nguyên nhân.\n"
        "- Kịp thời nhắc nhở, hướng dẫn khắc phục hạn chế; tiếp nhận kiến nghị, đề xuất của đơn vị.",
    ),
    Place(
        "purpose/demands",
        "Yêu cầu",
        "- Việc {hình thức} khách quan, đúng nội dung, thời gian, không gây trở ngại cho hoạt động của đơn vị.\n"
        "- Đơn vị được {hình thức} báo cáo đầy đủ, trung thực, chuẩn bị hồ sơ, tài liệu liên quan.",
    ),
    of_records("content", "Nội dung {hình thức}"),
    of_records("subjects", "Đối tượng, thời kỳ {hình thức}"),
    Place("method", "Phương pháp, thời gian, địa điểm, lịch", COMPOSED),
    Place("people", "Thành phần"),
    of_records("people/delegations", "Thành phần đoàn"),
    Place(
        "people/units",
        "Thành phần đơn vị được {hình thức}",
        "- Lãnh đạo đơn vị, bộ phận phụ trách; thành phần khác do đơn vị mời.",
    ),
    Place(
        "carrying-out",
        "Tổ chức thực hiện",
        "- {cơ quan ban hành} thành lập đoàn, thông báo lịch chậm nhất {số ngày báo lịch} ngày trước buổi làm việc.\n"
        "- Đơn vị gửi báo cáo theo đề cương về {cơ quan ban hành} chậm nhất {số ngày gửi báo cáo} ngày trước buổi làm "
        "việc.\n"
        "- Đoàn báo cáo kết quả; {cơ quan ban hành} thông báo kết luận trong {số ngày kết luận} ngày sau buổi làm "
        "việc.\n"
        "- Đơn vị báo cáo kết quả khắc phục trong {số ngày khắc phục} ngày kể từ ngày có kết luận.",
    ),
    Place("closing", text=""),
    of_records("recipients"),
    *below("annex:outline", OUTLINE),
)

KIND = DocumentKind(
    slug="plan",
    name=_("Kế hoạch kiểm tra"),
    type_codes={"party": "KH", "state": "KH"},
    type_title="KẾ HOẠCH",
    form="titled",
    is_internal=False,
    about="campaign",
    compose=compose,
    comes_before=True,
    places=PLACES,
)
