"""The self-report on an inspection's page: how it stands, and the reader's act with it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.models import Inspection
from reports.models import Dossier
from reports.submissions.states import WITH_THE_UNIT, DossierState


@dataclass(frozen=True)
class ReportBox:
    """`is_first`: it is the reader's own work, and stands before all else; `act`: words of the button and its address,
    "" without one.
    """

    dossier: Dossier
    days_late: int
    is_first: bool
    act: str
    act_url: str


def report_box(inspection: Inspection, user: User, today: date) -> ReportBox | None:
    """Return the reporting body's self-report; None before it is requested, and for readers who may not see it. One
    query.
    """
    rows = Dossier.objects.visible_to(user).filter(inspection=inspection).select_related("reporting_organization")
    dossier = rows.first()
    if dossier is None:
        return None
    dossier.inspection = inspection
    roles = dossier.roles_of(user, today)
    is_first = "officer" in roles and dossier.state in WITH_THE_UNIT
    act, url = _act(dossier, roles, is_first)
    return ReportBox(dossier, dossier.days_late(today), is_first, act, url)


def _act(dossier: Dossier, roles: set[str], is_first: bool) -> tuple[str, str]:
    if is_first:
        words = {DossierState.REQUESTED: _("Viết báo cáo"), DossierState.RETURNED: _("Bổ sung báo cáo")}
        return words.get(dossier.state, _("Viết tiếp báo cáo")), dossier.get_absolute_url()
    if roles & set(dossier.STEPS["read"].who) and dossier.state == DossierState.SENT:
        return _("Kiểm tra báo cáo"), reverse("dossier_check", args=[dossier.inspection.reference])
    return _("Xem báo cáo"), dossier.get_absolute_url()
