"""A self-report takes a number in the book of incoming papers when it is opened, as the office enters a letter that it
opens: one that is withdrawn before has none, one that is returned and sent again is another paper.
"""

from django.utils import timezone

from accounts.models import Organization
from inspections.models import OfficialPaper
from inspections.papers.arrivals.acts import register
from reports.documents.models import PaperSettings
from reports.submissions.models import Dossier, Round
from workflow.models import Event
from workflow.steps.acts import then

# In Vietnamese like the rest of the book, whoever opens the report.
TITLE = "Báo cáo tự kiểm tra, lần {n}: {theme}"
NOTE = "Gửi qua cổng"


@then(Dossier, "read")
def enter_report(dossier: Dossier, event: Event) -> None:
    """Enter the round that was opened into the book of the body that inspects, unless it wants none there. What is
    brought in with a former day takes no number: those of that time are in the book already.
    """
    today = timezone.localdate()
    body = dossier.inspection.campaign.acting_body(today)
    if body is None or timezone.localdate(event.at) != today or not _wants_reports(body):
        return
    opened = dossier.last_round
    arrival = register(_paper_of(opened, body), body, today, event.actor, note=NOTE)
    Round.objects.filter(pk=opened.pk).update(paper=arrival.paper_id)


def _wants_reports(body: Organization) -> bool:
    own = PaperSettings.objects.filter(organization=body).first()
    return own is None or own.registers_reports


def _paper_of(sent: Round, body: Organization) -> OfficialPaper:
    """Return the round as a paper that isn't stored yet, for the eyes of the body that it arrived at."""
    dossier, day = sent.dossier, timezone.localdate(sent.submitted_at)
    issuer = sent.facts.get("body") or dossier.reporting_organization.full_name_at(day)
    return OfficialPaper(
        kept_by=body,
        is_internal=True,
        paper_type=OfficialPaper.Type.REPORT,
        number=sent.receipt,
        dated_on=day,
        issuer=issuer[: OfficialPaper._meta.get_field("issuer").max_length],
        title=TITLE.format(n=sent.n, theme=dossier.inspection.campaign.theme),
    )
