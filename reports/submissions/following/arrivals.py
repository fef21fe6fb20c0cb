"""Informs staff of reports that came in and wait to be opened: each morning, one notice a person and campaign.

Not report by report: on the day on which many are due that would be as many lines in a mail as there are units.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from inspections.campaigns.querysets import is_running
from inspections.models import Campaign
from reports.submissions.models import Dossier, Round
from reports.submissions.querysets import RoundQuerySet
from reports.submissions.states import DossierState
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Notice

ARRIVED = "submissions.arrived"
UNCOMMITTED = timedelta(minutes=10)  # a report whose sending had begun, but wasn't there to be seen the last time


def inform_of_arrivals(now: datetime | None = None) -> int:
    """Inform the staff of all running campaigns of what came in since the last time, as a daily job; return the number
    of notices. May run twice, also at once: the campaigns are locked.
    """
    now = now or timezone.now()
    campaigns = Campaign.objects.filter(pk__in=_unopened().order_by().values("dossier__inspection__campaign"))
    return sum(_inform_in(pk, now) for pk in campaigns.order_by("pk").values_list("pk", flat=True))


def _unopened() -> RoundQuerySet:
    """Return the rounds that nobody on the inspecting side has opened, in campaigns that run."""
    rows = Round.objects.filter(is_running("dossier__inspection__campaign__"), dossier__state=DossierState.SENT)
    return rows.not_withdrawn().filter(opened_at=None)


@transaction.atomic
def _inform_in(pk: int, now: datetime) -> int:
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=pk)
    earlier = Notice.objects.filter(kind=ARRIVED, params__campaign_id=pk, created_at__lte=now).order_by("-created_at")
    new = _unopened().filter(dossier__inspection__campaign=campaign)
    last = earlier.first()
    if last is not None:
        since = last.created_at - UNCOMMITTED
        new = new.filter(submitted_at__gt=since).exclude(pk__in=last.params["rounds"])
    rounds, body = sorted(new.values_list("pk", flat=True)), campaign.inspecting_organization_id
    users = Membership.objects.working_for({body}, "staff", timezone.localdate(now)).get(body, set())
    if not rounds or not users:
        return 0
    earlier.filter(read_at=None).update(read_at=now)  # the new one counts those again that still wait
    path, facts = _what_waits(campaign)
    columns = columns_of(ARRIVED, rounds=rounds, **facts)
    return len(Notice.objects.bulk_create([Notice(recipient_id=user, path=path, **columns) for user in sorted(users)]))


def _what_waits(campaign: Campaign) -> tuple[str, dict]:
    """Return the page of the one report that is to be checked, or the list of them, and what is said of them."""
    waiting = Dossier.objects.filter(inspection__campaign=campaign, state=DossierState.SENT)
    waiting = list(waiting.select_related("inspection__subject_organization").order_by("pk"))
    facts = {"campaign_id": campaign.pk, "campaign": campaign.theme, "n": len(waiting), "name": ""}
    if len(waiting) > 1:
        query = {"campaign": campaign.code, "state": DossierState.SENT.value}
        return f"{reverse('dossier_list')}?{urlencode(query)}", facts
    inspection = waiting[0].inspection
    inspection.campaign = campaign
    name = f"{inspection.subject_organization.full_name_at(inspection.day)} ({inspection.reference})"
    return reverse("dossier_check", args=[inspection.reference]), facts | {"name": name}


@notice_words(ARRIVED)
def arrived_words(facts: dict) -> str:
    """Return "Báo cáo tự kiểm tra vừa gửi đến: UBND xã … (DVCQ2026-28108)", or how many wait and are new."""
    if facts["name"]:
        return _("Báo cáo tự kiểm tra vừa gửi đến: %s") % facts["name"]
    words = ngettext(
        "Báo cáo tự kiểm tra chờ kiểm tra: %(n)d đơn vị, vừa gửi đến: %(new)d",
        "Báo cáo tự kiểm tra chờ kiểm tra: %(n)d đơn vị, vừa gửi đến: %(new)d",
        facts["n"],
    )
    return words % {"n": facts["n"], "new": len(facts["rounds"])}


@holds_while(ARRIVED)
def is_still_unopened(facts: dict) -> bool:
    return _unopened().filter(pk__in=facts["rounds"]).exists()
