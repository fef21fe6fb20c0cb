"""Tasks of papers on home: one line for each act that waits for the user, with how many papers it is about."""

from datetime import date

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from portal.home.tasks import Task
from reports.documents.listings import kind_name
from reports.models import Document


def paper_tasks(user: User, today: date) -> list[Task]:
    """Return the tasks; one query for all. A line about one paper leads to it, one about several to their list."""
    of_an_act = {"partition_by": F("waiting")}
    rows = Document.objects.waiting_for(user).annotate(
        n_waiting=Window(Count("pk"), **of_an_act),
        nth=Window(RowNumber(), **of_an_act, order_by=["effective_on", "pk"]),
    )
    first = rows.filter(nth=1).order_by("effective_on", "pk").select_related("inspection", "campaign")
    return [_task(document, document.waiting, document.n_waiting) for document in first]


def _task(document: Document, act: str, n: int) -> Task:
    label, button = act_words(act)
    if n > 1:
        words = ngettext("%(label)s: %(n)d văn bản", "%(label)s: %(n)d văn bản", n) % {"label": label, "n": n}
        url = f"{reverse('document_list')}?waiting={act}"
        return Task(None, words, url, "", act=ngettext("Xem %d văn bản", "Xem %d văn bản", n) % n, act_url=url)
    about = document.inspection or document.campaign
    note = " · ".join(str(part) for part in (document.about, about, document.get_state_display()) if part)
    act_url = reverse("document_step", args=[document.pk, act])
    title = f"{label}: {kind_name(document.kind)}"
    return Task(None, title, document.get_absolute_url(), note, act=button, act_url=act_url)


def act_words(act: str) -> tuple[str, str]:
    """Return what is to be done, and the words of its button."""
    return {
        "submit": (_("Trình văn bản đã giữ số"), _("Trình ký")),
        "issue": (_("Ban hành văn bản chờ ký"), _("Ban hành")),
        "sign": (_("Đính kèm bản đã ký, rồi công bố"), _("Đính kèm")),
        "publish": (_("Công bố cho đơn vị"), _("Công bố")),
    }[act]
