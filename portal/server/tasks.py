"""The administrators' line on home when something of the server is amiss, and what /healthz says of the worker."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from portal.home.task import Task
from portal.server import checks
from portal.server.findings import Health
from workflow.jobs import heartbeat


def server_tasks(user: User, today: date) -> list[Task]:
    """Return a line that names what is amiss; three queries for administrators, none for others."""
    if not (user.is_administrator and settings.SERVER_WARNINGS):
        return []
    now = timezone.now()
    disk = checks.space("space", _("Đĩa của dữ liệu"), settings.FILES_DIR)
    found = [checks.worker(now), checks.failed_jobs(now), disk, checks.backup(now)]
    amiss = [each for each in found if each.health != Health.WELL]
    if not amiss:
        return []
    title = _("Máy chủ cần xem: %s") % ", ".join(each.label for each in amiss)
    note = "; ".join(f"{each.label}: {each.words}" for each in amiss)
    return [Task(None, title, reverse("server_show"), note, act=_("Xem máy chủ"), act_url=reverse("server_show"))]


def silent_worker() -> str:
    """Return "worker" where nobody does background work, else ""; one query."""
    return "worker" if settings.SERVER_WARNINGS and not heartbeat.is_alive() else ""
