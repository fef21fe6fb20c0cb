"""Quyết định thành lập đoàn: the bases, who decides, and three articles; the first with the table of members."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, of_records
from reports.documents.compose.naming import day_in_text
from reports.documents.compose.papers.plan import bodies_in_few_words
from reports.documents.compose.passages import (
    bases_of,
    grounds_of,
    head_in_text,
    people_word,
    period_of_work,
    reported_to,
    title_of,
)
from reports.documents.compose.sections import Section, grid, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    own = paper.delegation.decision_paper_id if paper.delegation else None
    return {
        "about": f"về thành lập {_with_matter(paper)}",
        "grounds": grounds_of([each for each in bases_of(paper) if each.pk != own], paper),
        "opening": head_in_text(paper).upper(),
        "resolution": "QUYẾT ĐỊNH",
        "sections": [_members(paper), _tasks(paper), _in_force(paper)],
        "recipients": [*reported_to(paper), "Như Điều 3", *bodies_in_few_words(paper)],
    }


def _with_matter(paper: PaperSubject) -> str:
    """Return "Đoàn Kiểm tra số 1 kiểm tra công tác …", "Đoàn Kiểm tra công tác …" where it has no number."""
    act = "" if paper.delegation_name.lower().endswith(paper.act) else f"{paper.act} "
    return f"{paper.delegation_name} {act}{paper.matter}"


def _members(paper: PaperSubject) -> Section:
    lead = f"Thành lập {_with_matter(paper)}, gồm các {people_word(paper)} có tên sau đây:"
    rows = [
        [str(n), member.name, title_of(member), str(member.get_role_display())]
        for n, member in enumerate(paper.members, start=1)
    ]
    columns: list[tuple[str, int | None, str]] = [
        ("STT", 12, "center"),
        ("Họ và tên", None, "left"),
        ("Chức vụ, đơn vị công tác", None, "left"),
        ("Nhiệm vụ trong đoàn", None, "left"),
    ]
    return section("article-1", "", [lead], numbering="articles", grid=grid(columns, [("", rows)]))


def _tasks(paper: PaperSubject) -> Section:
    delegation, bodies = paper.delegation_name, ", ".join(bodies_in_few_words(paper))
    where = f" tại: {bodies}" if bodies else ""
    lines = [
        f"{delegation} có nhiệm vụ {paper.act} {paper.matter}{where}{_period(paper)}.",
        f"{delegation} được yêu cầu đơn vị báo cáo, cung cấp hồ sơ, tài liệu; báo cáo kết quả với {paper.issuer}.",
        *_days(paper),
        f"Kinh phí thực hiện theo quy định hiện hành. {delegation} tự giải thể sau khi hoàn thành nhiệm vụ.",
    ]
    return section("article-2", "", lines, numbering="articles")


def _period(paper: PaperSubject) -> str:
    period = period_of_work(paper)
    if period is None:
        return ""
    return f"; thời kỳ {paper.act} từ ngày {day_in_text(period[0])} đến ngày {day_in_text(period[1])}"


def _days(paper: PaperSubject) -> list[str]:
    """Return when the delegation works: its own days, else the campaign's."""
    owners: list[Any] = [paper.delegation, paper.campaign]
    for owner in owners:
        if owner and owner.starts_on and owner.ends_on:
            start, end = day_in_text(owner.starts_on), day_in_text(owner.ends_on)
            return [f"Thời gian làm việc: từ ngày {start} đến ngày {end}."]
    return []


def _in_force(paper: PaperSubject) -> Section:
    people = f"các {people_word(paper)} có tên tại Điều 1"
    line = (
        f"{paper.issuer}, các đơn vị được {paper.act}, cơ quan liên quan và {people} chịu trách nhiệm thi hành "
        "Quyết định này. Quyết định này có hiệu lực từ ngày ký."
    )
    return section("article-3", "", [line], numbering="articles")


PLACES = (
    Place("about", text=COMPOSED, rule=Rule.FILLED),
    of_records("grounds"),
    of_records("article-1"),
    of_records("article-2"),
    Place(
        "article-3",
        text="{cơ quan ban hành}, các đơn vị được {hình thức}, cơ quan liên quan và các {đồng chí} có tên tại Điều 1 "
        "chịu trách nhiệm thi hành Quyết định này. Quyết định này có hiệu lực từ ngày ký.",
        rule=Rule.FILLED,
    ),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="delegation-decision",
    name=_("Quyết định thành lập đoàn"),
    type_codes={"party": "QĐ", "state": "QĐ"},
    type_title="QUYẾT ĐỊNH",
    form="decision",
    is_internal=False,
    about="delegation",
    compose=compose,
    comes_before=True,
    places=PLACES,
)
