"""Checks before steps of a self-report."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.inspections.states import WRITTEN_OUT
from reports.submissions.contents.written import contents_of
from reports.submissions.models import Dossier
from workflow.steps.acts import checks_before, withheld
from workflow.steps.missing import Missing


@checks_before(Dossier, "send", "confirm")
def report_can_be_read(dossier: Dossier) -> list[str]:
    """Return what keeps what is written from being sent: nothing at all, figures that can't be read, doubts without a
    reason. What is left out keeps nothing.
    """
    contents, at = contents_of(dossier), dossier.get_absolute_url()
    if not contents.is_written:
        return [Missing(_("Báo cáo chưa có nội dung."), at, _("Viết báo cáo"))]
    faulty, doubtful = len(contents.faulty), len(contents.doubtful)
    found = [
        (contents.faulty, ngettext("%d chỉ tiêu ghi chưa đúng.", "%d chỉ tiêu ghi chưa đúng.", faulty) % faulty),
        (contents.doubtful, ngettext("%d số cần nêu lý do.", "%d số cần nêu lý do.", doubtful) % doubtful),
    ]
    return [Missing(words, f"{at}#value-{values[0].key}", _("Xem mục ấy")) for values, words in found if values]


def is_confirmed(dossier: Dossier) -> bool:
    """Tell whether the leader's word is there, isn't needed, or was waived."""
    is_needed = dossier.inspection.campaign.is_confirmation_asked
    return not is_needed or dossier.is_waived or dossier.confirmed_at is not None


@withheld(Dossier, "confirm", "waive")
def confirmed_once(dossier: Dossier) -> dict[str, str]:
    """Offer the leader's confirmation, and its waiver, only where it is needed and missing."""
    if not is_confirmed(dossier):
        return {}
    words = _("Báo cáo này không cần xác nhận thêm.")
    return {"confirm": words, "waive": words}


@checks_before(Dossier, "send")
def leader_has_confirmed(dossier: Dossier) -> list[str]:
    if is_confirmed(dossier):
        return []
    return [_("Chờ lãnh đạo đơn vị xác nhận báo cáo trước khi gửi.")]


@checks_before(Dossier, "send")
def inspection_goes_on(dossier: Dossier) -> list[str]:
    """Refuse a report once there is a conclusion; one that isn't published yet mustn't be told from this either."""
    inspection = dossier.inspection
    if inspection.state not in WRITTEN_OUT or inspection.is_withheld:
        return []
    return [_("Cuộc kiểm tra đã có kết luận hoặc đã hủy; không nhận báo cáo nữa.")]


@checks_before(Dossier, "accept", "return")
def round_is_opened(dossier: Dossier) -> list[str]:
    last = dossier.last_round
    if last is not None and last.opened_at:
        return []
    return [Missing(_("Chưa mở báo cáo."), dossier_check_address(dossier), _("Mở báo cáo"))]


@withheld(Dossier, "read", "withdraw")
def opened_once(dossier: Dossier) -> dict[str, str]:
    """Offer reading and withdrawing only until the round is opened."""
    last = dossier.last_round
    if last is None or not last.opened_at:
        return {}
    return {
        "read": _("Báo cáo đã mở rồi."),
        "withdraw": _("Cơ quan kiểm tra đã mở báo cáo; cần sửa thì gọi người theo dõi để được trả lại."),
    }


def dossier_check_address(dossier: Dossier) -> str:
    return reverse("dossier_check", args=[dossier.inspection.reference])
