"""Informs the sender of an infected file."""

from datetime import timedelta

from django.utils.translation import gettext as _

from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.papers.models import StoredFile
from workflow.history.notices import columns_of, notice_words
from workflow.models import Event, Notice

KIND = "files.infected"
NAME_LETTERS = 200
SENDING_ACTS = ["hand_in", "attach", "conclude"]


def tell_sender(stored: StoredFile) -> None:
    """Send a notice to the user who sent the infected file, known from the event written with it."""
    since = stored.created_at - timedelta(minutes=1)
    for link in PaperLink.objects.filter(paper__file=stored).exclude(inspection=None).select_related("inspection"):
        sent = Event.objects.about(link.inspection).filter(act__in=SENDING_ACTS, at__gte=since).exclude(actor=None)
        event = sent.order_by("at", "pk").first()
        if event:
            inform(event.actor_id, stored, link.inspection.get_absolute_url())
    for attachment in InspectionAttachment.objects.filter(file=stored).exclude(answer=None):
        inform(attachment.answer.actor_id, stored, attachment.answer.assignment.get_absolute_url())


def inform(sender: int, stored: StoredFile, path: str) -> None:
    Notice.objects.create(recipient_id=sender, path=path, **columns_of(KIND, name=str(stored)[:NAME_LETTERS]))


@notice_words(KIND, is_urgent=lambda facts: True)
def infected_words(facts: dict[str, str]) -> str:
    return _("Tệp “%s” có mã độc, không ai mở được. Quét máy tính của bạn, rồi gửi bản khác.") % facts["name"]
