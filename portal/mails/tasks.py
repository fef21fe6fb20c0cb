"""The administrators' line on home when mails don't get out."""

from datetime import date

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from portal.home.task import Task
from workflow.models import Mail


def mail_tasks(user: User, today: date) -> list[Task]:
    """Return the line that says how many mails wait for a server or were given up in the last week; one query for
    administrators, none for others.
    """
    if not user.is_administrator:
        return []
    stuck = Mail.objects.visible_to(user).not_getting_out(today)
    found = stuck.aggregate(n=Count("pk"), last=Max("fault"))
    if not found["n"]:
        return []
    words = ngettext("Thư nhắc việc chưa gửi được: %d thư", "Thư nhắc việc chưa gửi được: %d thư", found["n"])
    url = f"{reverse('mail_list')}?fault=yes"
    return [Task(None, words % found["n"], url, found["last"], act=_("Xem thư"), act_url=url)]
