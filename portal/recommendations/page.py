"""The page of an assignment: what was asked, every answer with its files, and the steps that its reader may take."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.people.models import User
from ground.text import short_date
from inspections.findings.listings import list_findings
from inspections.models import Answer, Assignment, Finding, InspectionAttachment, Recommendation
from inspections.recommendations.acts import campaigns_after
from inspections.recommendations.ladder import ACT, LEADER
from portal.recommendations.status import Due, Status, due_of, status_of
from portal.steps_beside import offers_of
from workflow.history.telling import line_of
from workflow.models import Event
from workflow.steps.acts import OfferedStep
from workflow.steps.forms import StepForm

SHAPES = {
    Answer.Kind.PLAN: "going",
    Answer.Kind.PROGRESS: "going",
    Answer.Kind.RESULT: "sent",
    Answer.Kind.EXTENSION: "soon",
    Answer.Kind.VERIFICATION: "done",
    Answer.Kind.RETURN: "back",
    Answer.Kind.REPLY: "done",
}
# Steps that write no answer, and are told among the answers.
SHOWN_STEPS = ["continue", "accept", "reminded", "extend", "refuse_extension", "carry_over", "transfer"]


@dataclass(frozen=True)
class AnswerFile:
    """A file of an answer; `url` and `picture`: "" where its reader can't open it, and `closed` says why."""

    name: str
    size: int
    url: str
    picture: str
    closed: str


@dataclass(frozen=True)
class Round:
    """One answer, or one step without an answer: when it was recorded, whose, what, with its files.

    `happened_on`: the day of an act done outside, None where it was recorded the same day.
    """

    at: datetime
    happened_on: date | None
    who: str
    shape: str
    word: str
    text: str
    is_owners: bool
    files: list[AnswerFile]


@dataclass(frozen=True)
class StepInPlace:
    """A step with the form in which it is taken on this page."""

    offer: OfferedStep
    form: StepForm


@dataclass(frozen=True)
class Way:
    """From where the assignment came or where it goes on, in words; `url`: "" for readers who may not open that."""

    words: str
    url: str


@dataclass(frozen=True)
class AssignmentPage:
    """`latest`: the newest result or reply, None before any; `rounds`: the others, the newest first.

    `weakness`: the shortcoming that it is to mend, with its values, "" where the reader sees none. `main`: the one
    expected step of the reader, None without one; `others`: what else the reader may do; `waits_for`: who has the next
    step where it is not the reader's.
    """

    assignment: Assignment
    recommendation: Recommendation
    subject_name: str
    weakness: str
    status: Status
    due: Due
    latest: Round | None
    rounds: list[Round]
    main: StepInPlace | None
    others: list[StepInPlace]
    waits_for: OfferedStep | None
    ways: list[Way]


def assignments_seen(user: User) -> QuerySet[Assignment]:
    """Return what the page reads of an assignment."""
    rows = Assignment.objects.visible_to(user).with_roles()
    above = "recommendation__inspection"
    rows = rows.select_related("recommendation__finding", "recommendation__model", "person")
    origin = "recommendation__origin__inspection"
    rows = rows.select_related("recommendation__author_organization", f"{above}__subject_organization")
    return rows.select_related(f"{origin}__subject_organization", f"{origin}__campaign")


def assignment_page(
    assignment: Assignment, user: User, today: date, form_of: Callable[[OfferedStep], StepForm]
) -> AssignmentPage:
    """Put the page together; `form_of`: the form in which a step is taken here."""
    rounds = rounds_of(assignment, user)
    latest = next((each for each in rounds if each.shape == "sent" or each.word == _reply_word()), None)
    offers = offers_of(assignment, user)
    ready = [offer for offer in offers if offer.is_ready and offer.step.name != "carry_over"]
    ready += _carrying(offers, assignment, today)
    main = main_of(ready, assignment)
    recommendation = assignment.recommendation
    return AssignmentPage(
        assignment=assignment,
        recommendation=recommendation,
        subject_name=_subject_name(recommendation),
        weakness=_weakness(recommendation, user),
        status=status_of(assignment, today),
        due=due_of(assignment),
        latest=latest,
        rounds=[each for each in rounds if each is not latest],
        main=StepInPlace(main, form_of(main)) if main else None,
        others=[StepInPlace(offer, form_of(offer)) for offer in ready if offer is not main],
        waits_for=next((offer for offer in offers if offer.step.is_expected and not offer.is_ready), None),
        ways=ways_of(assignment, user),
    )


def _carrying(offers: list[OfferedStep], assignment: Assignment, today: date) -> list[OfferedStep]:
    """Return the step into a later campaign, where there is one."""
    offered = [offer for offer in offers if offer.is_ready and offer.step.name == "carry_over"]
    there = offered and campaigns_after(assignment.recommendation.campaign, today).exists()
    return offered if there else []


