"""Acts with papers: the conclusion notice, the basis of a campaign, sources."""

from contextlib import nullcontext
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.attachments.models import PaperLink
from inspections.campaigns.models import Campaign
from inspections.inspections.acts import while_open
from inspections.inspections.checks import too_many_notices
from inspections.inspections.models import Inspection
from inspections.papers.acts import storing_accepted
from inspections.papers.models import OfficialPaper, StoredFile
from inspections.papers.uploads.judge import AcceptedFile
from workflow.history.acts import create
from workflow.records.refusals import StepRefused
from workflow.steps.acts import take


def attach_notice(
    inspection: Inspection, actor: User, file: AcceptedFile, now: datetime | None = None, **printed
) -> OfficialPaper:
    """Attach the signed conclusion, which the leader then publishes; one attached before becomes internal for good."""
    with storing_accepted(file) as stored:
        take(inspection, "attach", actor, now=now)
        return _notice(inspection, stored, printed)


def publish_conclusion(
    inspection: Inspection,
    actor: User,
    file: AcceptedFile | None = None,
    seen: int | None = None,
    now: datetime | None = None,
    happened_on: date | None = None,
    **printed,
) -> None:
    """Conclude the inspection with the given signed paper, or with the attached one: `seen` is the id of the paper
    the leader has read. `happened_on`: the day on which it was made public outside, None for today.
    """
    with storing_accepted(file) if file else transaction.atomic() as stored:
        locked = _locked(inspection)
        if stored:
            _notice(locked, stored, printed)
        else:
            _refuse_unread(locked, seen)
        take(inspection, "conclude", actor, now=now, happened_on=happened_on)


def _refuse_unread(inspection: Inspection, seen: int | None) -> None:
    """Refuse to publish unless the leader has seen this very notice, and others can open its file."""
    link = inspection.paper_links.notices().select_related("paper__file").first()
    if (link and link.paper_id) != seen:
        raise StepRefused([_("Thông báo đính kèm vừa được thay. Xem lại rồi mới công bố.")])
    if link and link.paper.file and not link.paper.file.may_be_opened:
        raise StepRefused(
            [_("Tệp của thông báo chờ quét mã độc hoặc có mã độc. Chờ quét xong, hoặc đính kèm bản khác.")]
        )


def _locked(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update().get(pk=inspection.pk)


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise StepRefused(reasons)


def _notice(inspection: Inspection, stored: StoredFile, printed: dict) -> OfficialPaper:
    _refuse(too_many_notices(inspection))
    earlier = list(inspection.paper_links.notices().values_list("paper", flat=True))
    OfficialPaper.objects.filter(pk__in=earlier).update(is_internal=True)
    issuer = inspection.campaign.acting_body(printed["dated_on"]) or inspection.campaign.inspecting_organization
    paper = _paper(inspection, stored, OfficialPaper.Type.NOTICE, issuer, printed)
    PaperLink.objects.create(paper=paper, role=PaperLink.Role.RESULT, inspection=inspection)
    return paper


def _paper(inspection: Inspection, stored: StoredFile, paper_type: str, issuer, printed: dict) -> OfficialPaper:
    return OfficialPaper.objects.create(
        kept_by=inspection.campaign.inspecting_organization,
        paper_type=paper_type,
        issuer=issuer.full_name_at(printed["dated_on"])[:200],
        file=stored,
        **printed,
    )


@transaction.atomic
def attach_source(link: PaperLink, actor: User) -> PaperLink:
    """Link the paper as a source to the campaign, inspection, finding or body of `link`; store it first if it is new.
    Raises StepRefused where an inspection can't be changed any more.
    """
    inspection = link.inspection or (link.finding and link.finding.inspection)
    with while_open(inspection) if inspection else nullcontext():
        if link.paper.pk is None:
            create(link.paper, actor)
        link.paper_id = link.paper.pk
        return create(link, actor)


@transaction.atomic
def rest_on(campaign: Campaign, paper: OfficialPaper, actor: User) -> PaperLink:
    """Link the paper to the campaign as one of its bases; store it first if it is new."""
    if paper.pk is None:
        create(paper, actor)
    return create(PaperLink(paper=paper, role=PaperLink.Role.BASIS, campaign=campaign), actor)
