"""The placeholders of templates, such as {đơn vị}: one list, shown beside the editor, with what each becomes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ground.text import nfc
from reports.documents.compose.kinds import COMPOSED, DocumentKind
from reports.documents.compose.naming import day_in_text, days_in_text
from reports.documents.compose.papers.minutes import end_in_text, session_of
from reports.documents.compose.papers.plan import bodies_in_few_words
from reports.documents.compose.passages import head_in_text, people_word, period_of_work, report_due_in_text
from reports.documents.compose.requests import heirs_of
from reports.documents.compose.subject import PaperSubject

MARK = re.compile(r"\{([^{}]*)\}")
ALL = ("campaign", "delegation", "inspection")


@dataclass(frozen=True)
class Placeholder:
    """`name` as it stands between braces, `meaning` for the list beside the editor, `value`: what it becomes in a
    paper, "" where the records don't have it; `about`: papers about what have it; `kind`: the only kind that has it, ""
    for all.
    """

    name: str
    meaning: str
    value: Callable[[PaperSubject], str]
    about: tuple[str, ...] = ALL
    kind: str = ""

    @property
    def mark(self) -> str:
        return f"{{{self.name}}}"


def _superior(paper: PaperSubject) -> str:
    return paper.names.without_place(paper.names.of(paper.issuing_body).superior, paper.issuing_body)


def _head(paper: PaperSubject) -> str:
    return paper.head.person.full_name if paper.head else ""


def _period(paper: PaperSubject) -> str:
    period = period_of_work(paper)
    return f"từ ngày {day_in_text(period[0])} đến ngày {day_in_text(period[1])}" if period else ""


def _heirs(paper: PaperSubject) -> str:
    return ", ".join(heirs_of(paper.subject_body, paper))


def _reporting_body(paper: PaperSubject) -> str:
    assert paper.inspection is not None
    return paper.names.full(paper.inspection.reporting_organization)


OF_INSPECTION, OF_DELEGATION = ("inspection",), ("delegation", "inspection")
PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("cơ quan ban hành", _("cơ quan ra văn bản, tên rút gọn trong tỉnh"), lambda paper: paper.issuer),
    Placeholder("cơ quan kiểm tra", _("cơ quan đã kiểm tra; khác trên khi có cơ quan kế thừa"), lambda p: p.inspector),
    Placeholder("cơ quan cấp trên", _("cấp trên của cơ quan ban hành"), _superior),
    Placeholder("người đứng đầu", _("chức vụ người đứng đầu cơ quan, kèm tên cơ quan"), head_in_text),
    Placeholder("địa danh", _("địa danh đề trên văn bản"), lambda p: p.place or p.names.of(p.issuing_body).place_name),
    Placeholder("ngày", _("ngày văn bản, dạng 30/10/2019"), lambda paper: day_in_text(paper.day)),
    Placeholder("đồng chí", _("“đồng chí” trong văn bản Đảng, “ông (bà)” trong văn bản Nhà nước"), people_word),
    Placeholder("đợt", _("chủ đề của đợt"), lambda paper: paper.campaign.theme),
    Placeholder("năm", _("năm của đợt"), lambda paper: str(paper.campaign.year)),
    Placeholder("năm sau", _("năm sau năm của đợt"), lambda paper: str(paper.campaign.year + 1)),
    Placeholder("hình thức", _("kiểm tra, giám sát hay khảo sát"), lambda paper: paper.act),
    Placeholder("nội dung", _("việc được kiểm tra, theo chủ đề của đợt"), lambda paper: paper.matter),
    Placeholder(
        "nội dung thực hiện",
        _("như {nội dung}, không có chữ “việc” ở đầu"),
        lambda paper: paper.matter.removeprefix("việc "),
    ),
    Placeholder("công việc", _("hình thức và nội dung đi liền nhau"), lambda paper: paper.work),
    Placeholder("thời kỳ", _("thời kỳ được kiểm tra, từ ngày đến ngày"), _period),
    Placeholder("số ngày báo lịch", _("báo lịch trước bao nhiêu ngày"), lambda paper: str(paper.campaign.notice_days)),
    Placeholder(
        "số ngày gửi báo cáo", _("gửi báo cáo trước bao nhiêu ngày"), lambda paper: str(paper.campaign.report_days)
    ),
    Placeholder(
        "số ngày kết luận", _("ra kết luận trong bao nhiêu ngày"), lambda paper: str(paper.campaign.conclusion_days)
    ),
    Placeholder(
        "số ngày khắc phục", _("khắc phục trong bao nhiêu ngày"), lambda paper: str(paper.campaign.remedy_days)
    ),
    Placeholder(
        "các đơn vị",
        _("các đơn vị được kiểm tra; nhiều quá thì “theo danh sách”"),
        lambda paper: ", ".join(bodies_in_few_words(paper)),
        ("campaign", "delegation"),
    ),
    Placeholder("đoàn", _("tên đoàn, có số nếu đợt có nhiều đoàn"), lambda p: p.delegation_name, OF_DELEGATION),
    Placeholder("trưởng đoàn", _("họ tên Trưởng đoàn"), _head, OF_DELEGATION),
    Placeholder("đơn vị", _("đơn vị được kiểm tra"), lambda paper: paper.subject, OF_INSPECTION),
    Placeholder("đơn vị thực hiện", _("đơn vị được kiểm tra, hoặc cơ quan kế thừa"), _heirs, OF_INSPECTION),
    Placeholder("đơn vị báo cáo", _("đơn vị viết báo cáo"), _reporting_body, OF_INSPECTION),
    Placeholder("nơi", _("“tại” và nơi được kiểm tra"), lambda p: p.names.where(p.subject_body), OF_INSPECTION),
    Placeholder("cuộc kiểm tra", _("công việc và nơi đi liền nhau"), lambda paper: paper.work_there, OF_INSPECTION),
    Placeholder(
        "ngày làm việc", _("ngày các buổi làm việc"), lambda p: days_in_text(p.session_days), OF_INSPECTION
    ),
    Placeholder("hạn gửi báo cáo", _("hạn đơn vị gửi báo cáo"), report_due_in_text, OF_INSPECTION),
    Placeholder(
        "hạn khắc phục",
        _("ngày văn bản cộng số ngày khắc phục"),
        lambda paper: day_in_text(paper.after(paper.campaign.remedy_days)),
        OF_INSPECTION,
    ),
    Placeholder(
        "giờ kết thúc",
        _("giờ kết thúc buổi làm việc"),
        lambda paper: end_in_text(session_of(paper)),
        OF_INSPECTION,
        "minutes",
    ),
)  # fmt: skip
BY_NAME = {each.name: each for each in PLACEHOLDERS}


def offered_in(kind: DocumentKind) -> list[Placeholder]:
    """Return the placeholders that templates of the kind may use, without the one for what the portal composes."""
    return [each for each in PLACEHOLDERS if kind.about in each.about and each.kind in ("", kind.slug)]


def value_in(paper: PaperSubject) -> Callable[[str], str | None]:
    """Return what looks up a placeholder's value in a paper by its name: "" where the records have none, None where
    there is no such placeholder.
    """
    about = {"campaign": paper.campaign, "delegation": paper.delegation, "inspection": paper.inspection}

    def value(name: str) -> str | None:
        found = BY_NAME.get(name)
        if found is None:
            return None
        has_record = any(about[each] is not None for each in found.about)
        return found.value(paper) if has_record else ""

    return value


def canonical(text: str) -> str:
    """Return the text with the names of known placeholders as the list has them: "{ Đơn  vị }" → "{đơn vị}"."""

    def named(found: re.Match[str]) -> str:
        name = name_of(found)
        return f"{{{name}}}" if name in BY_NAME or f"{{{name}}}" == COMPOSED else found.group()

    return MARK.sub(named, text)


def name_of(found: re.Match[str]) -> str:
    return " ".join(nfc(found[1]).lower().split())