def ways_of(assignment: Assignment, user: User) -> list[Way]:
    """Return the campaigns and bodies before and after this assignment; two queries."""
    around = Q(pk__in=[assignment.carried_from_id, assignment.transferred_from_id])
    around |= Q(carried_from=assignment) | Q(transferred_from=assignment)
    rows = list(Assignment.objects.filter(around).select_related("recommendation__campaign").order_by("pk"))
    seen = set(Assignment.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [Way(_way_words(row, assignment), row.get_absolute_url() if row.pk in seen else "") for row in rows]


def _way_words(row: Assignment, assignment: Assignment) -> str:
    theme, owner = row.recommendation.campaign.theme, row.owner_as_printed
    if row.pk == assignment.carried_from_id:
        return _("Chuyển từ đợt %s") % theme
    if row.carried_from_id == assignment.pk:
        return _("Theo dõi tiếp ở đợt %s") % theme
    if row.pk == assignment.transferred_from_id:
        return _("Nhận từ %s") % owner
    return _("Đã chuyển cho %s") % owner


def main_of(ready: list[OfferedStep], assignment: Assignment) -> OfferedStep | None:
    """Return the expected step; where the owner asks for more time, and nothing else is expected, its grant."""
    expected = next((offer for offer in ready if offer.step.is_expected), None)
    if expected is None and assignment.requested_until:
        return next((offer for offer in ready if offer.step.name == "extend"), None)
    return expected


def _weakness(recommendation: Recommendation, user: User) -> str:
    found = Finding.objects.visible_to(user).filter(pk=recommendation.finding_id)
    rows = found.select_related("inspection__campaign", "inspection__subject_organization")
    return next((each.text for each in list_findings(list(rows), user)), "") if recommendation.finding_id else ""


def _subject_name(recommendation: Recommendation) -> str:
    inspection = (recommendation.origin or recommendation).inspection
    return inspection.subject_organization.full_name_at(inspection.day) if inspection else ""


def rounds_of(assignment: Assignment, reader: User) -> list[Round]:
    """Return all answers and steps, those of earlier campaigns too, the newest first; three queries, and one for each
    earlier campaign.
    """
    lineage = assignment.lineage()
    answers = list(Answer.objects.filter(assignment__in=lineage).select_related("actor__person"))
    answers.sort(key=lambda answer: (answer.created_at, answer.pk))
    files = defaultdict(list)
    attachments = InspectionAttachment.objects.filter(answer__in=answers).select_related("file", "answer")
    for attachment in attachments.order_by("pk"):
        files[attachment.answer_id].append(_file(attachment, reader))
    results, rounds = 0, []
    for answer in answers:
        results += answer.kind == Answer.Kind.RESULT
        rounds.append(_round(answer, results, files[answer.pk]))
    kind = ContentType.objects.get_for_model(Assignment)
    events = Event.objects.filter(content_type=kind, object_id__in=[each.pk for each in lineage], act__in=SHOWN_STEPS)
    events = events.select_related("actor__person").exclude(~Q(object_id=assignment.pk), act="carry_over").order_by()
    rounds += [_round_of(event) for event in events]
    return sorted(rounds, key=lambda each: each.at, reverse=True)


def _file(attachment: InspectionAttachment, reader: User) -> AnswerFile:
    file, pk = attachment.file, attachment.pk
    return AnswerFile(
        name=file.original_name,
        size=file.size,
        url=reverse("attachment_download", args=[pk]) if attachment.may_be_opened_by(reader) else "",
        picture=reverse("attachment_picture", args=[pk]) if file.may_be_opened and file.shown_key else "",
        closed=attachment.closed_to(reader),
    )


def _round(answer: Answer, n: int, files: list[AnswerFile]) -> Round:
    words = {
        Answer.Kind.PLAN: _("Kế hoạch thực hiện"),
        Answer.Kind.PROGRESS: _("Tiến độ, bổ sung"),
        Answer.Kind.RESULT: _("Trả lời lần %d") % n,
        Answer.Kind.EXTENSION: _("Xin gia hạn"),
        Answer.Kind.VERIFICATION: _("Xác nhận đã thực hiện"),
        Answer.Kind.RETURN: pgettext("step", "Trả lại để bổ sung"),
        Answer.Kind.REPLY: _reply_word(),
    }
    kind = Answer.Kind(answer.kind)
    return Round(
        at=answer.created_at,
        happened_on=answer.happened_on,
        who=answer.actor.get_full_name(),
        shape=SHAPES[kind],
        word=words[kind],
        text=answer.text,
        is_owners=answer.is_owners or kind == Answer.Kind.REPLY,
        files=files,
    )


def _reply_word() -> str:
    return _("Trả lời kiến nghị")


def _round_of(event: Event) -> Round:
    line = line_of(event)
    changed = "; ".join(f"{change.label}: {change.old or '–'} → {change.new}" for change in line.changes)
    text = ". ".join(filter(None, [changed, line.reason, _reminded_words(event)]))
    return Round(line.at, line.happened_on, line.who, "going", str(line.what), text, is_owners=False, files=[])


def _reminded_words(event: Event) -> str:
    """Return whom the portal reminded of which due day; "" of other acts."""
    if event.act != ACT:
        return ""
    n = event.changes["people"]
    words = {"day": short_date(date.fromisoformat(event.changes["due"])), "n": n}
    if event.changes["to"] == LEADER:
        return (
            ngettext(
                "hạn %(day)s; báo %(n)d lãnh đạo cơ quan kiểm tra",
                "hạn %(day)s; báo %(n)d lãnh đạo cơ quan kiểm tra",
                n,
            )
            % words
        )
    return ngettext("hạn %(day)s; nhắc %(n)d người", "hạn %(day)s; nhắc %(n)d người", n) % words
