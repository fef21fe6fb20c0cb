"""What is asked: recommendations by owner with their dates, and who is asked."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Organization
from inspections.models import Assignment, Recommendation
from reports.documents.compose.naming import day_in_text, lower_first, sentence, upper_first
from reports.documents.compose.passages import person_in_text
from reports.documents.compose.subject import PaperSubject

LEADS = {
    Recommendation.Direction.RECOMMEND: "Đề nghị",
    Recommendation.Direction.REQUIRE: "Yêu cầu",
    Recommendation.Direction.PETITION: "Kiến nghị",
    Recommendation.Direction.PROPOSE: "Đề xuất",
}
TO_THE_UNIT = [Recommendation.Direction.RECOMMEND, Recommendation.Direction.REQUIRE]
BY_THE_UNIT = [Recommendation.Direction.PETITION, Recommendation.Direction.PROPOSE]
# A printed deadline that begins so reads on in the sentence.
READS_ON = ("trước", "trong", "đến", "chậm nhất", "hết", "xong", "từ", "sau", "ngay", "hằng", "hàng", "thường xuyên")


def requests_to(paper: PaperSubject, directions: Iterable[Any]) -> list[Recommendation]:
    return [request for request in paper.requests if request.direction in directions]


def request_lines(requests: Iterable[Recommendation], paper: PaperSubject) -> list[str]:
    """Return "Đề nghị UBND xã Long Hựu:" with all that it is asked to do, for each group of owners once."""
    groups: dict[str, list[str]] = {}
    for request in requests:
        groups.setdefault(f"{_lead(request)}:", []).append(f"- {request_line(request, paper)}")
    return [line for lead, lines in groups.items() for line in (lead, *lines)]


def _lead(request: Recommendation) -> str:
    return f"{LEADS[request.direction]} {', '.join(owners_of(request))}".strip()


def owners_of(request: Recommendation) -> list[str]:
    """Return the owners as the record has them, each once."""
    return list(dict.fromkeys(each.owner_as_printed for each in first_assignments(request)))


def first_assignments(request: Recommendation) -> list[Assignment]:
    """Return the assignments to owners named by the paper, without those who took over later."""
    return [assignment for assignment in request.assignments.all() if assignment.transferred_from_id is None]


def request_line(request: Recommendation, paper: PaperSubject) -> str:
    """Return "Trả lời hết các ý kiến…, trước ngày 15/12/2026.": without the owner, whom the lead names."""
    text = text_without_owner(request, paper).rstrip(" .;")
    aim = f"; mục tiêu: {paper.texts.fill(request.aim).rstrip(' .')}" if request.aim else ""
    return sentence(f"{text}{aim}{_due(request)}")


def responsibility_lines(requests: Iterable[Recommendation], paper: PaperSubject) -> list[str]:
    """Return "- Đồng chí Lê Văn An, Phó Chủ tịch (UBND xã Long Hựu): …" for everybody named as responsible, with all
    that he is; [] where the record names nobody.
    """
    found: dict[str, list[str]] = {}
    for request in requests:
        for assignment in first_assignments(request):
            if assignment.person is not None:
                who = person_in_text(assignment.person.full_name, assignment.person.position, paper)
                lead = f"- {upper_first(who)} ({assignment.owner_as_printed})"
                found.setdefault(lead, []).append(lower_first(text_without_owner(request, paper).rstrip(" .;")))
    return [sentence(f"{lead}: {'; '.join(texts)}") for lead, texts in found.items()]


def text_without_owner(request: Recommendation, paper: PaperSubject) -> str:
    """Return what is asked, without the owner's name at its beginning."""
    text = paper.texts.fill(request.text)
    bodies = [each.owner_organization for each in first_assignments(request) if each.owner_organization]
    for owner in (*owners_of(request), *(paper.names.full(body) for body in bodies)):
        if text.lower().startswith(f"{owner.lower()} "):
            return upper_first(text[len(owner) :].lstrip(" ,:"))
    return text


def _due(request: Recommendation) -> str:
    """Return ", trước ngày 31/12/2019", owner by owner where their dates differ; "" without any."""
    dues = {each.owner_as_printed: due_in_text(each) for each in first_assignments(request)}
    known = [due for due in dues.values() if due]
    if not known:
        return ""
    if len(known) == len(dues) and len(set(known)) == 1:
        return f", {known[0]}"
    return f" ({'; '.join(f'{owner}: {due}' for owner, due in dues.items() if due)})"


def due_in_text(assignment: Assignment) -> str:
    """Return the deadline as printed, else "trước ngày 31/12/2019"; "" without one."""
    printed = assignment.due_as_printed.strip()
    if printed:
        return printed if printed.lower().startswith(READS_ON) else f"thời hạn {printed}"
    return f"trước ngày {day_in_text(assignment.due_on)}" if assignment.due_on else ""


def bodies_to_act(requests: Iterable[Recommendation], paper: PaperSubject) -> list[str]:
    """Return the names of all bodies that are asked to act; of one that has ended, those that took over."""
    bodies = [each.owner_organization for request in requests for each in first_assignments(request)]
    names = [name for body in bodies if body for name in heirs_of(body, paper)]
    return list(dict.fromkeys(names))


def heirs_of(body: Organization, paper: PaperSubject) -> list[str]:
    """Return the body's name, or those of its successors where it has ended by the paper's day."""
    if not body.is_closed_at(paper.day):
        return [paper.names.full(body)]
    successions = body.successions.filter(effective_on__lte=paper.day).select_related("new").order_by("pk")
    heirs = [succession.new for succession in successions.prefetch_related("new__names")]
    return [paper.names.full(heir) for heir in heirs] or [paper.names.full(body)]
