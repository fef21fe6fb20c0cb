"""Informs the sender of an infected file."""

from datetime import timedelta

from django.utils.translation import gettext as _

from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.papers.models import StoredFile
from workflow.models import Event, Notice

SENDING_ACTS = ["hand_in", "attach", "conclude"]


def tell_sender(stored: StoredFile) -> None:
    """Send a notice to the user who sent the infected file, known from the event written with it."""
    since = stored.created_at - timedelta(minutes=1)
    for link in PaperLink.objects.filter(paper__file=stored).exclude(inspection=None).select_related("inspection"):
        sent = Event.objects.about(link.inspection).filter(act__in=SENDING_ACTS, at__gte=since).exclude(actor=None)
        event = sent.order_by("at", "pk").first()
        if event:
            text = _("Tệp “%s” có mã độc, không ai mở được. Quét máy tính của bạn, rồi gửi bản khác.")
            path = link.inspection.get_absolute_url()
            Notice.objects.create(recipient_id=event.actor_id, text=(text % stored)[:300], path=path)
    for attachment in InspectionAttachment.objects.filter(file=stored).exclude(answer=None):
        answer = attachment.answer
        text = _("Tệp “%s” có mã độc, không ai mở được. Quét máy tính của bạn, rồi gửi bản khác.")
        path = answer.assignment.get_absolute_url()
        Notice.objects.create(recipient_id=answer.actor_id, text=(text % stored)[:300], path=path)
